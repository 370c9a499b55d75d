//! Movements on the ledger, as [`bonafide_kit::transfer`] has them, in events of this canister.
//!
//! What fails on its way out is where it was: releases and bonds in their provider's account
//! here, payments in the treasury.

use crate::state::Event;
use bonafide_kit::transfer::{self, Answer, Step};
use bonafide_types::rewards::Transfer;

/// What is to be done with a transfer now, in events.
pub type Due = transfer::Due<Event>;

/// What is to be done with a transfer at a time, as [`transfer::due`] says.
#[must_use]
pub fn due(transfer: &Transfer, now_ns: u64) -> Due {
    transfer::due(transfer, now_ns).map(|step| event(transfer.id, step))
}

/// What an answer does to the transfer whose last attempt it answers, as [`transfer::next`]
/// says.
#[must_use]
pub fn next(transfer: &Transfer, answer: &Answer, now_ns: u64) -> Vec<Event> {
    let steps = transfer::next(transfer, answer, now_ns).into_iter();
    steps.map(|step| event(transfer.id, step)).collect()
}

/// The event that says what happens to a transfer.
#[must_use]
pub fn event(transfer_id: u64, step: Step) -> Event {
    match step {
        Step::Attempted => Event::TransferAttempted { transfer_id },
        Step::Refused { reason } => Event::AttemptRefused {
            transfer_id,
            reason,
        },
        Step::FeeLearned { fee_e8s } => Event::LedgerFeeLearned { fee_e8s },
        Step::Renewed {
            fee_e8s,
            created_at_ns,
        } => Event::TransferRenewed {
            transfer_id,
            fee_e8s,
            created_at_ns,
        },
        Step::Settled { state } => Event::TransferSettled {
            transfer_id,
            state,
            evidence: None,
        },
    }
}

#[cfg(test)]
mod tests;
