//! The canister is upgraded while an answer of the ledger is out.

use super::super::replay::assert_true_log;
use super::{
    AMOUNT, BOUNTY, assert_conserved, attempted, bonds_due, collecting, depositing, empty,
    executable, execute, fall_due, is_made, lots_due, newest, next, settle, submit, withdrawing,
    witness,
};
use bonafide_stand_ins::ledger::FailureMode;
use bonafide_test_support::audits::LEDGER_FEE;
use bonafide_test_support::{Suite, actors, canisters};
use bonafide_types::rewards::TransferState;
use candid::Principal;

/// What the ledger does with the attempt whose answer the upgrade loses.
const MODES: [FailureMode; 2] = [FailureMode::NoAnswer, FailureMode::NoAnswerNotDone];

/// Upgrades while the newest transfer is being asked for; then it is settled once.
fn upgrade(suite: &Suite) {
    let rewards = suite.rewarding();
    assert_eq!(newest(suite).attempts, 1);
    assert_eq!(newest(suite).state, TransferState::Open);
    let module = canisters::rewards();
    suite
        .pic
        .upgrade_canister(suite.rewards, module, vec![], None)
        .unwrap();
    assert_eq!(newest(suite).unresolved, 1);
    assert_conserved(suite);
    assert_true_log(suite);
    rewards.ledger().release();
    rewards.rounds();
    assert_conserved(suite);
    settle(suite);
    assert!(is_made(&newest(suite)), "{:?}", newest(suite));
    assert!(newest(suite).attempts > 1);
    assert_conserved(suite);
    assert_true_log(suite);
}

/// Somebody calls, the ledger is asked, and the answer does not come.
fn call(suite: &Suite, caller: Principal, call: (&str, Vec<u8>), mode: FailureMode) {
    let id = next(suite);
    suite.rewarding().ledger().fail_next(&[mode]);
    submit(suite, caller, call);
    attempted(suite, id);
}

#[test]
fn should_collect_rewards_once_across_an_upgrade() {
    for mode in MODES {
        let suite = empty(1);
        let rewards = suite.rewarding();
        let provider = actors::provider(1);
        rewards.join(provider);
        rewards.reward(provider, AMOUNT);
        call(&suite, actors::stranger(), collecting(provider), mode);
        upgrade(&suite);
        assert_eq!(rewards.escrow(provider).held_e8s, AMOUNT);
        let account = rewards.escrow_account(provider);
        assert_eq!(rewards.ledger().balance(account), 0);
    }
}

#[test]
fn should_take_a_bond_once_across_an_upgrade() {
    for mode in MODES {
        let suite = empty(1);
        let rewards = suite.rewarding();
        let provider = actors::provider(1);
        rewards.endow(provider, AMOUNT);
        call(&suite, provider.0, depositing(AMOUNT), mode);
        upgrade(&suite);
        assert_eq!(rewards.account(provider).bond_e8s, AMOUNT);
        assert_eq!(rewards.ledger().balance(provider.0), 0);
    }
}

#[test]
fn should_return_a_bond_once_across_an_upgrade() {
    for mode in MODES {
        let suite = empty(1);
        let rewards = suite.rewarding();
        let provider = actors::provider(1);
        bonds_due(&suite, 1);
        call(&suite, provider.0, withdrawing(), mode);
        upgrade(&suite);
        assert_eq!(rewards.account(provider).bond_total_e8s(), 0);
        assert_eq!(rewards.ledger().balance(provider.0), AMOUNT - LEDGER_FEE);
    }
}

#[test]
fn should_release_rewards_once_across_an_upgrade() {
    for mode in MODES {
        let suite = empty(1);
        let rewards = suite.rewarding();
        let lots = lots_due(&suite, 1);
        // The task sends it.
        fall_due(&suite, &lots[0], &[mode]);
        upgrade(&suite);
        let provider = lots[0].provider;
        assert_eq!(rewards.account(provider).releasable_e8s, 0);
        assert_eq!(rewards.ledger().balance(provider.0), AMOUNT - LEDGER_FEE);
    }
}

#[test]
fn should_pay_a_bounty_once_across_an_upgrade() {
    let suite = executable(2);
    let rewards = suite.rewarding();
    for (number, mode) in (1..).zip(MODES) {
        execute(&suite, u64::from(number - 1), &[mode]);
        upgrade(&suite);
        let paid = rewards.ledger().balance(witness(number));
        assert_eq!(paid, BOUNTY - LEDGER_FEE);
    }
}
