//! Forged attempts, refusals and ends of transfers.

use super::{GOVERNED, refuse, refuse_after, refuse_again, refuse_author, refuse_earlier, said};
use crate::world::{HISTORY, PATRON, SELF_ID};
use bonafide_rewards::state::Event;
use bonafide_types::rewards::TransferState;

/// The bond that goes back, of which nothing was heard.
const RETURN: u64 = 13;

#[test]
fn should_ask_when_an_attempt_is_due() {
    let words = "an attempt is made when one is due";
    refuse_again(at!(TransferAttempted), words);
    // The second attempt of a payment, before its pause is over.
    refuse(
        at!(TransferAttempted, 6),
        |entry| entry.at_ns = HISTORY[at!(AttemptRefused, 1)].at_ns,
        words,
    );
    let settled = at!(TransferSettled);
    let words = "a transfer is settled once";
    for transfer_id in [0, 99] {
        let event = Event::TransferAttempted { transfer_id };
        refuse_after(settled, said(settled, SELF_ID, event), words);
    }
}

#[test]
fn should_refuse_only_attempts_that_were_made() {
    let words = "an attempt is refused after it was made";
    refuse_again(at!(AttemptRefused, 1), words);
    let opened = at!(TransferOpened, 5);
    let event = Event::AttemptRefused {
        transfer_id: 5,
        reason: "an example".into(),
    };
    refuse_after(opened, said(opened, SELF_ID, event), words);
}

#[test]
fn should_fail_what_comes_in_of_its_first_refusal() {
    let words = "what comes in fails of its first refusal";
    let refused = at!(AttemptRefused);
    refuse_again(refused, words);
    let attempted = said(
        refused,
        SELF_ID,
        Event::TransferAttempted { transfer_id: 4 },
    );
    refuse_after(refused, attempted, words);
    // The next thing that happened.
    refuse_after(refused, HISTORY[refused + 2].clone(), words);
}

#[test]
fn should_make_nothing_again_that_may_have_been_made() {
    let words = "a transfer that may have been made is not made again";
    let at = at!(TransferRenewed);
    forge!(at, Event::TransferRenewed { fee_e8s, .. } => *fee_e8s += 1, words);
    forge!(
        at,
        Event::TransferRenewed { created_at_ns, .. } => *created_at_ns -= 1,
        words
    );
    refuse_again(at, words);
    let last = HISTORY.len() - 1;
    let event = Event::TransferRenewed {
        transfer_id: RETURN,
        fee_e8s: 1,
        created_at_ns: HISTORY[last].at_ns,
    };
    refuse_after(last, said(last, SELF_ID, event), words);
}

#[test]
fn should_settle_a_transfer_once() {
    let words = "a transfer is settled once";
    for nth in [0, 4, 6, 7, 8] {
        refuse_again(at!(TransferSettled, nth), words);
    }
    let settled = at!(TransferSettled);
    let open = TransferState::Open;
    forge!(
        settled,
        Event::TransferSettled { state, .. } => *state = open,
        "a transfer is settled by something"
    );
    forge!(
        settled,
        Event::TransferSettled { transfer_id, .. } => *transfer_id = 99,
        words
    );
}

#[test]
fn should_settle_by_what_is_known() {
    let words = "a transfer is settled by what is known of it";
    let made = at!(TransferSettled);
    let at_ns = HISTORY[made].at_ns;
    let failed = TransferState::Failed {
        reason: "an example".into(),
        at_ns,
    };
    forge!(made, Event::TransferSettled { state, .. } => *state = failed, words);
    let quarantined = TransferState::Quarantined {
        reason: "an example".into(),
        at_ns,
    };
    forge!(made, Event::TransferSettled { state, .. } => *state = quarantined, words);
    let before = TransferState::Made {
        block: Some(1_000),
        at_ns: at_ns - 1,
    };
    forge!(made, Event::TransferSettled { state, .. } => *state = before, words);
    // What was refused was not made, and failed for this reason.
    let failed = at!(TransferSettled, 6);
    let at_ns = HISTORY[failed].at_ns;
    let made = TransferState::Made {
        block: Some(1),
        at_ns,
    };
    forge!(failed, Event::TransferSettled { state, .. } => *state = made, words);
    let other = TransferState::Failed {
        reason: "another".into(),
        at_ns,
    };
    forge!(failed, Event::TransferSettled { state, .. } => *state = other, words);
    // What may have been made does not fail, and is in quarantine when its time is over.
    let quarantined = at!(TransferSettled, 7);
    refuse_earlier(quarantined, 1, words);
    let last = HISTORY.len() - 1;
    let event = Event::TransferSettled {
        transfer_id: RETURN,
        state: TransferState::Failed {
            reason: "an example".into(),
            at_ns: HISTORY[last].at_ns,
        },
        evidence: None,
    };
    refuse_after(last, said(last, SELF_ID, event), words);
}

#[test]
fn should_let_governance_settle_what_is_in_quarantine() {
    let by_proposal = at!(TransferSettled, 8);
    refuse_author(by_proposal, PATRON, GOVERNED);
    let words = "governance settles what is in quarantine";
    let at_ns = HISTORY[by_proposal].at_ns;
    let made = TransferState::Made { block: None, at_ns };
    forge!(by_proposal, Event::TransferSettled { state, .. } => *state = made, words);
    let failed = TransferState::Failed {
        reason: "an example".into(),
        at_ns,
    };
    forge!(by_proposal, Event::TransferSettled { state, .. } => *state = failed, words);
    let words = "a transfer is settled once";
    forge!(
        by_proposal,
        Event::TransferSettled { evidence, .. } => *evidence = None,
        words
    );
    let some = Some(String::from("a block"));
    forge!(
        at!(TransferSettled),
        Event::TransferSettled { evidence, .. } => *evidence = some,
        words
    );
}
