//! Transfers of which nobody here can know any more whether they were made.

use super::super::{adopt, assert_refused, assert_told};
use super::{
    AMOUNT, answer, assert_conserved, collecting, empty, fall_due, lots_due, newest, submit,
};
use bonafide_stand_ins::ledger::FailureMode;
use bonafide_test_support::audits::LEDGER_FEE;
use bonafide_test_support::{Suite, actors};
use bonafide_types::governance::Command;
use bonafide_types::rewards::{Lot, RewardsError, SettleRewardsTransferArgs, TransferState};
use std::time::Duration;

/// Longer than the ledger remembers.
const FORGOTTEN: Duration = Duration::from_hours(25);

fn settlement(suite: &Suite, block: Option<u64>) -> Command {
    Command::SettleRewardsTransfer(SettleRewardsTransferArgs {
        transfer_id: newest(suite).id,
        block,
        evidence: "The ledger's blocks.".into(),
    })
}

/// The newest transfer's only attempt gets no answer, and the ledger's memory runs out.
fn forget(suite: &Suite) {
    assert_eq!(newest(suite).unresolved, 1);
    suite.rewarding().pass(FORGOTTEN);
    suite.rewarding().tasks();
    let row = newest(suite);
    assert!(
        matches!(row.state, TransferState::Quarantined { .. }),
        "{row:?}"
    );
    assert_eq!(row.attempts, 1, "it must not be asked for again");
}

#[test]
fn should_let_a_vote_settle_a_reward_that_came_in() {
    let suite = empty(1);
    let rewards = suite.rewarding();
    let provider = actors::provider(1);
    rewards.join(provider);
    rewards.reward(provider, AMOUNT);
    rewards.ledger().fail_next(&[FailureMode::DoAndReject]);
    let message = submit(&suite, actors::stranger(), collecting(provider));
    let told = answer::<Lot>(&suite, message).unwrap_err();
    assert!(
        matches!(told, RewardsError::TransferUnsettled { .. }),
        "{told}"
    );
    let block = rewards.ledger().transfers().pop().unwrap().index;
    let made = settlement(&suite, Some(block));
    assert_refused(&suite, &made, "TransferNotQuarantined");
    forget(&suite);
    assert_conserved(&suite);
    assert_eq!(rewards.escrow(provider).held_e8s, 0);

    let told = format!("in block {block}");
    assert_told(&suite, &made, &[&told, "a lot in escrow"]);
    adopt(&suite, &made);
    assert_eq!(rewards.escrow(provider).held_e8s, AMOUNT);
    let lot = rewards.lot(0);
    assert_eq!((lot.provider, lot.held_e8s), (provider, AMOUNT));
    assert_conserved(&suite);
    assert_refused(&suite, &made, "TransferNotQuarantined");
}

#[test]
fn should_let_a_vote_settle_a_release_that_was_not_made() {
    let suite = empty(1);
    let rewards = suite.rewarding();
    let lots = lots_due(&suite, 1);
    let provider = lots[0].provider;
    fall_due(&suite, &lots[0], &[FailureMode::Reject]);
    let not_made = settlement(&suite, None);
    forget(&suite);
    assert_conserved(&suite);
    assert_eq!(rewards.books().sending_e8s, AMOUNT);

    assert_told(&suite, &not_made, &["the ledger did not make it"]);
    adopt(&suite, &not_made);
    assert_eq!(rewards.account(provider).releasable_e8s, AMOUNT);
    assert_eq!(rewards.ledger().balance(provider.0), 0);
    assert_conserved(&suite);
    // Anyone has it sent.
    let sent = rewards
        .release_escrow(actors::stranger(), provider)
        .unwrap();
    assert_eq!(sent.releasable_e8s, 0);
    assert_eq!(rewards.ledger().balance(provider.0), AMOUNT - LEDGER_FEE);
    assert_conserved(&suite);
}

/// An error of a later attempt proves nothing of an earlier one.
#[test]
fn should_not_take_an_error_for_the_proof_that_nothing_was_moved() {
    let suite = empty(1);
    let rewards = suite.rewarding();
    let lots = lots_due(&suite, 1);
    // The first attempt moves the tokens, and the second is refused for want of them.
    let modes = [FailureMode::DoAndReject, FailureMode::InsufficientFunds];
    fall_due(&suite, &lots[0], &modes);
    let block = rewards.ledger().transfers().pop().unwrap().index;
    for _ in 0..3 {
        rewards.tasks();
    }
    let row = newest(&suite);
    assert!(
        matches!(row.state, TransferState::Quarantined { .. }),
        "{row:?}"
    );
    // The ledger could still make it, as far as this canister can tell.
    assert_refused(&suite, &settlement(&suite, None), "InvalidField");
    adopt(&suite, &settlement(&suite, Some(block)));
    let books = rewards.books();
    assert_eq!((books.sending_e8s, books.released_e8s), (0, AMOUNT));
    assert_conserved(&suite);
}
