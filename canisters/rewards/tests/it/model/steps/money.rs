//! Escrow, bonds, the treasury, and transfers that nobody knows of.

use super::super::Model;
use super::super::ledger::{rewards_account, treasury_account};
use super::super::sheet::{Fate, Refused};
use crate::world::{AUDITS, GOVERNANCE, ICP, PATRON, SELF_ID, account_of, provider_id};
use bonafide_rewards::commands::{
    collect_escrow, collect_treasury, deposit_bond, join_escrow, leave_escrow, pay_from_treasury,
    release_escrow, release_lots, settle_transfer, unbond_bond, withdraw_bond,
};
use bonafide_rewards::domain::account::escrow_account;
use bonafide_types::id::{Blob, Caller};
use bonafide_types::ledger::Account;
use bonafide_types::limits::{DAY_NS, SECOND_NS};
use bonafide_types::rewards::{
    DepositBondArgs, Grant, GrantPurpose, JoinEscrowArgs, LedgerAccount, PayFromTreasuryArgs,
    Purchase, SettleRewardsTransferArgs, TREASURY_SUBACCOUNT, TransferKind, TransferState,
    UnbondBondArgs,
};
use candid::Principal;

/// From when on the ledger surely does not make a transfer that was created at a time.
const OVER_NS: u64 = DAY_NS + 600 * SECOND_NS;

impl Model {
    pub(in crate::model) fn join(
        &mut self,
        caller: Principal,
        payout: LedgerAccount,
    ) -> Result<(), String> {
        let expected = self.sheet.join(caller, &payout, self.canister.now_ns);
        let args = JoinEscrowArgs { payout };
        self.order("join", caller, expected, |state, ctx| {
            join_escrow::decide(state, args, ctx)
        })?;
        Ok(())
    }

    /// Somebody joins escrow, is paid elsewhere, or leaves.
    pub(super) fn change_escrow(&mut self) -> Result<(), String> {
        let caller = self.somebody();
        if self.dice.percent(30) {
            let expected = self.sheet.leave(caller);
            self.order("leave", caller, expected, leave_escrow::decide)?;
            return Ok(());
        }
        let payout = match self.dice.below(8) {
            0 => account_of(SELF_ID),
            1..=3 => LedgerAccount {
                owner: Caller(caller),
                subaccount: Some(Blob(vec![self.dice.small(3); 32])),
            },
            _ => account_of(caller),
        };
        self.join(caller, payout)
    }

    /// Somebody pays rewards of provider `n`.
    pub(in crate::model) fn reward(&mut self, n: u8, e8s: u64) {
        let account = rewards_account(provider_id(n));
        let fee = self.ledger.fee_e8s;
        self.ledger.mint(account, e8s + fee);
    }

    /// Rewards come, and somebody has them taken over.
    pub(super) fn earn(&mut self) -> Result<(), String> {
        let n = self.number();
        if self.dice.percent(60) {
            let e8s = 1 + self.dice.below(3 * ICP);
            self.reward(n, e8s);
        }
        self.collect(n)
    }

    pub(in crate::model) fn collect(&mut self, n: u8) -> Result<(), String> {
        let provider = provider_id(n);
        let mut balance_e8s = self.ledger.balance(&rewards_account(provider));
        if self.trouble > 0 && self.dice.percent(5) {
            // Somebody else took it over since the balance was read.
            balance_e8s += ICP;
        }
        let expected = self.sheet.collect(provider, balance_e8s);
        if let Ok(amount_e8s) = expected {
            let kind = TransferKind::EscrowDeposit { provider };
            self.open(kind, escrow_account(SELF_ID, provider), amount_e8s);
        }
        let caller = self.somebody();
        let expected = expected.map(drop);
        let reply = self.order("collect", caller, expected, |state, ctx| {
            collect_escrow::decide(state, provider, balance_e8s, ctx)
        })?;
        self.try_first(reply.map(|row| row.id))
    }

    /// Opens a transfer on paper.
    fn open(&mut self, kind: TransferKind, account: LedgerAccount, amount_e8s: u64) {
        let now_ns = self.canister.now_ns;
        self.sheet.open(kind, account, amount_e8s, now_ns);
    }

    /// Whoever waits for a transfer has it asked for at once; now and then an upgrade comes
    /// before.
    fn try_first(&mut self, transfer_id: Option<u64>) -> Result<(), String> {
        match transfer_id {
            Some(id) if !self.dice.percent(10) => self.attempt(id),
            _ => Ok(()),
        }
    }

    pub(super) fn release_any(&mut self) -> Result<(), String> {
        let provider = provider_id(self.number());
        let expected = self.sheet.release(provider, self.canister.now_ns);
        let caller = self.somebody();
        let reply = self.order("release", caller, expected, |state, ctx| {
            release_escrow::decide(state, provider, ctx)
        })?;
        self.try_first(reply.map(|row| row.id))
    }

    /// The canister releases what is due, by itself.
    pub(super) fn release_due(&mut self) -> Result<(), String> {
        let now_ns = self.canister.now_ns;
        self.sheet.release_due(now_ns);
        let events = release_lots::due(&self.canister.state, now_ns);
        self.record(SELF_ID, events)
    }

    pub(in crate::model) fn deposit(
        &mut self,
        caller: Principal,
        amount_e8s: u64,
    ) -> Result<(), String> {
        let expected = self.sheet.deposit(caller, amount_e8s);
        if expected.is_ok() {
            self.open(TransferKind::BondDeposit, account_of(caller), amount_e8s);
        }
        let args = DepositBondArgs {
            from_subaccount: None,
            amount_e8s,
        };
        let reply = self.order("deposit", caller, expected, |state, ctx| {
            deposit_bond::decide(state, &args, ctx)
        })?;
        self.try_first(reply.map(|row| row.id))
    }

    pub(in crate::model) fn unbond(
        &mut self,
        caller: Principal,
        amount_e8s: u64,
    ) -> Result<(), String> {
        let expected = self.sheet.unbond(caller, amount_e8s, self.canister.now_ns);
        let args = UnbondBondArgs { amount_e8s };
        self.order("unbond", caller, expected, |state, ctx| {
            unbond_bond::decide(state, args, ctx)
        })?;
        Ok(())
    }

    fn withdraw(&mut self, caller: Principal) -> Result<(), String> {
        let now_ns = self.canister.now_ns;
        let expected = self.sheet.withdraw(caller, now_ns);
        if let Ok(amount_e8s) = expected {
            let provider = caller.into();
            let kind = TransferKind::BondReturn { provider };
            self.open(kind, account_of(caller), amount_e8s);
        }
        let expected = expected.map(drop);
        let reply = self.order("withdraw", caller, expected, withdraw_bond::decide)?;
        self.try_first(reply.map(|row| row.id))
    }

    /// A bond comes, is asked back, or goes.
    pub(super) fn change_bond(&mut self) -> Result<(), String> {
        let caller = self.somebody();
        match self.dice.below(10) {
            0..=2 => {
                let amount_e8s = ICP / 2 + self.dice.below(2 * ICP);
                self.deposit(caller, amount_e8s)
            }
            3..=5 => {
                let amount_e8s = self.dice.below(2 * ICP);
                self.unbond(caller, amount_e8s)
            }
            _ => self.withdraw(caller),
        }
    }

    /// Somebody gives something to the treasury.
    pub(in crate::model) fn give(&mut self, e8s: u64) {
        let fee = self.ledger.fee_e8s;
        self.ledger.mint(treasury_account(), e8s + fee);
    }

    pub(in crate::model) fn collect_gifts(&mut self) -> Result<(), String> {
        let balance_e8s = self.ledger.balance(&treasury_account());
        let expected = self.sheet.collect_gifts(balance_e8s);
        if let Ok(amount_e8s) = expected {
            let account = LedgerAccount {
                owner: Caller(SELF_ID),
                subaccount: Some(Blob(TREASURY_SUBACCOUNT.to_vec())),
            };
            self.open(TransferKind::TreasuryDeposit, account, amount_e8s);
        }
        let caller = self.somebody();
        let expected = expected.map(drop);
        let reply = self.order("collect gifts", caller, expected, |state, ctx| {
            collect_treasury::decide(state, balance_e8s, ctx)
        })?;
        self.try_first(reply.map(|row| row.id))
    }

    /// A gift comes, is taken over, or the treasury pays.
    pub(super) fn change_treasury(&mut self) -> Result<(), String> {
        match self.dice.below(5) {
            0 | 1 => {
                let e8s = self.dice.below(2) * ICP + self.dice.below(20_000);
                self.give(e8s);
                self.collect_gifts()
            }
            _ => self.pay(),
        }
    }

    fn pay(&mut self) -> Result<(), String> {
        let purposes = [
            GrantPurpose::AuditorFees,
            GrantPurpose::VerifierFees,
            GrantPurpose::Other,
        ];
        let mut grants = Vec::new();
        for _ in 0..=self.dice.below(2) {
            let to = match self.dice.below(10) {
                0 => SELF_ID,
                1..=5 => AUDITS,
                _ => PATRON,
            };
            let most = *self.dice.pick(&[20_000, ICP, 3 * ICP]);
            grants.push(Grant {
                purpose: *self.dice.pick(&purposes),
                to: account_of(to),
                amount_e8s: 1 + self.dice.below(most),
                memo: "an example".into(),
            });
        }
        let expected = self.sheet.pay(&grants);
        if expected.is_ok() {
            for grant in grants.clone() {
                let (purpose, memo) = (grant.purpose, grant.memo);
                let kind = TransferKind::Payment(Purchase::Grant { purpose, memo });
                self.open(kind, grant.to, grant.amount_e8s);
            }
        }
        let args = PayFromTreasuryArgs { grants };
        self.order("pay", GOVERNANCE, expected, |state, ctx| {
            pay_from_treasury::decide(state, args, ctx)
        })?;
        Ok(())
    }

    /// Proposals settle what is in quarantine by what the ledger shows.
    pub(in crate::model) fn vote_on_transfers(&mut self) -> Result<(), String> {
        for transfer_id in self.unsettled() {
            let row = self.canister.state.transfer(transfer_id).unwrap();
            if !matches!(row.state, TransferState::Quarantined { .. }) {
                continue;
            }
            let now_ns = self.canister.now_ns;
            let block = self.ledger.block_of(transfer_id);
            let (what, fate) = match block {
                Some(_) => ("settle, made", Fate::Made),
                None => ("settle, not made", Fate::Failed),
            };
            let early = block.is_none() && now_ns < row.created_at_ns + OVER_NS;
            let expected: Result<(), Refused> = if early {
                Err("invalid_field")
            } else {
                self.sheet.settle(transfer_id, fate, now_ns);
                Ok(())
            };
            let args = SettleRewardsTransferArgs {
                transfer_id,
                block,
                evidence: "as the ledger shows".into(),
            };
            self.order(what, GOVERNANCE, expected, |state, ctx| {
                settle_transfer::decide(state, args, ctx)
            })?;
        }
        Ok(())
    }

    /// A provider allows another amount, or has more.
    pub(super) fn move_own(&mut self) -> Result<(), String> {
        let account = Account::from(provider_id(self.number()).0);
        let amount_e8s = self.dice.below(10) * ICP;
        if self.dice.percent(50) {
            self.ledger.mint(account, amount_e8s);
        } else {
            self.ledger.approve(account, amount_e8s);
        }
        Ok(())
    }
}
