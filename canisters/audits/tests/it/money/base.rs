//! What every sequence begins with: auditors with stake, a treasury, audits whose reports are
//! committed to, and stake that is due. All money came through the model of the ledger.

use super::ledger::{Ledger, main_account, second_account, treasury_account};
use super::model::{Model, Rules};
use crate::world::{
    Canister, DAY_NS, FEE, LEDGER_FEE, PATRON, SELF_ID, auditor_id, first_policy, installed,
    no_conflicts, provider_id, site, terms, unable,
};
use bonafide_audits::commands::{collect_treasury, deposit_stake, unbond_stake};
use bonafide_audits::state::{Event, Membership};
use bonafide_types::audits::{
    AuditPolicy, Criticality, DepositStakeArgs, DrawPurpose, PlanTerms, Team, UnbondStakeArgs,
};
use bonafide_types::ledger::Account;
use candid::Principal;
use ic_stable_structures::VectorMemory;
use std::sync::LazyLock;

/// The audits whose reports can be revealed.
pub(super) const ASSIGNMENTS: u64 = 2;

/// Those who have money at the ledger.
pub(super) fn users() -> [Principal; 5] {
    [
        auditor_id(1).0,
        auditor_id(2).0,
        auditor_id(3).0,
        PATRON,
        provider_id(1).0,
    ]
}

/// A canister and its ledger.
pub(super) struct Base {
    bytes: Vec<u8>,
    now_ns: u64,
    ledger: Ledger,
}

pub(super) static BASE: LazyLock<Base> = LazyLock::new(Base::make);

impl Base {
    /// The canister on a memory of its own, and the ledger.
    pub(super) fn copy(&self) -> (Canister, Ledger) {
        let memory = VectorMemory::default();
        memory.borrow_mut().clone_from(&self.bytes);
        (Canister::over(memory, self.now_ns), self.ledger.clone())
    }

    fn make() -> Self {
        let mut ledger = Ledger::new(LEDGER_FEE);
        for user in users() {
            for account in [Account::from(user), second_account(user)] {
                ledger.set_balance(account.clone(), 300 * FEE);
                ledger.approve(account, 300 * FEE);
            }
        }
        ledger.set_balance(treasury_account(), 100 * FEE);
        ledger.set_balance(main_account(), 0);
        let memory = VectorMemory::default();
        let canister = Canister::over(memory.clone(), crate::world::NOW_NS);
        let mut model = Model::new(canister, ledger, 0, Rules::Right);
        model.found();
        let now_ns = model.canister.now_ns;
        let ledger = model.ledger.clone();
        drop(model);
        let bytes = memory.borrow().clone();
        Self {
            bytes,
            now_ns,
            ledger,
        }
    }
}

impl Model {
    fn found(&mut self) {
        let policy = AuditPolicy {
            lock_fees: 1,
            dispute_days: 14,
            unbonding_days: 15,
            commit_days: 30,
            reveal_days: 30,
            ..first_policy()
        };
        let alone = |n| Membership {
            provider: provider_id(n),
            cluster: provider_id(n),
        };
        let sites = [1, 2].map(|n| site(n, Criticality::Application));
        self.canister.record(
            SELF_ID,
            [
                installed(policy),
                Event::ClustersSeen {
                    clusters: vec![alone(1), alone(2)],
                },
                Event::SitesSeen {
                    sites: sites.to_vec(),
                },
            ],
        );
        let balance = self.ledger.balance(&treasury_account());
        let opened = self.canister.run(PATRON, |state, ctx| {
            collect_treasury::decide(state, balance, ctx)
        });
        self.make(opened.unwrap().id);
        for user in [auditor_id(1).0, auditor_id(2).0, auditor_id(3).0, PATRON] {
            let args = DepositStakeArgs {
                amount_e8s: 50 * FEE,
                from_subaccount: None,
            };
            let opened = self
                .canister
                .run(user, |state, ctx| deposit_stake::decide(state, &args, ctx));
            self.make(opened.unwrap().id);
            let amount_e8s = 3 * FEE;
            self.canister
                .run(user, |state, ctx| {
                    unbond_stake::decide(state, UnbondStakeArgs { amount_e8s }, ctx)
                })
                .unwrap();
        }
        self.commit_reports();
    }

    fn commit_reports(&mut self) {
        let canister = &mut self.canister;
        for n in 1..=3 {
            canister.apply(auditor_id(n), no_conflicts());
            canister.admit(auditor_id(n));
        }
        let team = Team {
            auditors: 3,
            quorum: 2,
        };
        let plan_id = canister.adopt(PlanTerms {
            ordinary: team,
            critical: team,
            notice_business_days: 10,
            reaudit_bps: 0,
            ..terms(2)
        });
        canister.fix(PATRON, plan_id);
        canister.draw_raw(SELF_ID, DrawPurpose::Audits { plan_id }, [5; 32]);
        canister.now_ns = canister.assignment(0).window_until_ns;
        assert!(canister.now_ns > crate::world::NOW_NS + 15 * DAY_NS);
        for id in 0..ASSIGNMENTS {
            for auditor in canister.team(id) {
                canister.commit(id, auditor, &unable());
            }
        }
    }
}
