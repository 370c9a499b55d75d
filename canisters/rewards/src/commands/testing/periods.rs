//! Periods, adopted, supplied and computed as the canister does it.

use super::{GOVERNANCE, SELF_ID, World, facts, node_id, operator_id, provider_id, subnet_id};
use crate::commands::{adopt_period, compute_period, supply_inputs};
use crate::state::Event;
use bonafide_kit::cbor;
use bonafide_types::id::{Blob, Sha256Hash};
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{
    AdoptPeriodArgs, Case, CaseSource, CaseState, Charge, DayFacts, Effect, Enforcement, Engine,
    Inputs, Judgement, MetricsFact, Mode, OperatorFact, OperatorFacts, Period, RewardsError,
    SupplyInputsArgs, TypeCount,
};
use candid::Principal;
use sha2::{Digest, Sha256};

/// Somebody without a role.
const STRANGER: Principal = Principal::from_slice(&[210, 1]);

pub(crate) fn hash(bytes: &[u8]) -> Sha256Hash {
    Sha256Hash(Sha256::digest(bytes).into())
}

/// Facts as they are supplied.
pub(crate) fn packed<T: minicbor::Encode<()>>(facts: &T) -> Blob {
    Blob(cbor::encode(facts))
}

fn args(from_day: u32, to_day: u32, engine: Engine, inputs: Inputs) -> AdoptPeriodArgs {
    AdoptPeriodArgs {
        from_day,
        to_day,
        engine,
        xdr_permyriad_per_icp: 10_000,
        rate_source: "an example".into(),
        inputs,
    }
}

/// A period of engine v1 on facts of days that follow one another.
pub(crate) fn of_facts(facts: &[DayFacts]) -> AdoptPeriodArgs {
    let hashes = facts.iter().map(|facts| hash(&packed(facts).0)).collect();
    let (first, last) = (facts.first().unwrap(), facts.last().unwrap());
    args(first.day, last.day, Engine::V1, Inputs::Days(hashes))
}

/// The same on days on which every node did its work.
pub(crate) fn by_days(from_day: u32, to_day: u32) -> AdoptPeriodArgs {
    let facts: Vec<_> = (from_day..=to_day).map(facts).collect();
    of_facts(&facts)
}

/// A period of engine v0 on operator records.
pub(crate) fn by_operators(from_day: u32, to_day: u32, facts: &OperatorFacts) -> AdoptPeriodArgs {
    let inputs = Inputs::Operators(hash(&packed(facts).0));
    args(from_day, to_day, Engine::V0, inputs)
}

/// A period of engine v1 on what was collected.
pub(crate) fn collected(from_day: u32, to_day: u32) -> AdoptPeriodArgs {
    args(from_day, to_day, Engine::V1, Inputs::Collected)
}

/// Providers 1 and 2 with one operator and two nodes each.
pub(crate) fn operators() -> OperatorFacts {
    let record = |n: u8| OperatorFact {
        operator: operator_id(n),
        provider: provider_id(n),
        region: "Europe,CH,Zurich".into(),
        rewardable_nodes: vec![TypeCount {
            reward_type: "type1".into(),
            count: 2,
        }],
    };
    OperatorFacts {
        operators: (1..=2).map(record).collect(),
    }
}

impl World {
    /// A vote adopts a period.
    pub(crate) fn adopt(&mut self, args: AdoptPeriodArgs) -> Result<u64, RewardsError> {
        self.execute(GOVERNANCE, |state, ctx| {
            adopt_period::decide(state, args, ctx)
        })
    }

    /// Somebody supplies a slice.
    pub(crate) fn supply(
        &mut self,
        period_id: u64,
        slice: u32,
        bytes: Blob,
    ) -> Result<Period, RewardsError> {
        let args = SupplyInputsArgs {
            period_id,
            slice,
            bytes,
        };
        self.execute(STRANGER, |state, ctx| {
            supply_inputs::decide(state, args, ctx)
        })
    }

    /// The canister computes what is next; gives what it found.
    pub(crate) fn compute(&mut self) -> Vec<Event> {
        self.caller = SELF_ID;
        let events = compute_period::due(&self.state, self.now_ns);
        self.apply(events.clone());
        events
    }

    /// The canister computes until nothing is due.
    pub(crate) fn compute_all(&mut self) {
        while compute_period::is_due(&self.state) {
            self.compute();
        }
    }

    /// A period of engine v1 on these facts is adopted, supplied and closed; gives its number.
    pub(crate) fn close(&mut self, facts: &[DayFacts]) -> u64 {
        let period_id = self.adopt(of_facts(facts)).expect("adopted");
        for (slice, facts) in (0..).zip(facts) {
            self.supply(period_id, slice, packed(facts))
                .expect("supplied");
        }
        self.compute_all();
        period_id
    }

    /// A subnet tells that each of its nodes 1 to 4 proposed 100 blocks on a day. Its first
    /// counts, which give no day, are those of the day before.
    pub(crate) fn collect(&mut self, subnet: u8, day: u32) {
        let counts = self.state.counts(subnet_id(subnet));
        let before = counts.and_then(|(_, counts)| counts.first().map(|row| row.proposed));
        if before.is_none() {
            self.count(subnet, day.saturating_sub(1), 0);
        }
        self.count(subnet, day, before.unwrap_or_default() + 100);
    }

    /// The counts of nodes 1 to 4 since the subnet began, at the end of a day.
    pub(crate) fn count(&mut self, subnet: u8, day: u32, proposed: u64) {
        let counts = (1..=4).map(|n| MetricsFact {
            node: node_id(n),
            proposed,
            failed: 0,
        });
        self.apply([Event::MetricsCollected {
            subnet: subnet_id(subnet),
            day,
            counts: counts.collect(),
        }]);
    }

    /// A case of a provider without escrow and bond is executed; gives its number.
    pub(crate) fn published(&mut self, charge: Charge, bps: u32) -> u64 {
        let (case_id, now_ns) = (self.state.cases.len(), self.now_ns);
        let case = Case {
            id: case_id,
            source: CaseSource::Proposal,
            charge,
            reported_at_ns: now_ns,
            judgement: None,
            responses: vec![],
            appeal: None,
            reductions: vec![],
            effects: vec![],
            state: CaseState::Reported,
            freeze_until_ns: now_ns + DAY_NS,
        };
        let judgement = Judgement {
            frozen_at_ns: now_ns,
            table_version: 0,
            window: 0,
            base_ppb: bps * 100_000,
            proven: 0,
            size: 0,
            ppb: bps * 100_000,
            period_id: 0,
            basis_e8s: 1,
            cap_e8s: 1,
            enforcement: Enforcement::Published,
            mode: Mode::Enabled,
        };
        self.apply([
            Event::CaseReported { case },
            Event::CaseFrozen {
                case_id,
                judgement: judgement.clone(),
                locks: vec![],
                until_ns: now_ns,
                reason: "an example".into(),
            },
            Event::AppealWindowOpened {
                case_id,
                until_ns: now_ns,
            },
            Event::CaseBecameExecutable {
                case_id,
                until_ns: now_ns + DAY_NS,
                judgement,
                locks: vec![],
            },
            Event::CaseExecuted {
                case_id,
                takes: vec![Effect::PenaltyPublished {
                    bps,
                    period_id: None,
                }],
                bounty_e8s: 0,
            },
        ]);
        case_id
    }
}
