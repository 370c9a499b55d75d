//! The canister against the sheet of paper, and both against the ledger.

use super::Model;
use super::ledger::main_account;
use super::sheet::{Fate, Move, Sheet, Touched, place};
use crate::world::{Canister, log_of};
use bonafide_kit::Aggregate;
use bonafide_kit::commit::root_hash;
use bonafide_kit::transfer::account;
use bonafide_rewards::state::invariants::try_state;
use bonafide_rewards::state::replay::replay_onto;
use bonafide_types::rewards::{Books, Transfer, TransferState};
use std::fmt::Debug;

fn hold(holds: bool, words: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(words()) }
}

/// The canister's row is the one on paper.
fn same<T: PartialEq + Debug>(what: &str, found: &T, expected: &T) -> Result<(), String> {
    hold(found == expected, || {
        format!("{what}: the canister has {found:?}, on paper is {expected:?}")
    })
}

/// What is the canister's at the ledger, or on its way out.
fn held(books: &Books) -> u64 {
    books.escrow_e8s
        + books.releasable_e8s
        + books.bonds_e8s
        + books.treasury_e8s
        + books.sending_e8s
}

impl Model {
    /// Checks everything after a step. Where nothing was written only the ledger can have
    /// changed.
    pub(super) fn check(&mut self) -> Result<(), String> {
        let events = self.canister.state.log().tip().length;
        if events != self.checked || !self.sheet.touched.is_empty() {
            self.checked = events;
            try_state(&self.canister.state)?;
            self.compare()?;
        }
        self.reconcile()
    }

    /// The canister has what is on paper: the books, and every row that was written on either
    /// side since it was compared last.
    fn compare(&mut self) -> Result<(), String> {
        let state = &self.canister.state;
        let Sheet { books, touched, .. } = &self.sheet;
        same("books", &state.books(), books)?;
        let sum = held(books) + books.released_e8s + books.returned_e8s + books.paid_e8s;
        hold(sum == books.deposited_e8s, || format!("sum of {books:?}"))?;
        for provider in &touched.accounts {
            let found = state.account(*provider);
            same("account", &found, &self.sheet.account(*provider))?;
        }
        for id in &touched.lots {
            same(
                "lot",
                &state.lot(*id),
                &self.sheet.lots.get(place(*id)).cloned(),
            )?;
        }
        for id in &touched.cases {
            same(
                "case",
                &state.case(*id),
                &self.sheet.case(*id).ok().cloned(),
            )?;
        }
        for id in &touched.moves {
            let row = state.transfer(*id);
            let row = row.ok_or_else(|| format!("no transfer {id}"))?;
            self.compare_transfer(&row, &self.sheet.moves[place(*id)])?;
        }
        self.sheet.touched = Touched::default();
        Ok(())
    }

    fn compare_transfer(&self, row: &Transfer, paper: &Move) -> Result<(), String> {
        let fits = row.kind == paper.kind
            && row.account == paper.account
            && row.amount_e8s == paper.amount_e8s
            && Fate::of(&row.state) == paper.fate;
        hold(fits, || format!("{row:?}, on paper is {paper:?}"))?;
        if let TransferState::Made { block, .. } = row.state {
            let made = self.ledger.block_of(row.id);
            hold(block.is_some() && block == made, || {
                format!("{row:?} is in block {made:?}")
            })?;
        }
        Ok(())
    }

    /// Nothing was made twice, nothing is called failed that was made, and the ledger holds
    /// exactly what the books say: but for what it made and the canister does not know yet.
    fn reconcile(&self) -> Result<(), String> {
        if let Some(id) = self.ledger.made_twice() {
            return Err(format!("transfer {id} was made twice"));
        }
        let (mut more, mut less) = (held(&self.sheet.books), 0);
        for (id, row) in (0..).zip(&self.sheet.moves) {
            let is_made = self.ledger.block_of(id).is_some();
            let fits = match row.fate {
                Fate::Made => is_made,
                Fate::Failed => !is_made,
                Fate::Open | Fate::Quarantined => true,
            };
            hold(fits, || {
                format!("transfer {id}, {row:?}: made is {is_made}")
            })?;
            if is_made && !row.is_settled() {
                if row.comes_in() {
                    more += row.amount_e8s;
                } else {
                    less += row.amount_e8s;
                }
            }
        }
        let balance = self.ledger.balance(&main_account());
        hold(balance + less == more, || {
            let books = &self.sheet.books;
            format!("the ledger holds {balance}, expected {more} less {less}: {books:?}")
        })
    }

    /// All rows, whenever they were written.
    pub(super) fn check_all(&mut self) -> Result<(), String> {
        self.sheet.touch_all();
        self.check()
    }

    /// Once nothing is under way: the ledger holds what the books say, and everyone got what was
    /// meant for them.
    pub(super) fn check_settled(&mut self) -> Result<(), String> {
        self.check_all()?;
        let open = self.unsettled();
        hold(open.is_empty(), || format!("not settled: {open:?}"))?;
        let books = &self.sheet.books;
        let balance = self.ledger.balance(&main_account());
        hold(books.sending_e8s == 0 && balance == held(books), || {
            format!("the ledger holds {balance}: {books:?}")
        })?;
        for (id, row) in (0..).zip(&self.sheet.moves) {
            let Some(number) = self.ledger.block_of(id) else {
                continue;
            };
            let block = self.ledger.block(number);
            let there = account(&row.account);
            let fits = if row.comes_in() {
                block.from == there
                    && block.to == main_account()
                    && block.amount_e8s == row.amount_e8s
            } else {
                block.from == main_account()
                    && block.to == there
                    && block.amount_e8s + block.fee_e8s == row.amount_e8s
            };
            hold(fits, || format!("{row:?} is {block:?}"))?;
        }
        Ok(())
    }

    /// The state is opened anew from what is stored, and is the same.
    pub(super) fn reopen(&mut self) -> Result<(), String> {
        let before = root_hash(&mut self.canister.state);
        self.canister.reopen();
        let after = root_hash(&mut self.canister.state);
        hold(before == after, || "an upgrade changes the root".into())?;
        self.check_all()
    }

    /// The log gives the same state again.
    pub(super) fn replay(&mut self) -> Result<(), String> {
        let fresh = Canister::new().state;
        let log = log_of(&self.canister.state);
        let mut replayed = replay_onto(fresh, log).map_err(|error| format!("replayed, {error}"))?;
        let (found, live) = (
            root_hash(&mut replayed),
            root_hash(&mut self.canister.state),
        );
        hold(found == live, || "the log gives another root".into())
    }
}
