//! Stakes, books and transfers. Each function moves an amount from one place to another, so
//! that the sum of all places stays what was deposited.

use super::{State, key, known};
use crate::state::BOOKS_KEY;
use bonafide_types::audits::{
    Books, StakeAccount, Transfer, TransferKind, TransferState, Unbonding,
};
use bonafide_types::id::{AuditorId, Caller};
use ic_stable_structures::Memory;

impl<M: Memory> State<M> {
    pub(super) fn change_books(&mut self, change: impl FnOnce(&mut Books)) {
        let mut books = self.books();
        change(&mut books);
        self.books.insert(BOOKS_KEY, &books);
    }

    pub(super) fn change_account(&mut self, owner: Caller, change: impl FnOnce(&mut StakeAccount)) {
        let mut account = self.account(owner);
        change(&mut account);
        self.accounts.insert(owner.as_slice(), &account);
    }

    fn change_transfer(&mut self, id: u64, change: impl FnOnce(&mut Transfer)) -> Transfer {
        let mut transfer = known(self.transfer(id), "transfer", id);
        change(&mut transfer);
        self.transfers.insert(&key(id), &transfer);
        transfer
    }

    /// What is to go out leaves its place at once, so that nothing else can be made of it.
    pub(super) fn open_transfer(&mut self, transfer: &Transfer, at_ns: u64) {
        let amount = transfer.amount_e8s;
        match transfer.kind {
            TransferKind::StakeDeposit | TransferKind::TreasuryDeposit => {}
            TransferKind::StakeReturn => {
                self.change_account(transfer.account.owner, |account| {
                    account.unbonding.retain(|part| part.due_at_ns > at_ns);
                });
                self.change_books(|books| {
                    books.stakes_e8s -= amount;
                    books.sending_e8s += amount;
                });
            }
            TransferKind::AuditFee { assignment_id } => {
                self.change_assignment(assignment_id, |row| row.reserved_e8s -= amount);
                self.change_books(|books| {
                    books.reserved_e8s -= amount;
                    books.sending_e8s += amount;
                });
            }
        }
        self.transfers.insert(&key(transfer.id), transfer);
        self.unsettled_transfers.insert(transfer.id, ());
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

    pub(super) fn settle_transfer(&mut self, id: u64, state: &TransferState) {
        let transfer = self.change_transfer(id, |transfer| transfer.state = state.clone());
        match state {
            TransferState::Made { .. } => self.made(&transfer),
            TransferState::Failed { .. } => self.failed(&transfer),
            TransferState::Open | TransferState::Quarantined { .. } => return,
        }
        self.unsettled_transfers.remove(&id);
    }

    fn made(&mut self, transfer: &Transfer) {
        let amount = transfer.amount_e8s;
        match transfer.kind {
            TransferKind::StakeDeposit => {
                self.change_account(transfer.account.owner, |account| account.free_e8s += amount);
                self.change_books(|books| {
                    books.deposited_e8s += amount;
                    books.stakes_e8s += amount;
                });
            }
            TransferKind::TreasuryDeposit => self.change_books(|books| {
                books.deposited_e8s += amount;
                books.free_e8s += amount;
            }),
            TransferKind::StakeReturn => self.change_books(|books| {
                books.sending_e8s -= amount;
                books.returned_e8s += amount;
            }),
            TransferKind::AuditFee { .. } => self.change_books(|books| {
                books.sending_e8s -= amount;
                books.paid_e8s += amount;
            }),
        }
    }

    /// What was to go out is its receiver's all the same: in the account here.
    fn failed(&mut self, transfer: &Transfer) {
        let amount = transfer.amount_e8s;
        match transfer.kind {
            TransferKind::StakeDeposit | TransferKind::TreasuryDeposit => {}
            TransferKind::StakeReturn | TransferKind::AuditFee { .. } => {
                self.change_account(transfer.account.owner, |account| account.free_e8s += amount);
                self.change_books(|books| {
                    books.sending_e8s -= amount;
                    books.stakes_e8s += amount;
                });
            }
        }
    }

    pub(super) fn unbond(&mut self, owner: Caller, part: &Unbonding) {
        self.change_account(owner, |account| {
            account.free_e8s -= part.amount_e8s;
            account.unbonding.push(part.clone());
        });
    }

    /// Takes free stake first, then what is unbonding, latest first, then what is locked.
    pub(super) fn take_stake(&mut self, auditor: AuditorId, amount_e8s: u64) {
        let mut left = amount_e8s;
        let mut take = |from: &mut u64| {
            let part = left.min(*from);
            *from -= part;
            left -= part;
        };
        self.change_account(Caller(auditor.0), |account| {
            take(&mut account.free_e8s);
            for part in account.unbonding.iter_mut().rev() {
                take(&mut part.amount_e8s);
            }
            account.unbonding.retain(|part| part.amount_e8s > 0);
            take(&mut account.locked_e8s);
        });
        self.change_books(|books| {
            books.stakes_e8s -= amount_e8s;
            books.free_e8s += amount_e8s;
        });
    }

    pub(super) fn pay_owed(&mut self, owner: Caller, amount_e8s: u64) {
        self.change_account(owner, |account| {
            account.owed_e8s -= amount_e8s;
            account.free_e8s += amount_e8s;
        });
        self.change_books(|books| {
            books.free_e8s -= amount_e8s;
            books.owed_e8s -= amount_e8s;
            books.stakes_e8s += amount_e8s;
        });
        if self.account(owner).owed_e8s == 0 {
            self.owed.remove(&owner.as_slice().to_vec());
        }
    }

    pub(super) fn owe(&mut self, owner: Caller, amount_e8s: u64) {
        self.change_account(owner, |account| account.owed_e8s += amount_e8s);
        self.change_books(|books| books.owed_e8s += amount_e8s);
        self.owed.insert(owner.as_slice().to_vec(), ());
    }
}
