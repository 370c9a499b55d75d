//! An audits canister in a story: stakes, admissions, visits and reports.
//!
//! [`Audits`] works on any instance that has the canister and the ledger's stand-in; stories of
//! the whole suite get theirs from [`Suite::auditing`](crate::Suite::auditing).

mod visits;

pub use visits::{confirmed, discrepancy, nonce, refused, unable};

use crate::instance::{self, encoded};
use crate::ledger::Ledger;
use crate::world::{Actor, run};
use crate::{actors, args, canisters};
use bonafide_client::{AuditsClient, PocketIcRuntime};
use bonafide_stand_ins::ICP_LEDGER;
use bonafide_types::audits::{
    ApplyAsAuditorArgs, AuditPolicy, Auditor, Books, Conflicts, CriticalSubnet, Criticality,
    DepositStakeArgs, InitArgs, InstallArgs, PlanTerms, StakeAccount, TREASURY_SUBACCOUNT, Team,
    WeightRule,
};
use bonafide_types::id::AuditorId;
use bonafide_types::ledger::{Account, Subaccount};
use bonafide_types::registry::{ImportRow, NodeRole, NodeStatus};
use candid::Principal;
use pocket_ic::PocketIc;
use std::time::Duration;

/// One ICP, in e8s. What a report is paid in stories.
pub const ICP: u64 = 100_000_000;
/// What one assignment locks in stories: five fees.
pub const LOCK: u64 = 5 * ICP;
/// What a transfer costs on the ledger's stand-in at first, e8s.
pub const LEDGER_FEE: u64 = 10_000;
/// After so much time the canister's tasks have run once more.
pub const PERIOD: Duration = Duration::from_secs(61);
/// Rounds within which what the tasks ask of others is answered: the ledger and the holders of
/// keys are on other subnets.
const ROUNDS: u32 = 25;

/// Installs an audits canister.
#[must_use]
pub fn install(pic: &PocketIc, init: InitArgs) -> Principal {
    let canister = instance::create(pic);
    install_at(pic, canister, init);
    canister
}

/// Installs an audits canister in one that is there.
pub fn install_at(pic: &PocketIc, canister: Principal, init: InitArgs) {
    let arg = encoded((InstallArgs::Init(init),));
    pic.install_canister(canister, canisters::audits(), arg, None);
}

/// The numbers of the rules in stories: the canister's own, with subnet 1 as the critical one,
/// and applications from one ICP on.
#[must_use]
pub fn policy() -> AuditPolicy {
    AuditPolicy {
        critical_subnets: vec![CriticalSubnet {
            subnet: actors::subnet(1),
            criticality: Criticality::Critical,
        }],
        lock_fees: 5,
        application_stake_e8s: ICP,
        vanish_bps: 1_000,
        unbonding_days: 60,
        dispute_days: 30,
        appeal_days: 14,
        commit_days: 7,
        reveal_days: 3,
        overdue_days: 548,
        consecutive_audits: 2,
    }
}

/// A plan for so many sites with room for all of them: two of three must agree, at critical
/// sites three of five; one ICP for a report.
#[must_use]
pub fn terms(sites: u32) -> PlanTerms {
    PlanTerms {
        name: "Example plan".into(),
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
        fee_e8s: ICP,
        budget_e8s: 5 * ICP * u64::from(sites),
        reaudit_bps: 0,
    }
}

/// Facts of sites that can be audited, numbered from 1: site n is in data centre `dc<n>` of
/// owner `Owner <n>`, run by operator n of the provider named here, with two nodes of that
/// class, of which those that matter are in subnet 1 when it is critical and else in subnet 2.
#[must_use]
pub fn network(sites: &[(u32, Criticality)]) -> Vec<ImportRow> {
    let subnet = |number| ImportRow::Subnet {
        id: actors::subnet(number),
    };
    let mut rows = vec![subnet(1), subnet(2)];
    let mut providers: Vec<_> = sites.iter().map(|(provider, _)| *provider).collect();
    providers.sort_unstable();
    providers.dedup();
    rows.extend(providers.into_iter().map(|number| ImportRow::Provider {
        id: actors::provider(number),
        name: Some(format!("Example Provider {number}")),
    }));
    for (number, (provider, class)) in (1..).zip(sites) {
        rows.extend(site(number, *provider, *class));
    }
    rows
}

/// Facts of one more site, without its provider and its subnet.
#[must_use]
pub fn site(number: u32, provider: u32, class: Criticality) -> Vec<ImportRow> {
    let dc_id = dc_id(number);
    let data_center = ImportRow::DataCenter {
        id: dc_id.clone(),
        name: format!("Halls {number}"),
        owner: format!("Owner {number}"),
        region: "Europe,CH,Zurich".into(),
        gps: None,
    };
    let operator = ImportRow::Operator {
        id: actors::operator(number),
        provider: actors::provider(provider),
        dc_id,
    };
    let subnet = match class {
        Criticality::Nns | Criticality::Critical => Some(1),
        Criticality::Application => Some(2),
        Criticality::Spare => None,
    };
    let node = |at: u32| ImportRow::Node {
        id: actors::node(10 * number + at),
        operator: actors::operator(number),
        role: if subnet.is_some() {
            NodeRole::Replica
        } else {
            NodeRole::Unassigned
        },
        status: NodeStatus::Up,
        ipv6: args::address(10 * number + at),
        generation: Some("Gen1".into()),
        subnet: subnet.map(actors::subnet),
    };
    vec![data_center, operator, node(0), node(1)]
}

/// The data centre of site `number` of [`network`].
#[must_use]
pub fn dc_id(number: u32) -> String {
    format!("dc{number}")
}

/// An audits canister, and the ledger's stand-in beside it.
#[derive(Clone, Copy)]
pub struct Audits<'p> {
    /// Where both are.
    pub pic: &'p PocketIc,
    /// The audits canister.
    pub canister: Principal,
}

impl std::fmt::Debug for Audits<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Audits")
            .field("canister", &self.canister)
            .finish_non_exhaustive()
    }
}

impl<'p> Audits<'p> {
    /// Speaks to the canister as `caller`.
    #[must_use]
    pub fn client(&self, caller: impl Into<Actor>) -> AuditsClient<PocketIcRuntime<'p>> {
        AuditsClient::new(
            PocketIcRuntime::new(self.pic, caller.into().0),
            self.canister,
        )
    }

    /// Speaks as someone without any role.
    #[must_use]
    pub fn reader(&self) -> AuditsClient<PocketIcRuntime<'p>> {
        self.client(actors::stranger())
    }

    // Time.

    /// Now. Nanoseconds since the epoch.
    #[must_use]
    pub fn now_ns(&self) -> u64 {
        instance::now_ns(self.pic)
    }

    /// Lets time pass; the tasks that are due run, and what they ask of others is answered.
    pub fn pass(&self, time: Duration) {
        self.pic.advance_time(time);
        self.rounds();
    }

    /// Lets rounds pass, and hardly any time.
    pub fn rounds(&self) {
        for _ in 0..ROUNDS {
            self.pic.tick();
        }
    }

    /// Lets days pass.
    pub fn pass_days(&self, days: u64) {
        self.pass(Duration::from_hours(24 * days));
    }

    /// Lets time pass until a moment, which is then over. Does nothing when it is.
    pub fn pass_until(&self, at_ns: u64) {
        let left = at_ns.saturating_sub(self.now_ns());
        if left > 0 {
            self.pass(Duration::from_nanos(left + 1));
        }
    }

    /// Lets the tasks run once more.
    pub fn tasks(&self) {
        self.pass(PERIOD);
    }

    // Money.

    /// The account that takes gifts to the treasury.
    #[must_use]
    pub fn treasury_account(&self) -> Account {
        Account {
            owner: self.canister,
            subaccount: Some(Subaccount::new(TREASURY_SUBACCOUNT)),
        }
    }

    /// The ledger.
    #[must_use]
    pub fn ledger(&self) -> Ledger<'p> {
        Ledger::at(self.pic, ICP_LEDGER)
    }

    /// Gives somebody what a deposit of so much takes, and lets the canister take it.
    pub fn endow(&self, owner: Principal, amount_e8s: u64) {
        let ledger = self.ledger();
        // The approval costs a fee, the deposit another one.
        ledger.mint(owner, amount_e8s + 2 * LEDGER_FEE);
        ledger.approve(owner, self.canister, amount_e8s + LEDGER_FEE);
    }

    /// Somebody who is given the tokens for it deposits stake.
    pub fn deposit(&self, owner: impl Into<Actor>, amount_e8s: u64) -> StakeAccount {
        let owner = owner.into();
        self.endow(owner.0, amount_e8s);
        let args = DepositStakeArgs {
            amount_e8s,
            from_subaccount: None,
        };
        run(self.client(owner).deposit_stake(&args)).expect("a deposit that was approved")
    }

    /// Somebody gives the treasury so much, which anyone has taken over.
    pub fn gift(&self, amount_e8s: u64) -> Books {
        let ledger = self.ledger();
        ledger.mint(self.treasury_account(), amount_e8s + LEDGER_FEE);
        run(self.reader().collect_treasury()).expect("a gift that is there")
    }

    /// Somebody deposits so much and applies as an auditor, of an owner of its own.
    pub fn apply(&self, id: AuditorId, stake_e8s: u64, conflicts: Conflicts) -> Auditor {
        let owner = format!("Example Owner of {id}");
        self.apply_of(id, &owner, stake_e8s, conflicts)
    }

    /// The same, of this owner.
    pub fn apply_of(
        &self,
        id: AuditorId,
        owner: &str,
        stake_e8s: u64,
        conflicts: Conflicts,
    ) -> Auditor {
        self.deposit(id, stake_e8s);
        let args = ApplyAsAuditorArgs {
            name: "Example Auditor".into(),
            owner: owner.into(),
            conflicts,
            statement: "An example.".into(),
        };
        run(self.client(id).apply_as_auditor(&args)).expect("an application with stake")
    }
}

/// Nothing that an auditor declares.
#[must_use]
pub fn no_conflicts() -> Conflicts {
    Conflicts {
        providers: vec![],
        dc_owners: vec![],
        verifiers: vec![],
    }
}
