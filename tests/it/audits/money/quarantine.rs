//! Transfers of which nobody here can know any more whether they were made.

use super::super::{adopt, books, refused, words};
use super::{
    account, answer, assert_conserved, depositing, empty, newest, nothing, saver, savings, settle,
    submit,
};
use bonafide_stand_ins::ledger::FailureMode;
use bonafide_test_support::audits::{ICP, LEDGER_FEE};
use bonafide_test_support::{Suite, run};
use bonafide_types::audits::{
    AuditError, SettleTransferArgs, SettledTransfer, TransferState, UnbondStakeArgs,
};
use bonafide_types::governance::Command;
use std::time::Duration;

/// Longer than the ledger remembers.
const FORGOTTEN: Duration = Duration::from_hours(25);

fn settlement(suite: &Suite, outcome: SettledTransfer) -> Command {
    Command::SettleTransfer(SettleTransferArgs {
        transfer_id: newest(suite).id,
        outcome,
        evidence: "The ledger's blocks.".into(),
    })
}

/// The newest transfer's only attempt gets no answer, and the ledger's memory runs out.
fn forget(suite: &Suite) {
    assert_eq!(newest(suite).unresolved, 1);
    suite.auditing().pass(FORGOTTEN);
    suite.auditing().tasks();
    let row = newest(suite);
    assert!(
        matches!(row.state, TransferState::Quarantined { .. }),
        "{row:?}"
    );
    assert_eq!(row.attempts, 1, "it must not be asked for again");
}

#[test]
fn should_let_a_vote_settle_a_deposit_that_was_made() {
    let suite = empty();
    let audits = suite.auditing();
    let amount = 2 * ICP;
    audits.endow(saver(1), amount);
    audits.ledger().fail_next(&[FailureMode::DoAndReject]);
    let message = submit(&suite, saver(1), "deposit_stake", depositing(amount));
    let told = answer(&suite, message).unwrap_err();
    assert!(
        matches!(told, AuditError::TransferUnsettled { .. }),
        "{told}"
    );
    let block = audits.ledger().transfers().pop().unwrap().index;
    forget(&suite);
    assert_conserved(&suite);
    assert_eq!(account(&suite, saver(1)).free_e8s, 0);

    let made = settlement(&suite, SettledTransfer::Made { block });
    let text = words(&suite, &made);
    assert!(text.contains(&format!("in block {block}")), "{text}");
    adopt(&suite, &made);
    assert_eq!(account(&suite, saver(1)).free_e8s, amount);
    assert_conserved(&suite);
    let said = refused(&suite, &made);
    assert!(said.starts_with("TransferNotQuarantined"), "{said}");
}

#[test]
fn should_let_a_vote_settle_a_payment_that_was_not_made() {
    let suite = empty();
    let audits = suite.auditing();
    let amount = 2 * ICP;
    savings(&suite, 1, amount);
    audits.ledger().fail_next(&[FailureMode::Reject]);
    let message = submit(&suite, saver(1), "withdraw_stake", nothing());
    let told = answer(&suite, message).unwrap_err();
    assert!(
        matches!(told, AuditError::TransferUnsettled { .. }),
        "{told}"
    );
    let not_made = settlement(&suite, SettledTransfer::NotMade);
    let early = refused(&suite, &not_made);
    assert!(early.starts_with("TransferNotQuarantined"), "{early}");
    forget(&suite);
    assert_conserved(&suite);
    assert_eq!(books(&suite).sending_e8s, amount);

    adopt(&suite, &not_made);
    let here = account(&suite, saver(1));
    assert_eq!(
        (here.free_e8s, audits.ledger().balance(saver(1))),
        (amount, 0)
    );
    assert_conserved(&suite);
    // It is asked back anew.
    savings_out(&suite, amount);
    assert_eq!(audits.ledger().balance(saver(1)), amount - LEDGER_FEE);
    assert_conserved(&suite);
}

fn savings_out(suite: &Suite, amount_e8s: u64) {
    let audits = suite.auditing();
    let all = UnbondStakeArgs { amount_e8s };
    run(audits.client(saver(1)).unbond_stake(&all)).unwrap();
    audits.pass_days(61);
    let message = submit(suite, saver(1), "withdraw_stake", nothing());
    answer(suite, message).unwrap();
}

/// An error of a later attempt proves nothing of an earlier one.
#[test]
fn should_not_take_an_error_for_the_proof_that_nothing_was_moved() {
    let suite = empty();
    let audits = suite.auditing();
    let amount = 2 * ICP;
    audits.endow(saver(1), amount);
    // The first attempt moves the tokens, and the second is refused for want of them.
    let modes = [FailureMode::DoAndReject, FailureMode::InsufficientFunds];
    audits.ledger().fail_next(&modes);
    let message = submit(&suite, saver(1), "deposit_stake", depositing(amount));
    answer(&suite, message).unwrap_err();
    let block = audits.ledger().transfers().pop().unwrap().index;
    for _ in 0..3 {
        audits.tasks();
    }
    let row = newest(&suite);
    assert!(
        matches!(row.state, TransferState::Quarantined { .. }),
        "{row:?}"
    );
    // The ledger could still make it, as far as this canister can tell.
    let early = refused(&suite, &settlement(&suite, SettledTransfer::NotMade));
    assert!(early.starts_with("InvalidField"), "{early}");
    adopt(&suite, &settlement(&suite, SettledTransfer::Made { block }));
    assert_eq!(account(&suite, saver(1)).free_e8s, amount);
    assert_conserved(&suite);

    // One that says nothing of the accounts lets it go on.
    audits.endow(saver(2), amount);
    let modes = [
        FailureMode::DoAndReject,
        FailureMode::TemporarilyUnavailable,
        FailureMode::GenericError,
    ];
    audits.ledger().fail_next(&modes);
    let message = submit(&suite, saver(2), "deposit_stake", depositing(amount));
    answer(&suite, message).unwrap_err();
    settle(&suite);
    assert_eq!(account(&suite, saver(2)).free_e8s, amount);
    assert_conserved(&suite);
}
