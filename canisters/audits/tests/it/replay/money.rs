//! Forged movements of money.

use super::{refuse_after, refuse_again, refuse_author};
use crate::world::{FEE, HISTORY, PATRON};
use bonafide_audits::state::Event;
use bonafide_kit::commit::Entry;
use bonafide_types::audits::TransferState;

/// The transfer of the first fee, and that of the stake that goes back.
const FIRST_FEE: usize = 6;
const RETURN: usize = 13;

/// An event of a transfer, right after another entry and by the same author.
fn after(at: usize, event: Event) -> Entry<Event> {
    Entry {
        event,
        ..HISTORY[at].clone()
    }
}

#[test]
fn should_number_transfers_and_begin_them_open() {
    let words = "transfers are numbered, and begin open";
    let at = at!(TransferOpened, 3);
    forge!(at, Event::TransferOpened { transfer } => transfer.id = 4, words);
    forge!(at, Event::TransferOpened { transfer } => transfer.attempts = 1, words);
    forge!(at, Event::TransferOpened { transfer } => transfer.unresolved = 1, words);
    let made = TransferState::Made {
        block: None,
        at_ns: 0,
    };
    forge!(at, Event::TransferOpened { transfer } => transfer.state = made, words);
}

#[test]
fn should_send_what_is_due_and_reserved() {
    let at = at!(TransferOpened, FIRST_FEE);
    let words = "a report is paid for when it is revealed, once";
    forge!(at, Event::TransferOpened { transfer } => transfer.amount_e8s = FEE + 1, words);
    let at = at!(TransferOpened, RETURN);
    let words = "what goes back is all that is due";
    for amount in [FEE - 1, FEE + 1] {
        forge!(at, Event::TransferOpened { transfer } => transfer.amount_e8s = amount, words);
    }
}

#[test]
fn should_refuse_only_attempts_that_were_made() {
    let at = at!(TransferOpened, FIRST_FEE);
    let event = Event::AttemptRefused {
        transfer_id: FIRST_FEE as u64,
        reason: "an example".into(),
    };
    let words = "an attempt is refused after it was made";
    refuse_after(at, after(at, event), words);
    refuse_again(at!(AttemptRefused), words);
}

#[test]
fn should_make_nothing_again_that_may_have_been_made() {
    let last = HISTORY.len() - 1;
    let event = Event::TransferRenewed {
        transfer_id: RETURN as u64,
        fee_e8s: 1,
        created_at_ns: 2,
    };
    let words = "a transfer that may have been made is not made again";
    refuse_after(last, after(last, event), words);
}

#[test]
fn should_settle_a_transfer_once() {
    let words = "a transfer is settled once";
    let settled = at!(TransferSettled);
    refuse_again(settled, words);
    let attempted = Event::TransferAttempted { transfer_id: 0 };
    refuse_after(settled, after(settled, attempted), words);
    let refused = Event::AttemptRefused {
        transfer_id: 0,
        reason: "an example".into(),
    };
    refuse_after(settled, after(settled, refused), words);
    let renewed = Event::TransferRenewed {
        transfer_id: 0,
        fee_e8s: 1,
        created_at_ns: 2,
    };
    refuse_after(settled, after(settled, renewed), words);
    forge!(
        settled,
        Event::TransferSettled { state, .. } => *state = TransferState::Open,
        "a transfer is settled by something"
    );
}

#[test]
fn should_let_governance_settle_what_is_in_quarantine() {
    let by_proposal = at!(TransferSettled, 9);
    let words = "governance settles what is in quarantine";
    refuse_author(by_proposal, PATRON, words);
    let words = "a transfer is settled once";
    forge!(
        by_proposal,
        Event::TransferSettled { evidence, .. } => *evidence = None,
        words
    );
    let some = Some("a block".into());
    forge!(
        at!(TransferSettled),
        Event::TransferSettled { evidence, .. } => *evidence = some,
        words
    );
}

#[test]
fn should_move_stake_that_is_there() {
    let words = "whoever has free stake asks it back";
    forge!(
        at!(StakeUnbonded),
        Event::StakeUnbonded { part, .. } => part.amount_e8s = 1_000 * FEE,
        words
    );
    let words = "evidence takes once, and no more than there is";
    forge!(
        at!(StakeTaken),
        Event::StakeTaken { amount_e8s, .. } => *amount_e8s = 1_000 * FEE,
        words
    );
    refuse_again(at!(StakeTaken), words);
    let words = "the treasury pays what it owes and has";
    forge!(
        at!(OwedPaid),
        Event::OwedPaid { amount_e8s, .. } => *amount_e8s += 1,
        words
    );
    refuse_again(at!(OwedPaid), words);
}
