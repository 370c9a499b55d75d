//! One history with every event in it, and with many forms of their parts.

use super::story::{found, reason};
use super::{
    AUDITS, CONTROLLER, Canister, FIRST_DAY, GOVERNANCE, ICP, LEDGER_FEE, PATRON, REGISTRY,
    SELF_ID, account_of, blocks, by_days, by_operators, charge, facts, first_policy, installed,
    node_id, operators, packed, period, provider_id, rate, roster, subnet_id,
};
use bonafide_kit::commit::Entry;
use bonafide_kit::transfer::{Answer, Due};
use bonafide_rewards::commands::{
    cancel_period, leave_escrow, open_case, release_lots, respond_to_case, settle_transfer,
    unbond_bond, update_node_rewards_table, withdraw_bond,
};
use bonafide_rewards::domain::transfer;
use bonafide_rewards::lifecycle;
use bonafide_rewards::state::Event;
use bonafide_types::audits::FindingClass;
use bonafide_types::id::{Blob, Caller, Sha256Hash};
use bonafide_types::ledger::TransferFromError;
use bonafide_types::rewards::{
    CancelPeriodArgs, Charge, Engine, Grant, GrantPurpose, Inputs, InstallArgs, LedgerAccount,
    Mode, NodeRewardRate, OpenCaseArgs, PenaltyClass, RespondToCaseArgs, SettleRewardsTransferArgs,
    UnbondBondArgs, UpdateNodeRewardsTableArgs, UpgradeArgs,
};
use std::sync::LazyLock;

/// What happened, with who and when.
pub(crate) static HISTORY: LazyLock<Vec<Entry<Event>>> = LazyLock::new(|| {
    let mut canister = Canister::new();
    canister.begin();
    canister.close();
    canister.earn();
    canister.accuse();
    canister.answer();
    canister.enforce();
    canister.lapse();
    canister.go_on();
    canister.entries()
});

/// A subaccount of somebody.
fn second(owner: candid::Principal) -> LedgerAccount {
    LedgerAccount {
        owner: Caller(owner),
        subaccount: Some(Blob(vec![3; 32])),
    }
}

fn generic_error() -> TransferFromError {
    TransferFromError::GenericError {
        error_code: 1_u64.into(),
        message: "an example".into(),
    }
}

impl Canister {
    /// The canister is installed and upgraded, learns of others, and has a table and a policy.
    fn begin(&mut self) {
        self.record(CONTROLLER, [installed(first_policy())]);
        let args = InstallArgs::Upgrade(UpgradeArgs {
            registry: Some(Caller(REGISTRY)),
            audits: Some(Caller(AUDITS)),
            ..UpgradeArgs::default()
        });
        let changed = lifecycle::upgrade_of(&self.state, Some(args)).unwrap();
        self.record(CONTROLLER, changed);
        self.record(
            SELF_ID,
            [
                Event::LedgerFeeLearned {
                    fee_e8s: LEDGER_FEE + 1,
                },
                Event::RosterSeen {
                    roster: roster(FIRST_DAY),
                },
                Event::Followed {
                    registry_events: Some(42),
                    audits_events: None,
                },
                Event::Followed {
                    registry_events: None,
                    audits_events: Some(7),
                },
            ],
        );
        self.measure(FIRST_DAY - 1, 1_000);
        self.rates(0, rate());
        let third = NodeRewardRate {
            region: "Europe,CH".into(),
            reward_type: "type3.1".into(),
            reward_coefficient_percent: Some(70),
            ..rate()
        };
        self.rates(FIRST_DAY + 3, third);
        self.set_policy(|policy| {
            policy.mode = Mode::Enabled;
            policy.bounty_bps = 1_000;
            policy.penalties.wrong_owner_bps = 600;
        });
    }

    /// The nodes of subnet 1 tell how many blocks they have proposed so far.
    fn measure(&mut self, day: u32, proposed: u64) {
        let collected = Event::MetricsCollected {
            subnet: subnet_id(1),
            day,
            counts: blocks(proposed),
        };
        self.record(SELF_ID, [collected]);
    }

    fn rates(&mut self, effective_from_day: u32, rate: NodeRewardRate) {
        let args = UpdateNodeRewardsTableArgs {
            effective_from_day,
            new_entries: vec![rate],
        };
        self.run(GOVERNANCE, |state, ctx| {
            update_node_rewards_table::decide(state, args, ctx)
        })
        .unwrap();
    }

    /// Periods of every engine and source, one of which is taken back.
    fn close(&mut self) {
        self.go_to(3, 0);
        for (day, proposed) in (FIRST_DAY..).zip([1_100, 1_200, 1_300]) {
            self.measure(day, proposed);
        }
        self.bring(by_days(FIRST_DAY, FIRST_DAY + 1));
        self.compute();
        let id = self.adopt(by_operators(FIRST_DAY - 30, FIRST_DAY - 1));
        self.supply(id, 0, packed(&operators()));
        self.compute();
        let days = (FIRST_DAY + 2, FIRST_DAY + 2);
        self.adopt(period(days, Engine::V1, Inputs::Collected));
        self.compute();
        let period_id = self.adopt(by_operators(FIRST_DAY, FIRST_DAY + 2));
        let reason = reason();
        let args = CancelPeriodArgs { period_id, reason };
        self.run(GOVERNANCE, |state, ctx| {
            cancel_period::decide(state, args, ctx)
        })
        .unwrap();
    }

    /// Rewards, a bond and a gift come in; the treasury pays.
    fn earn(&mut self) {
        self.go_to(3, 1);
        self.join(1, account_of(provider_id(1).0));
        self.join(1, second(provider_id(1).0));
        self.join(2, account_of(provider_id(2).0));
        self.collect(1, 2 * ICP);
        self.collect(2, ICP);
        self.run(provider_id(2).0, leave_escrow::decide).unwrap();
        self.give(10 * ICP);
        let id = self.bond(3, 5 * ICP);
        self.make(id);
        let id = self.bond(3, ICP);
        let allowance = 0_u64.into();
        let refusal = TransferFromError::InsufficientAllowance { allowance };
        self.ask(id, &Answer::Refused(refusal));
        let args = UnbondBondArgs { amount_e8s: ICP };
        self.run(provider_id(3).0, |state, ctx| {
            unbond_bond::decide(state, args, ctx)
        })
        .unwrap();
        let grant = |purpose, to, amount_e8s| Grant {
            purpose,
            to,
            amount_e8s,
            memo: "an example".into(),
        };
        self.pay(vec![
            grant(GrantPurpose::AuditorFees, account_of(AUDITS), ICP),
            grant(GrantPurpose::VerifierFees, second(PATRON), ICP),
            grant(GrantPurpose::Other, account_of(PATRON), ICP / 2),
        ]);
        self.send();
    }

    /// The first payment is made after all, the second fails, and nobody hears of the third.
    fn send(&mut self) {
        let refusal = TransferFromError::TemporarilyUnavailable;
        self.ask(5, &Answer::Refused(refusal));
        self.go_to(3, 2);
        let expected_fee = (LEDGER_FEE + 2).into();
        let refusal = TransferFromError::BadFee { expected_fee };
        self.ask(5, &Answer::Refused(refusal));
        self.go_to(3, 3);
        self.make(5);
        self.ask(6, &Answer::Refused(generic_error()));
        self.ask(7, &Answer::Unknown("no answer".into()));
        self.go_to(5, 0);
        let row = self.state.transfer(7).unwrap();
        let Due::Settle(event) = transfer::due(&row, self.now_ns) else {
            panic!("{row:?} goes into quarantine");
        };
        self.record(SELF_ID, [event]);
        let args = SettleRewardsTransferArgs {
            transfer_id: 7,
            block: Some(2_001),
            evidence: "block 2001 has its memo".into(),
        };
        self.run(GOVERNANCE, |state, ctx| {
            settle_transfer::decide(state, args, ctx)
        })
        .unwrap();
    }

    /// Nine cases, of which all but two are frozen.
    fn accuse(&mut self) {
        let day = FIRST_DAY + 2;
        let network = |n, evidence| Charge {
            subnet: None,
            ..charge(n, evidence, day)
        };
        self.report(Charge {
            evidence_url: Some("https://example.com/evidence".into()),
            reporter: Some(Caller(PATRON)),
            ..network(1, 1)
        });
        self.find(Charge {
            class: PenaltyClass::Found(FindingClass::NodeAbsent),
            ..network(2, 2)
        });
        self.report(Charge {
            node: Some(node_id(13)),
            subnet: Some(subnet_id(1)),
            ..charge(3, 3, day)
        });
        self.report(network(4, 4));
        self.report(charge(1, 5, day));
        for (n, evidence) in [(2, 6), (3, 7)] {
            self.report(Charge {
                class: PenaltyClass::LateUpdate,
                ..charge(n, evidence, day)
            });
        }
        self.report(Charge {
            node: Some(node_id(1)),
            ..charge(1, 8, day)
        });
        self.report(charge(4, 9, day));
        self.propose(0, 11);
        self.take_back(0);
        self.propose(0, 12);
        self.freeze(0, None);
        self.set_policy(|policy| policy.mode = Mode::LogOnly);
        self.freeze(1, None);
        self.set_policy(|policy| policy.mode = Mode::Enabled);
        self.freeze(2, Some(200_000_000));
        for id in [3, 5, 6, 7] {
            self.freeze(id, None);
        }
    }

    /// A finding of the audits canister is final.
    fn find(&mut self, charge: Charge) {
        let args = OpenCaseArgs { charge };
        let decision = open_case::decide(&self.state, args, &self.ctx(SELF_ID)).unwrap();
        for event in decision.events {
            self.record(SELF_ID, [found(event, 7)]);
        }
    }

    /// Providers answer and appeal; votes cancel, reject and reduce.
    fn answer(&mut self) {
        self.go_to(6, 0);
        let args = RespondToCaseArgs {
            case_id: 0,
            text: "the letter was late".into(),
            evidence_hash: Some(Sha256Hash([100; 32])),
        };
        self.run(provider_id(1).0, |state, ctx| {
            respond_to_case::decide(state, args, ctx)
        })
        .unwrap();
        self.cancel(7);
        self.cancel(8);
        self.go_to(8, 0);
        self.advance();
        self.go_to(9, 0);
        for id in [0, 2, 5] {
            self.appeal(id);
        }
        self.go_to(10, 0);
        self.reject(0);
        self.reduce(2, 100_000_000);
        self.cancel(1);
    }

    /// Offenders are counted again, and cases are executed: from escrow, from a bond, and by a
    /// penalty that the next period carries. The first is refunded.
    fn enforce(&mut self) {
        self.go_to(22, 0);
        self.advance();
        self.advance();
        self.go_to(23, 0);
        self.execute(0);
        self.make(8);
        self.execute(2);
        self.execute(3);
        self.collect(1, 3 * ICP);
        self.bring(by_days(FIRST_DAY + 3, FIRST_DAY + 3));
        self.compute();
        self.refund(0);
        self.task(release_lots::due);
        self.make(10);
    }

    /// Cases expire; rewards and the bond go back to their owners.
    fn lapse(&mut self) {
        for day in [36, 39] {
            self.go_to(day, 0);
            self.advance();
        }
        self.go_to(64, 0);
        let id = self.release(2);
        self.ask(id, &Answer::NotSent("the queue is full".into()));
        self.go_to(64, 1);
        self.make(id);
        self.go_to(84, 0);
        self.task(release_lots::due);
        self.make(12);
        self.go_to(94, 0);
        self.advance();
        let opened = self.run(provider_id(3).0, withdraw_bond::decide);
        let id = opened.unwrap().id;
        self.ask(id, &Answer::Unknown("no answer".into()));
    }

    /// Cases and periods that are under way at the end, in every state.
    fn go_on(&mut self) {
        let day = FIRST_DAY + 90;
        self.bring(by_days(day, day));
        self.compute();
        let id = self.report(charge(3, 10, day));
        self.freeze(id, None);
        self.go_to(97, 0);
        self.advance();
        self.go_to(100, 0);
        let id = self.report(charge(2, 11, day));
        self.freeze(id, None);
        self.go_to(103, 0);
        self.advance();
        self.go_to(111, 0);
        self.advance();
        let id = self.report(charge(1, 12, day));
        self.freeze(id, None);
        let id = self.report(charge(4, 13, day));
        self.propose(id, 14);
        self.report(charge(2, 14, day));
        let id = self.adopt(by_days(day + 1, day + 2));
        self.supply(id, 0, packed(&facts(day + 1)));
        let id = self.adopt(by_operators(FIRST_DAY, FIRST_DAY + 2));
        self.supply(id, 0, packed(&operators()));
    }
}
