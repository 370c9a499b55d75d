//! An audits canister on the heap for the commands' tests.

use super::{Decision, adopt_audit_plan};
use crate::domain::policy;
use crate::state::{Event, Membership, State, invariants};
use bonafide_kit::Ctx;
use bonafide_kit::commit::{record, root_hash};
use bonafide_types::audits::{
    AdoptAuditPlanArgs, AuditError, Auditor, AuditorChange, AuditorStatus, Config, Conflicts,
    Criticality, LedgerAccount, PlanTerms, Site, SiteId, Team, Transfer, TransferKind,
    TransferState, WeightRule,
};
use bonafide_types::id::{AuditorId, Blob, Caller, ProviderId};
use bonafide_types::limits::{DAY_NS, SECOND_NS};
use candid::Principal;
use ic_stable_structures::VectorMemory;

pub(crate) const GOVERNANCE: Principal = Principal::from_slice(&[200, 1]);
pub(crate) const SELF_ID: Principal = Principal::from_slice(&[201, 1]);
pub(crate) const REGISTRY: Principal = Principal::from_slice(&[202, 1]);
pub(crate) const LEDGER: Principal = Principal::from_slice(&[203, 1]);
/// What one report is paid in these tests.
pub(crate) const FEE: u64 = 100_000_000;

pub(crate) struct World {
    pub(crate) state: State<VectorMemory>,
    pub(crate) caller: Principal,
    pub(crate) now_ns: u64,
}

pub(crate) fn provider_id(n: u8) -> ProviderId {
    ProviderId(Principal::from_slice(&[1, n]))
}

pub(crate) fn auditor_id(n: u8) -> AuditorId {
    AuditorId(Principal::from_slice(&[4, n]))
}

pub(crate) fn site_id(n: u8) -> SiteId {
    SiteId {
        dc_id: format!("dc{n}"),
        provider: provider_id(n),
    }
}

/// Site `n`, of provider `n`, which is alone in its cluster.
pub(crate) fn site(n: u8, criticality: Criticality) -> Site {
    Site {
        id: site_id(n),
        dc_owner: format!("Example Owner {n}"),
        cluster: provider_id(n),
        nodes: 10,
        critical_nodes: if criticality.is_critical() { 2 } else { 0 },
        criticality,
        missing_stamps: 0,
        verifiers: vec![],
        open_alerts: 0,
        known_since_ns: 0,
        audits: 0,
        history: vec![],
    }
}

pub(crate) fn no_conflicts() -> Conflicts {
    Conflicts {
        providers: vec![],
        dc_owners: vec![],
        verifiers: vec![],
    }
}

pub(crate) fn auditor(n: u8, at_ns: u64) -> Auditor {
    let change = |status| AuditorChange {
        at_ns,
        status,
        reason: "an example".into(),
    };
    Auditor {
        id: auditor_id(n),
        name: format!("Example Auditor {n}"),
        owner: format!("Example Auditor Owner {n}"),
        conflicts: no_conflicts(),
        history: vec![
            change(AuditorStatus::Applied),
            change(AuditorStatus::Active),
        ],
        reports: 0,
        vanished: 0,
    }
}

/// A plan for so many sites; two of three and three of five.
pub(crate) fn terms(sites: u32) -> PlanTerms {
    PlanTerms {
        name: "example plan".into(),
        weights: WeightRule::default(),
        sites,
        ordinary: Team {
            auditors: 3,
            quorum: 2,
        },
        critical: Team {
            auditors: 5,
            quorum: 3,
        },
        notice_business_days: 5,
        window_business_days: 5,
        fee_e8s: FEE,
        budget_e8s: 100 * FEE,
        reaudit_bps: 0,
    }
}

impl World {
    /// Installed on a Monday, with providers 1 to 9, each alone, and no sites.
    pub(crate) fn new() -> Self {
        let manager = bonafide_kit::memory::manager(VectorMemory::default());
        let mut world = Self {
            state: State::open(&manager).expect("a fresh state"),
            caller: GOVERNANCE,
            // 2026-01-05 00:00:00 UTC.
            now_ns: 1_767_571_200 * SECOND_NS,
        };
        let config = Config {
            governance: Caller(GOVERNANCE),
            registry: Caller(REGISTRY),
            identity: None,
            ledger: Caller(LEDGER),
            ledger_fee_e8s: 10_000,
            vetkd_key_name: Some("test_key_1".into()),
            public_key: Some(Blob(vec![9; 96])),
        };
        let clusters = (1..10).map(|n| Membership {
            provider: provider_id(n),
            cluster: provider_id(n),
        });
        world.record([
            Event::Initialized {
                config,
                policy: policy::default_policy(),
            },
            Event::ClustersSeen {
                clusters: clusters.collect(),
            },
        ]);
        world
    }

    /// With auditors 1 to `auditors`, of 1,000 fees of stake each, a treasury of 10,000 fees,
    /// and sites 1 to `sites`, of which the odd ones are critical.
    pub(crate) fn staffed(auditors: u8, sites: u8) -> Self {
        let mut world = Self::new();
        for n in 1..=auditors {
            world.deposit(Caller(auditor_id(n).0), 1_000 * FEE);
            let auditor = auditor(n, world.now_ns);
            world.record([Event::AuditorApplied { auditor }]);
        }
        world.gift(10_000 * FEE);
        let class = |n: u8| {
            if n.is_multiple_of(2) {
                Criticality::Application
            } else {
                Criticality::Critical
            }
        };
        let sites = (1..=sites).map(|n| site(n, class(n))).collect();
        world.record([Event::SitesSeen { sites }]);
        world
    }

    pub(crate) fn ctx(&self) -> Ctx {
        Ctx {
            caller: self.caller,
            now_ns: self.now_ns,
            self_id: SELF_ID,
        }
    }

    pub(crate) fn as_caller(&mut self, caller: Principal) -> &mut Self {
        self.caller = caller;
        self
    }

    pub(crate) fn pass_days(&mut self, days: u64) {
        self.now_ns += days * DAY_NS;
    }

    /// Commits events, and checks what always holds.
    pub(crate) fn record(&mut self, events: impl IntoIterator<Item = Event>) {
        let ctx = self.ctx();
        record(&mut self.state, &ctx, events);
        invariants::try_state(&self.state).expect("what always holds");
    }

    /// Decides and commits.
    pub(crate) fn run<R>(
        &mut self,
        decide: impl FnOnce(&State<VectorMemory>, &Ctx) -> Result<Decision<R>, AuditError>,
    ) -> Result<R, AuditError> {
        let root = root_hash(&mut self.state);
        match decide(&self.state, &self.ctx()) {
            Ok(Decision { events, reply }) => {
                self.record(events);
                Ok(reply)
            }
            Err(refusal) => {
                assert_eq!(
                    root_hash(&mut self.state),
                    root,
                    "a refusal changes nothing"
                );
                Err(refusal)
            }
        }
    }

    /// Lets a task do its work once.
    pub(crate) fn task(&mut self, find: impl FnOnce(&State<VectorMemory>, u64) -> Vec<Event>) {
        let events = find(&self.state, self.now_ns);
        let caller = std::mem::replace(&mut self.caller, SELF_ID);
        self.record(events);
        self.caller = caller;
    }

    pub(crate) fn deposit(&mut self, owner: Caller, amount_e8s: u64) {
        self.made(TransferKind::StakeDeposit, owner, amount_e8s);
    }

    /// Lets auditors turn out to be of one owner, which is not always written alike.
    pub(crate) fn hold(&mut self, auditors: impl IntoIterator<Item = u8>) {
        let rows = auditors.into_iter().filter_map(|n| {
            let owner = if n.is_multiple_of(2) {
                "Example Holding"
            } else {
                "EXAMPLE holding"
            };
            let auditor = Auditor {
                owner: owner.into(),
                ..self.state.auditor(auditor_id(n))?
            };
            Some(Event::AuditorChanged { auditor })
        });
        let events: Vec<_> = rows.collect();
        self.record(events);
    }

    pub(crate) fn gift(&mut self, amount_e8s: u64) {
        self.made(TransferKind::TreasuryDeposit, Caller(SELF_ID), amount_e8s);
    }

    fn made(&mut self, kind: TransferKind, owner: Caller, amount_e8s: u64) {
        let id = self.state.transfers.len();
        let transfer = Transfer {
            id,
            kind,
            account: LedgerAccount {
                owner,
                subaccount: None,
            },
            amount_e8s,
            fee_e8s: 10_000,
            created_at_ns: self.now_ns,
            attempts: 0,
            unresolved: 0,
            attempted_at_ns: 0,
            state: TransferState::Open,
        };
        let made = TransferState::Made {
            block: Some(id),
            at_ns: self.now_ns,
        };
        self.record([
            Event::TransferOpened { transfer },
            Event::TransferAttempted { transfer_id: id },
            Event::TransferSettled {
                transfer_id: id,
                state: made,
                evidence: None,
            },
        ]);
    }

    /// Adopts a plan as governance.
    pub(crate) fn adopt(&mut self, terms: PlanTerms) -> u64 {
        let caller = std::mem::replace(&mut self.caller, GOVERNANCE);
        let args = AdoptAuditPlanArgs { terms };
        let adopted = self.run(|state, ctx| adopt_audit_plan::decide(state, args, ctx));
        self.caller = caller;
        adopted.expect("the plan is adopted")
    }
}
