//! No money appears or is lost, and every place of the books is what its rows hold.

use super::{hold, same_length};
use crate::state::{State, key};
use bonafide_types::id::ProviderId;
use bonafide_types::rewards::{Books, CaseState, Transfer, TransferKind, TransferState};
use bonafide_types::transfer::Purpose;
use candid::Principal;
use ic_stable_structures::Memory;

pub(super) fn check<M: Memory>(state: &State<M>) -> Result<(), String> {
    sum(&state.books())?;
    lots(state)?;
    accounts(state)?;
    transfers(state)?;
    treasury(state)
}

fn sum(books: &Books) -> Result<(), String> {
    let places = [
        books.escrow_e8s,
        books.releasable_e8s,
        books.bonds_e8s,
        books.treasury_e8s,
        books.sending_e8s,
        books.released_e8s,
        books.returned_e8s,
        books.paid_e8s,
    ];
    let sum: u64 = places.iter().sum();
    hold(sum == books.deposited_e8s, || {
        format!(
            "{} e8s came in, {sum} are somewhere: {books:?}",
            books.deposited_e8s
        )
    })
}

fn lots<M: Memory>(state: &State<M>) -> Result<(), String> {
    let (mut held, mut due) = (0, 0);
    for (_, lot) in state.lots.after(None) {
        held += lot.held_e8s;
        let fits = lot.locked_e8s <= lot.held_e8s && lot.held_e8s <= lot.deposited_e8s;
        hold(fits, || format!("{lot:?} holds or locks too much"))?;
        let owner = lot.provider.as_slice();
        hold(state.lots_by_provider.contains(owner, &key(lot.id)), || {
            format!("{lot:?} is not among its provider's")
        })?;
        let is_due = state.lots_due.contains_key(&(lot.due_at_ns, lot.id));
        hold(is_due == (lot.unlocked_e8s() > 0), || {
            format!("{lot:?} and the index of what is due differ")
        })?;
        due += u64::from(is_due);
    }
    same_length("lots_due", state.lots_due.len(), due)?;
    let by_provider = state.lots_by_provider.len();
    same_length("lots_by_provider", by_provider, state.lots.len())?;
    let said = state.books().escrow_e8s;
    hold(held == said, || {
        format!("lots hold {held}, the books say {said}")
    })
}

fn accounts<M: Memory>(state: &State<M>) -> Result<(), String> {
    let (mut releasable, mut bonds) = (0, 0);
    for (_, account) in state.accounts.after(None) {
        releasable += account.releasable_e8s;
        bonds += account.bond_total_e8s();
        hold(account.bond_locked_e8s <= account.bond_total_e8s(), || {
            format!("more bond is locked than is there: {account:?}")
        })?;
        let joined = account.joined_at_ns.is_some();
        hold(!joined || account.payout.is_some(), || {
            format!("nobody knows where to pay: {account:?}")
        })?;
    }
    let books = state.books();
    let (found, said) = ([releasable, bonds], [books.releasable_e8s, books.bonds_e8s]);
    hold(found == said, || {
        format!("releasable, bonds: {found:?} in accounts, {said:?} in the books")
    })?;
    for key in state.releases.keys() {
        let provider = Principal::try_from_slice(&key).map_err(|error| error.to_string())?;
        let account = state.account(ProviderId(provider));
        hold(account.releasable_e8s > 0, || {
            format!("nothing is to be sent to {provider}")
        })?;
    }
    Ok(())
}

fn transfers<M: Memory>(state: &State<M>) -> Result<(), String> {
    let mut found = Books::default();
    let mut unsettled = 0;
    for (_, transfer) in state.transfers.after(None) {
        let Transfer {
            id,
            kind,
            amount_e8s,
            ..
        } = &transfer;
        let settled = match &transfer.state {
            TransferState::Open | TransferState::Quarantined { .. } => {
                found.sending_e8s += if kind.comes_in() { 0 } else { *amount_e8s };
                false
            }
            TransferState::Made { .. } => {
                *made(&mut found, kind) += amount_e8s;
                true
            }
            TransferState::Failed { .. } => true,
        };
        let listed = state.unsettled_transfers.contains_key(id);
        hold(settled != listed, || format!("index of {transfer:?}"))?;
        unsettled += u64::from(listed);
    }
    let listed = state.unsettled_transfers.len();
    same_length("unsettled_transfers", listed, unsettled)?;
    let books = state.books();
    let of = |books: &Books| {
        [
            books.sending_e8s,
            books.deposited_e8s,
            books.released_e8s,
            books.returned_e8s,
            books.paid_e8s,
        ]
    };
    let (found, said) = (of(&found), of(&books));
    hold(found == said, || {
        format!(
            "sending, deposited, released, returned, paid: {found:?} by transfers, {said:?} in \
             the books"
        )
    })
}

/// The place that a transfer adds to once it is made.
fn made<'b>(books: &'b mut Books, kind: &TransferKind) -> &'b mut u64 {
    match kind {
        TransferKind::EscrowDeposit { .. }
        | TransferKind::BondDeposit
        | TransferKind::TreasuryDeposit => &mut books.deposited_e8s,
        TransferKind::EscrowRelease { .. } => &mut books.released_e8s,
        TransferKind::BondReturn { .. } => &mut books.returned_e8s,
        TransferKind::Payment(_) => &mut books.paid_e8s,
    }
}

/// The treasury has what was given to it and what cases took, less what was given back, paid
/// and is being paid.
fn treasury<M: Memory>(state: &State<M>) -> Result<(), String> {
    let books = state.books();
    let (mut taken, mut refunded) = (0, 0);
    for (_, case) in state.cases.after(None) {
        match case.state {
            CaseState::Executed { taken_e8s, .. } => taken += taken_e8s,
            CaseState::Refunded { refunded_e8s, .. } => {
                taken += refunded_e8s;
                refunded += refunded_e8s;
            }
            _ => {}
        }
    }
    let (found, said) = ([taken, refunded], [books.taken_e8s, books.refunded_e8s]);
    hold(found == said, || {
        format!("taken, refunded: {found:?} by cases, {said:?} in the books")
    })?;
    hold(books.refunded_e8s <= books.taken_e8s, || {
        format!("more was refunded than taken: {books:?}")
    })?;
    let (mut given, mut spent) = (0, 0);
    for (_, transfer) in state.transfers.after(None) {
        let gone = !matches!(transfer.state, TransferState::Failed { .. });
        let made = matches!(transfer.state, TransferState::Made { .. });
        match transfer.kind {
            TransferKind::TreasuryDeposit if made => given += transfer.amount_e8s,
            TransferKind::Payment(_) if gone => spent += transfer.amount_e8s,
            _ => {}
        }
    }
    let (came, left) = (given + taken, refunded + spent);
    let has = books.treasury_e8s;
    hold(came == left + has, || {
        format!("{came} e8s came into the treasury and {left} left it, it has {has}")
    })
}
