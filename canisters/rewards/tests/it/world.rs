//! Names for those who take part, a rewards canister on the heap, and one history with every
//! event in it.

mod facts;
mod history;
mod story;

pub(crate) use facts::*;
pub(crate) use history::HISTORY;
pub(crate) use story::found;

use bonafide_kit::commit::{Entry, record};
use bonafide_kit::{Aggregate, Ctx, cbor};
use bonafide_rewards::commands::Decision;
use bonafide_rewards::domain::policy;
use bonafide_rewards::lifecycle;
use bonafide_rewards::state::{Event, State};
use bonafide_types::id::{Caller, NodeId, OperatorId, ProviderId, SubnetId};
use bonafide_types::limits::{DAY_NS, SECOND_NS};
use bonafide_types::rewards::{InitArgs, InstallArgs, LedgerAccount, RewardsError, RewardsPolicy};
use candid::Principal;
use ic_stable_structures::VectorMemory;
use ic_stable_structures::memory_manager::MemoryManager;

/// The day of the installation: 2024-10-04.
pub(crate) const FIRST_DAY: u32 = 20_000;
pub(crate) const MINUTE_NS: u64 = 60 * SECOND_NS;
pub(crate) const HOUR_NS: u64 = 60 * MINUTE_NS;
/// The first hour of that day.
pub(crate) const NOW_NS: u64 = 20_000 * DAY_NS + HOUR_NS;
pub(crate) const ICP: u64 = 100_000_000;
/// What a transfer costs at the ledger, at first.
pub(crate) const LEDGER_FEE: u64 = 10_000;

pub(crate) const GOVERNANCE: Principal = Principal::from_slice(&[200, 1]);
pub(crate) const SELF_ID: Principal = Principal::from_slice(&[201, 1]);
pub(crate) const REGISTRY: Principal = Principal::from_slice(&[202, 1]);
pub(crate) const LEDGER: Principal = Principal::from_slice(&[203, 1]);
pub(crate) const AUDITS: Principal = Principal::from_slice(&[204, 1]);
pub(crate) const CONTROLLER: Principal = Principal::from_slice(&[205, 1]);
/// Somebody who is no provider.
pub(crate) const PATRON: Principal = Principal::from_slice(&[210, 1]);

pub(crate) const fn provider_id(n: u8) -> ProviderId {
    ProviderId(Principal::from_slice(&[1, n]))
}

pub(crate) const fn node_id(n: u8) -> NodeId {
    NodeId(Principal::from_slice(&[2, n]))
}

pub(crate) const fn operator_id(n: u8) -> OperatorId {
    OperatorId(Principal::from_slice(&[3, n]))
}

pub(crate) const fn subnet_id(n: u8) -> SubnetId {
    SubnetId(Principal::from_slice(&[5, n]))
}

/// The default account of somebody at the ledger.
pub(crate) fn account_of(owner: Principal) -> LedgerAccount {
    LedgerAccount {
        owner: Caller(owner),
        subaccount: None,
    }
}

/// The numbers of the rules at the beginning.
pub(crate) fn first_policy() -> RewardsPolicy {
    policy::default_policy()
}

/// What the canister writes down when it is installed.
pub(crate) fn installed(policy: RewardsPolicy) -> Event {
    let args = InstallArgs::Init(InitArgs {
        governance: Caller(GOVERNANCE),
        registry: Caller(REGISTRY),
        audits: None,
        ledger: Caller(LEDGER),
        policy: Some(policy),
    });
    lifecycle::first_event(&args).unwrap()
}

pub(crate) fn log_of(state: &State<VectorMemory>) -> Vec<Vec<u8>> {
    let length = state.log().tip().length;
    state.log().read(0, length, usize::MAX)
}

pub(crate) fn encoded(entries: &[Entry<Event>]) -> Vec<Vec<u8>> {
    entries.iter().map(cbor::encode).collect()
}

/// What a memory holds. Its buckets are small, so that a canister that holds little is made in
/// no time.
fn opened(memory: &VectorMemory) -> State<VectorMemory> {
    let manager = MemoryManager::init_with_bucket_size(memory.clone(), 1);
    State::open(&manager).unwrap()
}

/// A rewards canister on the heap.
pub(crate) struct Canister {
    pub(crate) state: State<VectorMemory>,
    pub(crate) now_ns: u64,
    memory: VectorMemory,
}

impl Canister {
    /// Nothing happened yet.
    pub(crate) fn new() -> Self {
        Self::over(VectorMemory::default(), NOW_NS)
    }

    /// What a memory holds, at a time.
    pub(crate) fn over(memory: VectorMemory, now_ns: u64) -> Self {
        Self {
            state: opened(&memory),
            now_ns,
            memory,
        }
    }

    /// Nothing but what is stored is left, as after an upgrade.
    pub(crate) fn reopen(&mut self) {
        self.state = opened(&self.memory);
    }

    pub(crate) fn ctx(&self, caller: Principal) -> Ctx {
        Ctx {
            caller,
            now_ns: self.now_ns,
            self_id: SELF_ID,
        }
    }

    /// Writes down what somebody caused.
    pub(crate) fn record(&mut self, caller: Principal, events: impl IntoIterator<Item = Event>) {
        let ctx = self.ctx(caller);
        record(&mut self.state, &ctx, events);
    }

    /// Decides, and writes down what was decided.
    pub(crate) fn run<R>(
        &mut self,
        caller: Principal,
        decide: impl FnOnce(&State<VectorMemory>, &Ctx) -> Result<Decision<R>, RewardsError>,
    ) -> Result<R, RewardsError> {
        let ctx = self.ctx(caller);
        let Decision { events, reply } = decide(&self.state, &ctx)?;
        self.record(caller, events);
        Ok(reply)
    }

    /// Lets a task of the canister do its work once.
    pub(crate) fn task(&mut self, find: impl FnOnce(&State<VectorMemory>, u64) -> Vec<Event>) {
        let events = find(&self.state, self.now_ns);
        self.record(SELF_ID, events);
    }

    /// Everything that happened, with who and when.
    pub(crate) fn entries(&self) -> Vec<Entry<Event>> {
        let log = log_of(&self.state);
        log.iter()
            .map(|bytes| cbor::decode(bytes).unwrap())
            .collect()
    }
}

/// The state that some entries make.
pub(crate) fn lived(entries: &[Entry<Event>]) -> State<VectorMemory> {
    let mut canister = Canister::new();
    for entry in entries {
        canister.now_ns = entry.at_ns;
        canister.record(entry.caller.0, [entry.event.clone()]);
    }
    canister.state
}
