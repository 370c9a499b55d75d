//! Names for those who take part, an audits canister on the heap, and one history with every
//! event in it.

mod history;
mod samples;
mod story;

pub(crate) use history::HISTORY;
pub(crate) use samples::*;

use bonafide_audits::commands::Decision;
use bonafide_audits::domain::policy;
use bonafide_audits::state::{Event, State};
use bonafide_kit::commit::{Entry, record};
use bonafide_kit::{Aggregate, Ctx, cbor};
use bonafide_policy::report;
use bonafide_types::audits::{AuditError, AuditPolicy, Config, Report, SiteId};
use bonafide_types::id::{AuditorId, Blob, Caller, ProviderId, Sha256Hash, VerifierId};
use candid::Principal;
use ic_stable_structures::VectorMemory;
use ic_stable_structures::memory_manager::MemoryManager;

/// 2026-01-05 00:00 UTC, a Monday.
pub(crate) const NOW_NS: u64 = 1_767_571_200_000_000_000;
pub(crate) const MINUTE_NS: u64 = 60_000_000_000;
pub(crate) const HOUR_NS: u64 = 60 * MINUTE_NS;
pub(crate) const DAY_NS: u64 = 24 * HOUR_NS;
pub(crate) const GOVERNANCE: Principal = Principal::from_slice(&[200, 1]);
pub(crate) const SELF_ID: Principal = Principal::from_slice(&[201, 1]);
pub(crate) const CONTROLLER: Principal = Principal::from_slice(&[203, 1]);
/// Somebody who is neither auditor nor provider.
pub(crate) const PATRON: Principal = Principal::from_slice(&[204, 1]);
/// What one report is paid.
pub(crate) const FEE: u64 = 100_000_000;
/// What a transfer costs at the ledger, at first.
pub(crate) const LEDGER_FEE: u64 = 10_000;

pub(crate) fn provider_id(n: u8) -> ProviderId {
    ProviderId(Principal::from_slice(&[n, 10]))
}

pub(crate) fn auditor_id(n: u8) -> AuditorId {
    AuditorId(Principal::from_slice(&[n, 20]))
}

pub(crate) fn verifier_id(n: u8) -> VerifierId {
    VerifierId(Principal::from_slice(&[n, 30]))
}

pub(crate) fn site_id(n: u8) -> SiteId {
    SiteId {
        dc_id: format!("dc{n}"),
        provider: provider_id(n),
    }
}

pub(crate) fn config(identity: Option<u8>) -> Config {
    Config {
        governance: Caller(GOVERNANCE),
        registry: Caller(Principal::from_slice(&[202, 1])),
        identity: identity.map(|n| Caller(Principal::from_slice(&[202, n]))),
        ledger: Caller(Principal::from_slice(&[202, 9])),
        ledger_fee_e8s: LEDGER_FEE,
        vetkd_key_name: Some("test_key_1".into()),
        public_key: None,
    }
}

pub(crate) fn installed(policy: AuditPolicy) -> Event {
    Event::Initialized {
        config: config(None),
        policy,
    }
}

/// The numbers of the rules at the beginning.
pub(crate) fn first_policy() -> AuditPolicy {
    policy::default_policy()
}

/// The nonce of an auditor's commitments.
pub(crate) fn nonce(auditor: AuditorId) -> [u8; 32] {
    [auditor.as_slice()[0]; 32]
}

/// What an auditor commits to.
pub(crate) fn commitment(assignment_id: u64, auditor: AuditorId, report: &Report) -> Sha256Hash {
    let hash = report::hash(report);
    report::commitment(assignment_id, auditor, &hash, &nonce(auditor))
}

/// The bytes of a nonce as they are sent.
pub(crate) fn nonce_blob(auditor: AuditorId) -> Blob {
    Blob(nonce(auditor).to_vec())
}

/// The rows of a table.
pub(crate) fn count(state: &State<VectorMemory>, label: &str) -> u64 {
    let tables = state.tables();
    let table = tables.iter().find(|table| table.label() == label);
    table.unwrap().row_count()
}

pub(crate) fn log_of(state: &State<VectorMemory>) -> Vec<Vec<u8>> {
    let length = state.log().tip().length;
    state.log().read(0, length, usize::MAX)
}

pub(crate) fn encoded(entries: &[Entry<Event>]) -> Vec<Vec<u8>> {
    entries.iter().map(cbor::encode).collect()
}

/// An audits canister on the heap.
pub(crate) struct Canister {
    pub(crate) state: State<VectorMemory>,
    pub(crate) now_ns: u64,
}

impl Canister {
    /// Nothing happened yet.
    pub(crate) fn new() -> Self {
        Self::over(VectorMemory::default(), NOW_NS)
    }

    /// What a memory holds, at a time. Its buckets are small, so that a canister that holds
    /// little is made in no time.
    pub(crate) fn over(memory: VectorMemory, now_ns: u64) -> Self {
        let manager = MemoryManager::init_with_bucket_size(memory, 1);
        let state = State::open(&manager).unwrap();
        Self { state, now_ns }
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
        decide: impl FnOnce(&State<VectorMemory>, &Ctx) -> Result<Decision<R>, AuditError>,
    ) -> Result<R, AuditError> {
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
