//! A rewards canister on the heap for the commands' tests.

mod money;
mod periods;

pub(crate) use money::{FEE, payout};
pub(crate) use periods::{by_days, by_operators, collected, hash, of_facts, operators, packed};

use super::Decision;
use crate::domain::policy;
use crate::state::{Event, State, invariants};
use bonafide_kit::Ctx;
use bonafide_kit::commit::record;
use bonafide_types::id::{Caller, NodeId, OperatorId, ProviderId, Sha256Hash, SubnetId};
use bonafide_types::limits::{DAY_NS, SECOND_NS};
use bonafide_types::rewards::{
    Charge, Config, DayFacts, Engine, Inputs, MetricsFact, Mode, NodeFact, NodeRewardRate, Period,
    PeriodState, ProviderFact, RewardsError, RewardsPolicy, RewardsTable, SubnetFact,
};
use candid::Principal;
use ic_stable_structures::VectorMemory;

pub(crate) const GOVERNANCE: Principal = Principal::from_slice(&[200, 1]);
pub(crate) const SELF_ID: Principal = Principal::from_slice(&[201, 1]);
pub(crate) const REGISTRY: Principal = Principal::from_slice(&[202, 1]);
pub(crate) const LEDGER: Principal = Principal::from_slice(&[203, 1]);
pub(crate) const AUDITS: Principal = Principal::from_slice(&[204, 1]);

/// The first day of the period that [`World::closed`] closes.
pub(crate) const FIRST_DAY: u32 = 20_000;
/// Days of that period.
pub(crate) const DAYS: u32 = 3;

pub(crate) fn provider_id(n: u8) -> ProviderId {
    ProviderId(Principal::from_slice(&[1, n]))
}

pub(crate) fn node_id(n: u8) -> NodeId {
    NodeId(Principal::from_slice(&[2, n]))
}

pub(crate) fn operator_id(n: u8) -> OperatorId {
    OperatorId(Principal::from_slice(&[3, n]))
}

pub(crate) fn subnet_id(n: u8) -> SubnetId {
    SubnetId(Principal::from_slice(&[5, n]))
}

pub(crate) struct World {
    pub(crate) state: State<VectorMemory>,
    pub(crate) caller: Principal,
    pub(crate) now_ns: u64,
}

impl World {
    /// Installed, with penalties enabled, on the day after the period of [`World::closed`].
    pub(crate) fn new() -> Self {
        let manager = bonafide_kit::memory::manager(VectorMemory::default());
        let state = State::open(&manager).expect("a fresh memory opens");
        let mut world = Self {
            state,
            caller: GOVERNANCE,
            now_ns: u64::from(FIRST_DAY + DAYS) * DAY_NS + 3_600 * SECOND_NS,
        };
        let config = Config {
            governance: Caller(GOVERNANCE),
            registry: Caller(REGISTRY),
            audits: Some(Caller(AUDITS)),
            ledger: Caller(LEDGER),
            ledger_fee_e8s: 10_000,
        };
        let policy = RewardsPolicy {
            mode: Mode::Enabled,
            ..policy::default_policy()
        };
        world.apply([Event::Initialized { config, policy }]);
        world
    }

    /// With a rewards table and a roster of four providers, of which 2 and 3 are of one
    /// cluster; provider n has node n in subnet 1 (1 to 4) and spare node 10 + n.
    pub(crate) fn staffed() -> Self {
        let mut world = Self::new();
        let rates = vec![NodeRewardRate {
            region: "Europe".into(),
            reward_type: "type1".into(),
            xdr_permyriad_per_node_per_month: 304_375,
            reward_coefficient_percent: None,
        }];
        let table = RewardsTable {
            version: 0,
            effective_from_day: 0,
            rates,
        };
        world.apply([
            Event::TableUpdated { table },
            Event::RosterSeen {
                roster: roster(FIRST_DAY),
            },
        ]);
        world
    }

    /// Staffed, with period 0 closed: every provider earned 20,000 permyriad a day (node n and
    /// its spare node), 60,000 in all; at 10,000 permyriad per ICP that is 6 ICP.
    pub(crate) fn closed() -> Self {
        let mut world = Self::staffed();
        let slices: Vec<_> = (0..DAYS).map(|slice| facts(FIRST_DAY + slice)).collect();
        let bytes: Vec<_> = slices.iter().map(bonafide_kit::cbor::encode).collect();
        let hash = |bytes: &Vec<u8>| {
            use sha2::Digest;
            Sha256Hash(sha2::Sha256::digest(bytes).into())
        };
        let period = Period {
            id: 0,
            from_day: FIRST_DAY,
            to_day: FIRST_DAY + DAYS - 1,
            engine: Engine::V1,
            xdr_permyriad_per_icp: 10_000,
            rate_source: "an example".into(),
            inputs: Inputs::Days(bytes.iter().map(hash).collect()),
            penalties: vec![],
            input_hash: None,
            slices: DAYS,
            totals: None,
            state: PeriodState::AwaitingInputs { supplied: 0 },
        };
        world.apply([Event::PeriodAdopted { period }]);
        for (slice, bytes) in (0..).zip(bytes) {
            let bytes = bonafide_types::id::Blob(bytes);
            world.apply([Event::InputsSupplied {
                period_id: 0,
                slice,
                bytes,
            }]);
        }
        while super::compute_period::is_due(&world.state) {
            let events = super::compute_period::due(&world.state, world.now_ns);
            world.apply(events);
        }
        world
    }

    pub(crate) fn ctx(&self) -> Ctx {
        Ctx {
            caller: self.caller,
            now_ns: self.now_ns,
            self_id: SELF_ID,
        }
    }

    /// Commits events and checks what always holds.
    pub(crate) fn apply(&mut self, events: impl IntoIterator<Item = Event>) {
        let ctx = self.ctx();
        record(&mut self.state, &ctx, events);
        invariants::try_state(&self.state).expect("the state is sound");
    }

    /// Decides as somebody and commits.
    pub(crate) fn execute<R>(
        &mut self,
        caller: Principal,
        decide: impl FnOnce(&State<VectorMemory>, &Ctx) -> Result<Decision<R>, RewardsError>,
    ) -> Result<R, RewardsError> {
        self.caller = caller;
        let Decision { events, reply } = decide(&self.state, &self.ctx())?;
        self.apply(events);
        Ok(reply)
    }

    pub(crate) fn pass_days(&mut self, days: u64) {
        self.now_ns += days * DAY_NS;
    }
}

/// Providers 1 to 4 and their nodes; see [`World::staffed`].
pub(crate) fn roster(day: u32) -> DayFacts {
    let providers = (1..=4).map(|n| ProviderFact {
        provider: provider_id(n),
        cluster: provider_id(if n == 3 { 2 } else { n }),
    });
    let node = |id: u8, n: u8| NodeFact {
        node: node_id(id),
        provider: u32::from(n - 1),
        operator: u32::from(n - 1),
        region: 0,
        reward_type: 0,
    };
    DayFacts {
        day,
        providers: providers.collect(),
        operators: (1..=4).map(operator_id).collect(),
        regions: vec!["Europe,CH,Zurich".into()],
        reward_types: vec!["type1".into()],
        nodes: (1..=4)
            .map(|n| node(n, n))
            .chain((1..=4).map(|n| node(10 + n, n)))
            .collect(),
        subnets: vec![],
    }
}

/// The roster's day, on which every node of subnet 1 did its work.
pub(crate) fn facts(day: u32) -> DayFacts {
    let nodes = (1..=4).map(|n| MetricsFact {
        node: node_id(n),
        proposed: 100,
        failed: 0,
    });
    DayFacts {
        subnets: vec![SubnetFact {
            subnet: subnet_id(1),
            nodes: nodes.collect(),
        }],
        ..roster(day)
    }
}

/// A false declaration of provider `n` on the period's first day, on evidence `[n; 32]`.
pub(crate) fn charge(n: u8) -> Charge {
    Charge {
        provider: provider_id(n),
        node: None,
        subnet: None,
        class: bonafide_types::rewards::PenaltyClass::FalseDeclaration,
        offence_at_ns: u64::from(FIRST_DAY) * DAY_NS,
        evidence_hash: Sha256Hash([n; 32]),
        evidence_url: None,
        summary: "An example offence.".into(),
        reporter: None,
    }
}
