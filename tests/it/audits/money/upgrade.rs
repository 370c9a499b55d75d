//! The canister is upgraded while an answer of the ledger is out.

use super::{
    account, assert_conserved, attempted, committed, depositing, empty, is_made, newest, nothing,
    saver, savings, settle, submit,
};
use bonafide_stand_ins::ledger::FailureMode;
use bonafide_test_support::audits::{ICP, LEDGER_FEE, confirmed};
use bonafide_test_support::{Suite, canisters};
use bonafide_types::audits::TransferState;
use candid::Principal;

/// What the ledger does with the attempt whose answer the upgrade loses.
const MODES: [FailureMode; 2] = [FailureMode::NoAnswer, FailureMode::NoAnswerNotDone];

/// Upgrades while the newest transfer is being asked for; then it is settled once.
fn upgrade(suite: &Suite, owner: Principal) {
    let audits = suite.auditing();
    attempted(suite, owner);
    assert_eq!(newest(suite).attempts, 1);
    assert_eq!(newest(suite).state, TransferState::Open);
    suite
        .pic
        .upgrade_canister(suite.audits, canisters::audits(), vec![], None)
        .unwrap();
    assert_eq!(newest(suite).unresolved, 1);
    assert_conserved(suite);
    audits.ledger().release();
    audits.rounds();
    assert_conserved(suite);
    settle(suite);
    assert!(is_made(&newest(suite)), "{:?}", newest(suite));
    assert!(newest(suite).attempts > 1);
    assert_conserved(suite);
}

#[test]
fn should_take_a_deposit_once_across_an_upgrade() {
    for mode in MODES {
        let suite = empty();
        let audits = suite.auditing();
        audits.endow(saver(1), 2 * ICP);
        audits.ledger().fail_next(&[mode]);
        submit(&suite, saver(1), "deposit_stake", depositing(2 * ICP));
        upgrade(&suite, saver(1));
        assert_eq!(account(&suite, saver(1)).free_e8s, 2 * ICP);
        assert_eq!(audits.ledger().balance(saver(1)), 0);
    }
}

#[test]
fn should_pay_stake_out_once_across_an_upgrade() {
    for mode in MODES {
        let suite = empty();
        let audits = suite.auditing();
        savings(&suite, 1, 2 * ICP);
        audits.ledger().fail_next(&[mode]);
        submit(&suite, saver(1), "withdraw_stake", nothing());
        upgrade(&suite, saver(1));
        assert_eq!(account(&suite, saver(1)).total_e8s(), 0);
        assert_eq!(audits.ledger().balance(saver(1)), 2 * ICP - LEDGER_FEE);
    }
}

#[test]
fn should_pay_a_report_once_across_an_upgrade() {
    let (suite, seats) = committed(2);
    let audits = suite.auditing();
    for (auditor, mode) in seats.into_iter().zip(MODES) {
        audits.ledger().fail_next(&[mode]);
        let challenge = audits.assignment(0).assignment.challenge.unwrap();
        audits.reveal(0, auditor, &confirmed(&challenge));
        // The task sends it.
        audits.tasks();
        upgrade(&suite, auditor.0);
        assert_eq!(audits.ledger().balance(auditor.0), ICP - LEDGER_FEE);
        assert_eq!(account(&suite, auditor.0).free_e8s, 0);
    }
}
