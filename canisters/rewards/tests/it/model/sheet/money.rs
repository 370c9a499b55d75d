//! Escrow, bonds, the treasury, and transfers.

use super::{Fate, Move, Refused, Sheet, Verdict, days, payee, place, provider};
use bonafide_types::id::{Caller, ProviderId};
use bonafide_types::limits::{COLLECT_E8S, DEPOSIT_E8S, UNBONDING_PARTS};
use bonafide_types::rewards::{
    BondPart, Grant, LedgerAccount, Lot, Mode, RewardsPolicy, TransferKind,
};
use candid::Principal;

/// Takes as much as is there.
fn take(from: &mut u64, left: &mut u64) {
    let part = (*from).min(*left);
    *from -= part;
    *left -= part;
}

impl Sheet {
    pub(crate) fn join(
        &mut self,
        caller: Principal,
        payout: &LedgerAccount,
        now_ns: u64,
    ) -> Verdict {
        let provider = provider(caller)?;
        payee(payout)?;
        let before = self.account(provider);
        if before.joined_at_ns.is_some() && before.payout.as_ref() == Some(payout) {
            return Ok(());
        }
        let account = self.change_account(provider);
        account.payout = Some(payout.clone());
        account.joined_at_ns = account.joined_at_ns.or(Some(now_ns));
        if before.releasable_e8s > 0 {
            self.waiting.insert(provider);
        }
        Ok(())
    }

    pub(crate) fn leave(&mut self, caller: Principal) -> Verdict {
        let provider = provider(caller)?;
        if self.account(provider).joined_at_ns.is_none() {
            return Err("not_in_escrow");
        }
        self.change_account(provider).joined_at_ns = None;
        Ok(())
    }

    /// Whether such a transfer is not settled.
    fn is_moving(&self, is_such: impl Fn(&Move) -> bool) -> bool {
        self.moves
            .iter()
            .any(|row| !row.is_settled() && is_such(row))
    }

    fn still(&self, is_such: impl Fn(&Move) -> bool) -> Verdict {
        if self.is_moving(is_such) {
            Err("transfer_under_way")
        } else {
            Ok(())
        }
    }

    fn is_bond_still(&self, whose: ProviderId) -> Verdict {
        self.still(|row| match &row.kind {
            TransferKind::BondDeposit => row.account.owner.0 == whose.0,
            TransferKind::BondReturn { provider } => *provider == whose,
            _ => false,
        })
    }

    /// What of a balance is taken over.
    fn all_but_the_fee(&self, balance_e8s: u64) -> Result<u64, Refused> {
        match balance_e8s.checked_sub(self.fee_e8s) {
            None | Some(0) => Err("nothing_to_collect"),
            Some(amount_e8s) => Ok(amount_e8s),
        }
    }

    /// How much of a provider's rewards is taken over.
    pub(crate) fn collect(&self, provider: ProviderId, balance_e8s: u64) -> Result<u64, Refused> {
        if self.account(provider).payout.is_none() {
            return Err("not_in_escrow");
        }
        self.still(|row| row.kind == TransferKind::EscrowDeposit { provider })?;
        let amount_e8s = self.all_but_the_fee(balance_e8s)?;
        if amount_e8s < COLLECT_E8S {
            return Err("out_of_range");
        }
        Ok(amount_e8s)
    }

    /// How much of the gifts is taken over.
    pub(crate) fn collect_gifts(&self, balance_e8s: u64) -> Result<u64, Refused> {
        self.still(|row| row.kind == TransferKind::TreasuryDeposit)?;
        self.all_but_the_fee(balance_e8s)
    }

    pub(crate) fn deposit(&self, caller: Principal, amount_e8s: u64) -> Verdict {
        let provider = provider(caller)?;
        if amount_e8s < DEPOSIT_E8S {
            return Err("out_of_range");
        }
        self.is_bond_still(provider)
    }

    pub(crate) fn unbond(&mut self, caller: Principal, amount_e8s: u64, now_ns: u64) -> Verdict {
        let provider = provider(caller)?;
        if amount_e8s == 0 {
            return Err("out_of_range");
        }
        let before = self.account(provider);
        if amount_e8s > before.bond_e8s {
            return Err("bond_too_small");
        }
        if before.unbonding.len() == UNBONDING_PARTS {
            return Err("too_many");
        }
        let due_at_ns = now_ns + days(self.policy.windows.offboarded_liability_days);
        let account = self.change_account(provider);
        account.bond_e8s -= amount_e8s;
        account.unbonding.push(BondPart {
            amount_e8s,
            due_at_ns,
        });
        Ok(())
    }

    /// How much of a bond goes back.
    pub(crate) fn withdraw(&self, caller: Principal, now_ns: u64) -> Result<u64, Refused> {
        let provider = provider(caller)?;
        let account = self.account(provider);
        let (mut due_e8s, mut all_e8s) = (0, account.bond_e8s);
        for part in &account.unbonding {
            all_e8s += part.amount_e8s;
            if part.due_at_ns <= now_ns {
                due_e8s += part.amount_e8s;
            }
        }
        let amount_e8s = due_e8s.min(all_e8s - account.bond_locked_e8s);
        if amount_e8s == 0 {
            return Err("nothing_due");
        }
        self.is_bond_still(provider)?;
        self.exceeds_the_fee(amount_e8s)?;
        Ok(amount_e8s)
    }

    fn exceeds_the_fee(&self, amount_e8s: u64) -> Verdict {
        if amount_e8s <= self.fee_e8s {
            Err("amount_below_fee")
        } else {
            Ok(())
        }
    }

    pub(crate) fn pay(&self, grants: &[Grant]) -> Verdict {
        let mut all_e8s = 0;
        for grant in grants {
            payee(&grant.to)?;
            self.exceeds_the_fee(grant.amount_e8s)?;
            all_e8s += grant.amount_e8s;
        }
        if all_e8s > self.books.treasury_e8s {
            return Err("treasury_too_small");
        }
        Ok(())
    }

    /// Lots of which something can be released, by when it can.
    fn due_lots(&self, now_ns: u64) -> Vec<u64> {
        let due = self.lots.iter().filter(|lot| lot.due_at_ns <= now_ns);
        let due = due.filter(|lot| lot.held_e8s > lot.locked_e8s);
        let mut due: Vec<_> = due.map(|lot| (lot.due_at_ns, lot.id)).collect();
        due.sort_unstable();
        due.into_iter().map(|(_, id)| id).collect()
    }

    /// Somebody has a provider sent what is released.
    pub(crate) fn release(&mut self, provider: ProviderId, now_ns: u64) -> Verdict {
        let account = self.account(provider);
        let payout = account.payout.ok_or("not_in_escrow")?;
        let due = self.due_lots(now_ns).into_iter();
        let due: Vec<_> = due
            .filter(|id| self.lots[place(*id)].provider == provider)
            .collect();
        let free = |id: &u64| {
            let lot = &self.lots[place(*id)];
            lot.held_e8s - lot.locked_e8s
        };
        let amount_e8s = account.releasable_e8s + due.iter().map(free).sum::<u64>();
        if amount_e8s == 0 {
            return Err("nothing_due");
        }
        let kind = TransferKind::EscrowRelease { provider };
        self.still(|row| row.kind == kind)?;
        self.exceeds_the_fee(amount_e8s)?;
        for id in due {
            self.release_lot(id);
        }
        self.open(kind, payout, amount_e8s, now_ns);
        Ok(())
    }

    fn release_lot(&mut self, id: u64) {
        let lot = self.change_lot(id);
        let (provider, e8s) = (lot.provider, lot.held_e8s - lot.locked_e8s);
        lot.held_e8s = lot.locked_e8s;
        self.books.escrow_e8s -= e8s;
        self.owe(provider, e8s);
    }

    /// Something is the provider's, and will be sent.
    pub(super) fn owe(&mut self, provider: ProviderId, e8s: u64) {
        self.books.releasable_e8s += e8s;
        let account = self.change_account(provider);
        account.releasable_e8s += e8s;
        if account.releasable_e8s > 0 {
            self.waiting.insert(provider);
        }
    }

    /// What the canister releases and sends by itself.
    pub(crate) fn release_due(&mut self, now_ns: u64) {
        for id in self.due_lots(now_ns) {
            self.release_lot(id);
        }
        for provider in self.waiting.clone() {
            let account = self.account(provider);
            let kind = TransferKind::EscrowRelease { provider };
            let amount_e8s = account.releasable_e8s;
            if amount_e8s > self.fee_e8s
                && !self.is_moving(|row| row.kind == kind)
                && let Some(payout) = account.payout
            {
                self.open(kind, payout, amount_e8s, now_ns);
            }
        }
    }

    /// A transfer begins. What goes out leaves its place.
    pub(crate) fn open(
        &mut self,
        kind: TransferKind,
        account: LedgerAccount,
        amount_e8s: u64,
        now_ns: u64,
    ) {
        let books = &mut self.books;
        match &kind {
            TransferKind::EscrowRelease { .. } => books.releasable_e8s -= amount_e8s,
            TransferKind::BondReturn { .. } => books.bonds_e8s -= amount_e8s,
            TransferKind::Payment(_) => books.treasury_e8s -= amount_e8s,
            TransferKind::EscrowDeposit { .. }
            | TransferKind::BondDeposit
            | TransferKind::TreasuryDeposit => {}
        }
        match &kind {
            TransferKind::EscrowRelease { provider } => {
                self.change_account(*provider).releasable_e8s -= amount_e8s;
                self.waiting.remove(provider);
            }
            TransferKind::BondReturn { provider } => {
                let mut left = amount_e8s;
                let account = self.change_account(*provider);
                let parts = account.unbonding.iter_mut();
                for part in parts.filter(|part| part.due_at_ns <= now_ns) {
                    take(&mut part.amount_e8s, &mut left);
                }
                account.unbonding.retain(|part| part.amount_e8s > 0);
            }
            _ => {}
        }
        let row = Move {
            kind,
            account,
            amount_e8s,
            fate: Fate::Open,
        };
        if !row.comes_in() {
            self.books.sending_e8s += amount_e8s;
        }
        self.touched.moves.insert(self.moves.len() as u64);
        self.moves.push(row);
    }

    /// It is known what became of a transfer.
    pub(crate) fn settle(&mut self, id: u64, fate: Fate, now_ns: u64) {
        self.touched.moves.insert(id);
        let row = &mut self.moves[place(id)];
        row.fate = fate;
        let row = row.clone();
        match fate {
            Fate::Made => self.made(&row, now_ns),
            Fate::Failed => self.failed(&row),
            Fate::Open | Fate::Quarantined => {}
        }
    }

    fn made(&mut self, row: &Move, now_ns: u64) {
        let e8s = row.amount_e8s;
        if row.comes_in() {
            self.books.deposited_e8s += e8s;
        } else {
            self.books.sending_e8s -= e8s;
        }
        match &row.kind {
            TransferKind::EscrowDeposit { provider } => {
                self.books.escrow_e8s += e8s;
                self.add_lot(*provider, e8s, now_ns);
            }
            TransferKind::BondDeposit => {
                let Caller(owner) = row.account.owner;
                self.books.bonds_e8s += e8s;
                self.change_account(ProviderId(owner)).bond_e8s += e8s;
            }
            TransferKind::TreasuryDeposit => self.books.treasury_e8s += e8s,
            TransferKind::EscrowRelease { .. } => self.books.released_e8s += e8s,
            TransferKind::BondReturn { .. } => self.books.returned_e8s += e8s,
            TransferKind::Payment(_) => self.books.paid_e8s += e8s,
        }
    }

    fn add_lot(&mut self, provider: ProviderId, e8s: u64, now_ns: u64) {
        let id = self.lots.len() as u64;
        self.touched.lots.insert(id);
        let period_id = self.last_closed();
        self.lots.push(Lot {
            id,
            provider,
            period_id,
            deposited_e8s: e8s,
            held_e8s: e8s,
            locked_e8s: 0,
            deposited_at_ns: now_ns,
            due_at_ns: now_ns + days(self.policy.windows.escrow_holdback_days),
        });
    }

    /// What did not go out is where it was, but a bond is not asked back any more, and releases
    /// are not sent again without anybody asking.
    fn failed(&mut self, row: &Move) {
        let e8s = row.amount_e8s;
        if row.comes_in() {
            return;
        }
        self.books.sending_e8s -= e8s;
        match &row.kind {
            TransferKind::EscrowRelease { provider } => {
                self.books.releasable_e8s += e8s;
                self.change_account(*provider).releasable_e8s += e8s;
            }
            TransferKind::BondReturn { provider } => {
                self.books.bonds_e8s += e8s;
                self.change_account(*provider).bond_e8s += e8s;
            }
            _ => self.books.treasury_e8s += e8s,
        }
    }

    /// A case takes from a lot.
    pub(super) fn take_from_lot(&mut self, id: u64, e8s: u64) {
        self.change_lot(id).held_e8s -= e8s;
        self.books.escrow_e8s -= e8s;
        self.books.treasury_e8s += e8s;
        self.books.taken_e8s += e8s;
    }

    /// A case takes from a bond: first what was not asked back, then what was asked back last.
    pub(super) fn take_from_bond(&mut self, provider: ProviderId, e8s: u64) {
        let mut left = e8s;
        let account = self.change_account(provider);
        take(&mut account.bond_e8s, &mut left);
        for part in account.unbonding.iter_mut().rev() {
            take(&mut part.amount_e8s, &mut left);
        }
        account.unbonding.retain(|part| part.amount_e8s > 0);
        self.books.bonds_e8s -= e8s;
        self.books.treasury_e8s += e8s;
        self.books.taken_e8s += e8s;
    }

    /// Other numbers of the rules; those of penalties are counted.
    pub(crate) fn set_policy(
        &mut self,
        mode: Mode,
        bounty_bps: u32,
        declaration_bps: u32,
    ) -> Verdict {
        let mut policy = RewardsPolicy {
            mode,
            bounty_bps,
            ..self.policy
        };
        policy.penalties.false_declaration_bps = declaration_bps;
        if policy == self.policy {
            return Err("nothing_to_change");
        }
        if policy.penalties != self.policy.penalties {
            policy.penalties.version += 1;
        }
        self.policy = policy;
        Ok(())
    }
}
