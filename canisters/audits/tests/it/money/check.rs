//! The canister's books against the ledger.

use super::ledger::{Ledger, main_account};
use crate::world::{Canister, count};
use bonafide_audits::domain::transfer;
use bonafide_audits::state::invariants::try_state;
use bonafide_types::audits::{Transfer, TransferState, table};

fn hold(holds: bool, words: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(words()) }
}

/// All transfers, in order.
pub(super) fn transfers(canister: &Canister) -> impl Iterator<Item = Transfer> {
    let ids = 0..count(&canister.state, table::TRANSFER);
    ids.filter_map(|id| canister.state.transfer(id))
}

/// Those that are neither made nor failed.
pub(super) fn unsettled(canister: &Canister) -> Vec<Transfer> {
    let open = |row: &Transfer| {
        matches!(
            row.state,
            TransferState::Open | TransferState::Quarantined { .. }
        )
    };
    transfers(canister).filter(open).collect()
}

/// Nothing was made twice, what is settled is settled rightly, and the ledger holds exactly
/// what the books say: but for what it made and the canister does not know yet.
pub(super) fn reconcile(canister: &Canister, ledger: &Ledger) -> Result<(), String> {
    try_state(&canister.state)?;
    if let Some(id) = ledger.made_twice() {
        return Err(format!("transfer {id} was made twice"));
    }
    let books = canister.state.books();
    let places = [
        books.stakes_e8s,
        books.free_e8s,
        books.reserved_e8s,
        books.sending_e8s,
        books.paid_e8s,
        books.returned_e8s,
    ];
    let sum: u64 = places.iter().sum();
    hold(sum == books.deposited_e8s, || format!("sum of {books:?}"))?;
    let (mut more, mut less) = (books.deposited_e8s, books.paid_e8s + books.returned_e8s);
    for row in transfers(canister) {
        let block = ledger.block_of(row.id);
        match row.state {
            TransferState::Made { block: said, .. } => {
                hold(said.is_some() && said == block, || {
                    format!("{row:?} is in block {block:?}")
                })?;
            }
            TransferState::Failed { .. } => {
                hold(block.is_none(), || format!("{row:?} is in block {block:?}"))?;
            }
            TransferState::Open | TransferState::Quarantined { .. } if block.is_some() => {
                if transfer::comes_in(&row.kind) {
                    more += row.amount_e8s;
                } else {
                    less += row.amount_e8s;
                }
            }
            TransferState::Open | TransferState::Quarantined { .. } => {}
        }
    }
    let balance = ledger.balance(&main_account());
    hold(balance + less == more, || {
        format!("the ledger holds {balance}, {more} came in, {less} went out: {books:?}")
    })
}

/// Once nothing is under way: the ledger holds what the books say, and everyone got what was
/// meant for them.
pub(super) fn settled(canister: &Canister, ledger: &Ledger) -> Result<(), String> {
    reconcile(canister, ledger)?;
    let open = unsettled(canister);
    hold(open.is_empty(), || format!("not settled: {open:?}"))?;
    let books = canister.state.books();
    let held = books.stakes_e8s + books.free_e8s + books.reserved_e8s;
    let balance = ledger.balance(&main_account());
    hold(books.sending_e8s == 0 && balance == held, || {
        format!("the ledger holds {balance}: {books:?}")
    })?;
    for row in transfers(canister) {
        let Some(number) = ledger.block_of(row.id) else {
            continue;
        };
        let block = ledger.block(number);
        let there = transfer::account(&row.account);
        let fits = if transfer::comes_in(&row.kind) {
            block.from == there && block.to == main_account() && block.amount_e8s == row.amount_e8s
        } else {
            block.from == main_account()
                && block.to == there
                && block.amount_e8s + block.fee_e8s == row.amount_e8s
        };
        hold(fits, || format!("{row:?} is {block:?}"))?;
    }
    Ok(())
}
