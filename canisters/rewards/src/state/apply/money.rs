//! Escrow, bonds, books and transfers. Each function moves an amount from one place to another,
//! so that the sum of all places stays what was deposited.

use super::{State, key, known};
use crate::state::BOOKS_KEY;
use bonafide_types::id::ProviderId;
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{
    BondPart, Books, EscrowAccount, LedgerAccount, Lot, Transfer, TransferKind, TransferState,
};
use ic_stable_structures::Memory;

impl<M: Memory> State<M> {
    pub(super) fn change_books(&mut self, change: impl FnOnce(&mut Books)) {
        let mut books = self.books();
        change(&mut books);
        self.books.insert(BOOKS_KEY, &books);
    }

    pub(super) fn change_account(
        &mut self,
        provider: ProviderId,
        change: impl FnOnce(&mut EscrowAccount),
    ) {
        let mut account = self.account(provider);
        change(&mut account);
        self.accounts.insert(provider.as_slice(), &account);
    }

    /// Changes a lot. It is due only while something in it can be released, so that locked lots
    /// never stand before others.
    pub(super) fn change_lot(&mut self, id: u64, change: impl FnOnce(&mut Lot)) -> Lot {
        let mut lot = known(self.lot(id), "lot", id);
        change(&mut lot);
        let due = (lot.due_at_ns, id);
        if lot.unlocked_e8s() > 0 {
            self.lots_due.insert(due, ());
        } else {
            self.lots_due.remove(&due);
        }
        self.lots.insert(&key(id), &lot);
        lot
    }

    /// What is the provider's is sent to it soon, without anybody asking.
    fn add_releasable(&mut self, provider: ProviderId, e8s: u64) {
        self.change_account(provider, |account| account.releasable_e8s += e8s);
        self.send_soon(provider);
    }

    fn send_soon(&mut self, provider: ProviderId) {
        if self.account(provider).releasable_e8s > 0 {
            self.releases.insert(provider.as_slice().to_vec(), ());
        }
    }

    pub(super) fn join_escrow(&mut self, provider: ProviderId, payout: &LedgerAccount, at_ns: u64) {
        self.change_account(provider, |account| {
            account.payout = Some(payout.clone());
            account.joined_at_ns.get_or_insert(at_ns);
        });
        // What could not be sent to the account before goes to this one.
        self.send_soon(provider);
    }

    pub(super) fn leave_escrow(&mut self, provider: ProviderId) {
        self.change_account(provider, |account| account.joined_at_ns = None);
    }

    /// What came in pays the provider's last closed period, and stays for the holdback.
    fn deposit_lot(&mut self, provider: ProviderId, amount_e8s: u64, at_ns: u64) {
        let holdback = u64::from(self.policy().windows.escrow_holdback_days) * DAY_NS;
        let lot = Lot {
            id: self.lots.len(),
            provider,
            period_id: self.last_statement(provider),
            deposited_e8s: amount_e8s,
            held_e8s: amount_e8s,
            locked_e8s: 0,
            deposited_at_ns: at_ns,
            due_at_ns: at_ns.saturating_add(holdback),
        };
        self.lots_by_provider
            .insert(provider.as_slice(), &key(lot.id), ());
        self.lots_due.insert((lot.due_at_ns, lot.id), ());
        self.lots.insert(&key(lot.id), &lot);
        self.change_books(|books| {
            books.deposited_e8s += amount_e8s;
            books.escrow_e8s += amount_e8s;
        });
    }

    pub(super) fn release_lot(&mut self, id: u64, e8s: u64) {
        let lot = self.change_lot(id, |lot| lot.held_e8s -= e8s);
        self.add_releasable(lot.provider, e8s);
        self.change_books(|books| {
            books.escrow_e8s -= e8s;
            books.releasable_e8s += e8s;
        });
    }

    pub(super) fn take_from_lot(&mut self, id: u64, e8s: u64) {
        self.change_lot(id, |lot| lot.held_e8s -= e8s);
        self.change_books(|books| {
            books.escrow_e8s -= e8s;
            books.treasury_e8s += e8s;
            books.taken_e8s += e8s;
        });
    }

    /// Takes what was not asked back first, then what was, latest first.
    pub(super) fn take_from_bond(&mut self, provider: ProviderId, e8s: u64) {
        let mut left = e8s;
        let mut take = |from: &mut u64| {
            let part = left.min(*from);
            *from -= part;
            left -= part;
        };
        self.change_account(provider, |account| {
            take(&mut account.bond_e8s);
            for part in account.unbonding.iter_mut().rev() {
                take(&mut part.amount_e8s);
            }
            account.unbonding.retain(|part| part.amount_e8s > 0);
        });
        self.change_books(|books| {
            books.bonds_e8s -= e8s;
            books.treasury_e8s += e8s;
            books.taken_e8s += e8s;
        });
    }

    pub(super) fn refund_to_escrow(&mut self, provider: ProviderId, e8s: u64) {
        self.add_releasable(provider, e8s);
        self.change_books(|books| {
            books.treasury_e8s -= e8s;
            books.releasable_e8s += e8s;
            books.refunded_e8s += e8s;
        });
    }

    pub(super) fn refund_to_bond(&mut self, provider: ProviderId, e8s: u64) {
        self.change_account(provider, |account| account.bond_e8s += e8s);
        self.change_books(|books| {
            books.treasury_e8s -= e8s;
            books.bonds_e8s += e8s;
            books.refunded_e8s += e8s;
        });
    }

    pub(super) fn unbond(&mut self, provider: ProviderId, part: &BondPart) {
        self.change_account(provider, |account| {
            account.bond_e8s -= part.amount_e8s;
            account.unbonding.push(part.clone());
        });
    }

    /// What is to go out leaves its place at once, so that nothing else can be made of it.
    pub(super) fn open_transfer(&mut self, transfer: &Transfer) {
        let amount = transfer.amount_e8s;
        match &transfer.kind {
            TransferKind::EscrowDeposit { .. }
            | TransferKind::BondDeposit
            | TransferKind::TreasuryDeposit => {}
            TransferKind::EscrowRelease { provider } => {
                self.change_account(*provider, |account| account.releasable_e8s -= amount);
                self.releases.remove(&provider.as_slice().to_vec());
                self.change_books(|books| {
                    books.releasable_e8s -= amount;
                    books.sending_e8s += amount;
                });
            }
            TransferKind::BondReturn { provider } => {
                self.return_bond(*provider, amount, transfer.created_at_ns);
                self.change_books(|books| {
                    books.bonds_e8s -= amount;
                    books.sending_e8s += amount;
                });
            }
            TransferKind::Payment(_) => self.change_books(|books| {
                books.treasury_e8s -= amount;
                books.sending_e8s += amount;
            }),
        }
        self.transfers.insert(&key(transfer.id), transfer);
        self.unsettled_transfers.insert(transfer.id, ());
    }

    /// What was asked back and is due goes, oldest first. What is not due stays, also when it was
    /// asked back before, under a policy of more days.
    fn return_bond(&mut self, provider: ProviderId, e8s: u64, at_ns: u64) {
        let mut left = e8s;
        self.change_account(provider, |account| {
            let parts = account.unbonding.iter_mut();
            for part in parts.filter(|part| part.due_at_ns <= at_ns) {
                let taken = left.min(part.amount_e8s);
                part.amount_e8s -= taken;
                left -= taken;
            }
            account.unbonding.retain(|part| part.amount_e8s > 0);
        });
    }

    fn change_transfer(&mut self, id: u64, change: impl FnOnce(&mut Transfer)) -> Transfer {
        let mut transfer = known(self.transfer(id), "transfer", id);
        change(&mut transfer);
        self.transfers.insert(&key(id), &transfer);
        transfer
    }

    pub(super) fn attempt(&mut self, id: u64, at_ns: u64) {
        self.change_transfer(id, |transfer| {
            transfer.attempts += 1;
            transfer.unresolved += 1;
            transfer.attempted_at_ns = at_ns;
        });
    }

    pub(super) fn refuse_attempt(&mut self, id: u64) {
        self.change_transfer(id, |transfer| transfer.unresolved -= 1);
    }

    pub(super) fn renew_transfer(&mut self, id: u64, fee_e8s: u64, created_at_ns: u64) {
        self.change_transfer(id, |transfer| {
            transfer.fee_e8s = fee_e8s;
            transfer.created_at_ns = created_at_ns;
            transfer.unresolved = 0;
        });
    }

    pub(super) fn settle_transfer(&mut self, id: u64, state: &TransferState, at_ns: u64) {
        let transfer = self.change_transfer(id, |transfer| transfer.state = state.clone());
        match state {
            TransferState::Made { .. } => self.made(&transfer, at_ns),
            TransferState::Failed { .. } => self.failed(&transfer),
            TransferState::Open | TransferState::Quarantined { .. } => return,
        }
        self.unsettled_transfers.remove(&id);
    }

    fn made(&mut self, transfer: &Transfer, at_ns: u64) {
        let amount = transfer.amount_e8s;
        match &transfer.kind {
            TransferKind::EscrowDeposit { provider } => {
                self.deposit_lot(*provider, amount, at_ns);
            }
            TransferKind::BondDeposit => {
                let provider = ProviderId(transfer.account.owner.0);
                self.change_account(provider, |account| account.bond_e8s += amount);
                self.change_books(|books| {
                    books.deposited_e8s += amount;
                    books.bonds_e8s += amount;
                });
            }
            TransferKind::TreasuryDeposit => self.change_books(|books| {
                books.deposited_e8s += amount;
                books.treasury_e8s += amount;
            }),
            TransferKind::EscrowRelease { .. } => self.change_books(|books| {
                books.sending_e8s -= amount;
                books.released_e8s += amount;
            }),
            TransferKind::BondReturn { .. } => self.change_books(|books| {
                books.sending_e8s -= amount;
                books.returned_e8s += amount;
            }),
            TransferKind::Payment(_) => self.change_books(|books| {
                books.sending_e8s -= amount;
                books.paid_e8s += amount;
            }),
        }
    }

    /// What was to go out is in its provider's account here, or in the treasury. It is not sent
    /// again by itself: the ledger would refuse it again.
    fn failed(&mut self, transfer: &Transfer) {
        let amount = transfer.amount_e8s;
        match &transfer.kind {
            TransferKind::EscrowDeposit { .. }
            | TransferKind::BondDeposit
            | TransferKind::TreasuryDeposit => {}
            TransferKind::EscrowRelease { provider } => {
                self.change_account(*provider, |account| account.releasable_e8s += amount);
                self.change_books(|books| {
                    books.sending_e8s -= amount;
                    books.releasable_e8s += amount;
                });
            }
            TransferKind::BondReturn { provider } => {
                self.change_account(*provider, |account| account.bond_e8s += amount);
                self.change_books(|books| {
                    books.sending_e8s -= amount;
                    books.bonds_e8s += amount;
                });
            }
            TransferKind::Payment(_) => self.change_books(|books| {
                books.sending_e8s -= amount;
                books.treasury_e8s += amount;
            }),
        }
    }
}
