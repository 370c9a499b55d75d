//! What people do, at random.

use super::base::{ASSIGNMENTS, users};
use super::check::unsettled;
use super::ledger::{second_account, treasury_account};
use super::model::Model;
use crate::world::{DAY_NS, FEE, GOVERNANCE, HOUR_NS, MINUTE_NS, auditor_id, nonce_blob, unable};
use bonafide_audits::commands::{
    advance_plans, collect_treasury, conclude, deposit_stake, finish_findings, pay_owed,
    penalise_auditor, release_locks, reveal_report, settle_transfer, unbond_stake, withdraw_stake,
};
use bonafide_types::audits::{
    DepositStakeArgs, PenaliseAuditorArgs, RevealReportArgs, SettleTransferArgs, SettledTransfer,
    TransferState, UnbondStakeArgs,
};
use bonafide_types::id::{Blob, Sha256Hash};
use bonafide_types::ledger::Account;
use bonafide_types::limits::{DEPOSIT_E8S, SECOND_NS};

impl Model {
    fn pass_some(&mut self) {
        let nanoseconds = match self.dice.below(16) {
            0..=4 => self.dice.below(120) * SECOND_NS,
            5..=9 => self.dice.below(60) * MINUTE_NS,
            10..=13 => self.dice.below(26) * HOUR_NS,
            14 => self.dice.below(4) * DAY_NS,
            _ => 15 * DAY_NS,
        };
        self.pass(nanoseconds);
    }

    pub(super) fn change_mood(&mut self) {
        self.trouble = *self.dice.pick(&[0, 30, 60, 90]);
    }

    fn deposit(&mut self) {
        let owner = *self.dice.pick(&users());
        let second = self.dice.percent(30).then(|| Blob(vec![3; 32]));
        let args = DepositStakeArgs {
            amount_e8s: DEPOSIT_E8S * (1 + self.dice.below(20)),
            from_subaccount: second,
        };
        let opened = self
            .canister
            .run(owner, |state, ctx| deposit_stake::decide(state, &args, ctx));
        if let Ok(opened) = opened {
            self.attempt(opened.id);
        }
    }

    fn unbond(&mut self) {
        let owner = *self.dice.pick(&users());
        let amount_e8s = 1 + self.dice.below(3 * FEE);
        let _ = self.canister.run(owner, |state, ctx| {
            unbond_stake::decide(state, UnbondStakeArgs { amount_e8s }, ctx)
        });
    }

    fn withdraw(&mut self) {
        let owner = *self.dice.pick(&users());
        if let Ok(opened) = self.canister.run(owner, withdraw_stake::decide) {
            self.attempt(opened.id);
        }
    }

    fn give(&mut self) {
        let treasury = treasury_account();
        let gift_e8s = self.dice.below(20_000) + self.dice.below(2) * FEE;
        let balance = self.ledger.balance(&treasury);
        self.ledger.set_balance(treasury, balance + gift_e8s);
    }

    fn collect(&mut self) {
        let balance = self.ledger.balance(&treasury_account());
        let by = *self.dice.pick(&users());
        let opened = self.canister.run(by, |state, ctx| {
            collect_treasury::decide(state, balance, ctx)
        });
        if let Ok(opened) = opened {
            self.attempt(opened.id);
        }
    }

    fn reveal(&mut self) {
        let id = self.dice.below(ASSIGNMENTS);
        let auditor = *self.dice.pick(&self.canister.team(id));
        let args = RevealReportArgs {
            assignment_id: id,
            report: unable(),
            nonce: nonce_blob(auditor),
        };
        let _ = self.canister.run(auditor.0, |state, ctx| {
            reveal_report::decide(state, args, ctx)
        });
    }

    /// A proposal settles what is in quarantine by what the ledger shows.
    pub(super) fn vote(&mut self) {
        let rows = unsettled(&self.canister);
        let quarantined = rows
            .iter()
            .filter(|row| matches!(row.state, TransferState::Quarantined { .. }));
        for row in quarantined {
            let block = self.ledger.block_of(row.id);
            let args = SettleTransferArgs {
                transfer_id: row.id,
                outcome: block.map_or(SettledTransfer::NotMade, |block| SettledTransfer::Made {
                    block,
                }),
                evidence: "as the ledger shows".into(),
            };
            let settled = self.canister.run(GOVERNANCE, |state, ctx| {
                settle_transfer::decide(state, args, ctx)
            });
            match (settled, block) {
                (Ok(()), Some(_)) => self.see("settled as made"),
                (Ok(()), None) => self.see("settled as not made"),
                (Err(_), _) => self.see("too early to settle"),
            }
        }
    }

    fn penalise(&mut self) {
        let args = PenaliseAuditorArgs {
            id: auditor_id(1 + self.dice.small(3)),
            amount_e8s: 1 + self.dice.below(5 * FEE),
            evidence_hash: Sha256Hash(self.dice.bytes()),
            reason: "an example".into(),
        };
        let _ = self.canister.run(GOVERNANCE, |state, ctx| {
            penalise_auditor::decide(state, args, ctx)
        });
    }

    fn tasks(&mut self) {
        self.canister.task(conclude::due);
        self.canister.task(finish_findings::due);
        self.canister.task(release_locks::due);
        self.canister.task(pay_owed::due);
        self.canister.task(advance_plans::due);
    }

    /// Somebody moves money at the ledger, or allows another amount.
    fn move_own(&mut self) {
        let owner = *self.dice.pick(&users());
        let accounts = [Account::from(owner), second_account(owner)];
        let account = self.dice.pick(&accounts).clone();
        let amount_e8s = self.dice.below(30) * FEE;
        if self.dice.percent(50) {
            self.ledger.set_balance(account, amount_e8s);
        } else {
            self.ledger.approve(account, amount_e8s);
        }
    }

    pub(super) fn step(&mut self) {
        match self.dice.below(32) {
            0..=2 => self.deposit(),
            3 => self.unbond(),
            4 | 5 => self.withdraw(),
            6 => self.give(),
            7 | 8 => self.collect(),
            9..=11 => self.reveal(),
            12..=15 => self.send(),
            16..=21 => self.deliver_some(),
            22..=24 => self.pass_some(),
            25 => self.upgrade(),
            26 => self.vote(),
            27 => self.penalise(),
            28 => self.tasks(),
            29 => self.move_own(),
            30 => self.ledger.fee_e8s = 10_000 * (1 + self.dice.below(3)),
            _ => self.change_mood(),
        }
    }

    /// Nobody changes his mind, nothing is lost, and no answer takes long.
    pub(super) fn step_calmly(&mut self) {
        match self.dice.below(10) {
            0 => self.deposit(),
            1 => self.unbond(),
            2 => self.withdraw(),
            3 => self.give(),
            4 => self.collect(),
            5 | 6 => self.reveal(),
            7 => self.send(),
            8 => self.deliver_some(),
            _ => {
                let minutes = self.dice.below(60);
                self.pass(minutes * MINUTE_NS);
            }
        }
    }
}
