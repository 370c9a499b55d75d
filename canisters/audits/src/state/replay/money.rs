//! What a log can say of money.

use super::{ReplayErrorReason, rule};
use crate::state::{Event, State};
use bonafide_kit::commit::Entry;
use bonafide_types::audits::{TransferKind, TransferState};
use bonafide_types::id::Caller;
use ic_stable_structures::Memory;

pub(super) fn check<M: Memory>(
    state: &State<M>,
    entry: &Entry<Event>,
) -> Result<(), ReplayErrorReason> {
    match &entry.event {
        Event::TransferOpened { transfer } => {
            rule(
                transfer.id == state.transfers.len()
                    && transfer.state == TransferState::Open
                    && transfer.attempts == 0
                    && transfer.unresolved == 0,
                "transfers are numbered, and begin open",
            )?;
            let amount = transfer.amount_e8s;
            match transfer.kind {
                TransferKind::StakeDeposit | TransferKind::TreasuryDeposit => Ok(()),
                TransferKind::StakeReturn => {
                    let account = state.account(transfer.account.owner);
                    let due = account
                        .unbonding
                        .iter()
                        .filter(|part| part.due_at_ns <= entry.at_ns);
                    let due: u64 = due.map(|part| part.amount_e8s).sum();
                    rule(due == amount, "what goes back is all that is due")
                }
                TransferKind::AuditFee { assignment_id } => {
                    let row = state.assignment(assignment_id);
                    rule(
                        row.is_some_and(|row| row.reserved_e8s >= amount),
                        "a fee is paid from what is reserved for it",
                    )
                }
            }
        }
        Event::TransferAttempted { transfer_id } => check_state(state, *transfer_id, |open| open),
        Event::AttemptRefused { transfer_id, .. } => {
            check_state(state, *transfer_id, |open| open)?;
            let row = state.transfer(*transfer_id);
            rule(
                row.is_some_and(|row| row.unresolved > 0),
                "an attempt is refused after it was made",
            )
        }
        Event::TransferRenewed { transfer_id, .. } => {
            check_state(state, *transfer_id, |open| open)?;
            let row = state.transfer(*transfer_id);
            rule(
                row.is_some_and(|row| row.unresolved == 0),
                "a transfer that may have been made is not made again",
            )
        }
        Event::TransferSettled {
            transfer_id,
            state: settled,
            evidence,
        } => {
            let quarantined = evidence.is_some();
            check_state(state, *transfer_id, |open| open != quarantined)?;
            rule(
                *settled != TransferState::Open,
                "a transfer is settled by something",
            )?;
            let governance = state.settings().governance;
            rule(
                !quarantined || entry.caller == governance,
                "governance settles what is in quarantine",
            )
        }
        Event::StakeUnbonded { owner, part } => rule(
            entry.caller == *owner && part.amount_e8s <= state.account(*owner).free_e8s,
            "whoever has free stake asks it back",
        ),
        Event::OwedPaid { owner, amount_e8s } => rule(
            *amount_e8s <= state.account(*owner).owed_e8s && *amount_e8s <= state.books().free_e8s,
            "the treasury pays what it owes and has",
        ),
        _ => Ok(()),
    }
}

/// An unsettled transfer is open or in quarantine.
fn check_state<M: Memory>(
    state: &State<M>,
    id: u64,
    fits: impl Fn(bool) -> bool,
) -> Result<(), ReplayErrorReason> {
    let fits = match state.transfer(id).map(|row| row.state) {
        Some(TransferState::Open) => fits(true),
        Some(TransferState::Quarantined { .. }) => fits(false),
        Some(TransferState::Made { .. } | TransferState::Failed { .. }) | None => false,
    };
    rule(fits, "a transfer is settled once")
}

/// Whether an account holds an amount, free.
pub(super) fn is_free<M: Memory>(state: &State<M>, owner: Caller, amount_e8s: u64) -> bool {
    state.account(owner).free_e8s >= amount_e8s
}
