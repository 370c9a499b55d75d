//! Each way in which the ledger can fail, at each kind of transfer.

use super::super::unchanged;
use super::{
    AMOUNT, BOUNTY, PAUSE, all_settled, answer, assert_conserved, attempted, bonds_due, collecting,
    depositing, empty, executable, execute, fall_due, is_failed, is_made, lots_due, many, newest,
    next, settle, submit, withdrawing, witness,
};
use bonafide_stand_ins::ledger::FailureMode;
use bonafide_test_support::audits::{ICP, LEDGER_FEE};
use bonafide_test_support::{Suite, actors};
use bonafide_types::limits::SECOND_NS;
use bonafide_types::rewards::{Books, CaseState, EscrowAccount, Lot, RewardsError, TransferState};
use candid::{CandidType, Deserialize, Principal, encode_args};
use std::fmt::Debug;

/// What becomes of a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// Made at the first attempt's answer.
    Made,
    /// Made, which is known later.
    MadeLater,
    /// Not made, and given up.
    Failed,
}

/// A failure, what comes of what comes in, and what of what goes out.
fn failures() -> Vec<(FailureMode, End, End)> {
    use FailureMode as Mode;
    vec![
        (Mode::Act, End::Made, End::Made),
        // The ledger says that it moved nothing. What comes in can be asked for again by who
        // wants it; what is due to somebody is sent again where that can help.
        (Mode::TooOld, End::Failed, End::MadeLater),
        (Mode::TemporarilyUnavailable, End::Failed, End::MadeLater),
        (Mode::InsufficientFunds, End::Failed, End::Failed),
        (Mode::GenericError, End::Failed, End::Failed),
        // It says nothing that proves anything. What was done is found as a duplicate.
        (Mode::Reject, End::MadeLater, End::MadeLater),
        (Mode::Trap, End::MadeLater, End::MadeLater),
        (Mode::DoAndReject, End::MadeLater, End::MadeLater),
        (Mode::NoAnswer, End::MadeLater, End::MadeLater),
        (Mode::NoAnswerNotDone, End::MadeLater, End::MadeLater),
        (Mode::NoAnswerDoneLate, End::MadeLater, End::MadeLater),
    ]
}

/// Whether the ledger does not answer before it is told to.
fn is_held(mode: &FailureMode) -> bool {
    use FailureMode as Mode;
    matches!(
        mode,
        Mode::NoAnswer | Mode::NoAnswerNotDone | Mode::NoAnswerDoneLate
    )
}

/// What a call for a transfer comes to, which replies with a `T`; meanwhile, by another call,
/// nothing more.
fn told<T>(suite: &Suite, caller: Principal, call: &(&str, Vec<u8>), mode: FailureMode, end: End)
where
    T: CandidType + Debug + for<'de> Deserialize<'de>,
{
    let what = format!("{}: {mode:?}", call.0);
    let (held, id) = (is_held(&mode), next(suite));
    suite.rewarding().ledger().fail_next(&[mode]);
    let message = submit(suite, caller, call.clone());
    attempted(suite, id);
    assert_conserved(suite);
    assert_eq!(all_settled(suite), end != End::MadeLater, "{what}");
    if end == End::MadeLater {
        let again = answer::<T>(suite, submit(suite, caller, call.clone()));
        let refused = matches!(
            again,
            Err(RewardsError::TransferUnderWay { .. } | RewardsError::NothingDue { .. })
        );
        assert!(refused, "{what}: {again:?}");
    }
    if held {
        suite.rewarding().pass(PAUSE);
    }
    let told = answer::<T>(suite, message);
    let as_told = match end {
        End::Made => told.is_ok(),
        End::MadeLater => matches!(told, Err(RewardsError::TransferUnsettled { .. })),
        End::Failed => matches!(told, Err(RewardsError::TransferFailed { .. })),
    };
    assert!(as_told, "{what}: {told:?}");
}

/// The newest transfer comes to its end, and stays so when the ledger lets go what it holds.
fn ended(suite: &Suite, end: End, what: &str) {
    settle(suite);
    let last = newest(suite);
    let made = end != End::Failed;
    assert_eq!((is_made(&last), is_failed(&last)), (made, !made), "{what}");
    assert_conserved(suite);
    suite.rewarding().ledger().release();
    suite.rewarding().rounds();
    assert_eq!(newest(suite), last, "{what}");
    assert_conserved(suite);
}

#[test]
fn should_collect_rewards_once_or_not_at_all() {
    let failures = failures();
    let suite = empty(many(&failures));
    let rewards = suite.rewarding();
    for (number, (mode, end, _)) in (1..).zip(failures) {
        let (provider, what) = (actors::provider(number), format!("{mode:?}"));
        rewards.join(provider);
        rewards.reward(provider, AMOUNT);
        let call = collecting(provider);
        told::<Lot>(&suite, actors::stranger(), &call, mode, end);
        ended(&suite, end, &what);
        let account = rewards.escrow_account(provider);
        let there = rewards.ledger().balance(account);
        let here = rewards.escrow(provider).held_e8s;
        if end == End::Failed {
            assert_eq!((here, there), (0, AMOUNT + LEDGER_FEE), "{what}");
            // It can be collected again.
            let again = submit(&suite, actors::stranger(), call);
            let lot: Lot = answer(&suite, again).unwrap();
            assert_eq!(lot.held_e8s, AMOUNT, "{what}");
        } else {
            assert_eq!((here, there), (AMOUNT, 0), "{what}");
        }
    }
    assert_conserved(&suite);
}

#[test]
fn should_take_a_bond_once_or_not_at_all() {
    let failures = failures();
    let suite = empty(many(&failures));
    let rewards = suite.rewarding();
    for (number, (mode, end, _)) in (1..).zip(failures) {
        let (owner, what) = (actors::provider(number), format!("{mode:?}"));
        rewards.endow(owner, AMOUNT);
        let call = depositing(AMOUNT);
        told::<EscrowAccount>(&suite, owner.0, &call, mode, end);
        ended(&suite, end, &what);
        let here = rewards.account(owner).bond_e8s;
        let there = rewards.ledger().balance(owner.0);
        if end == End::Failed {
            assert_eq!((here, there), (0, AMOUNT + LEDGER_FEE), "{what}");
            let again = submit(&suite, owner.0, call);
            let account: EscrowAccount = answer(&suite, again).unwrap();
            assert_eq!(account.bond_e8s, AMOUNT, "{what}");
        } else {
            assert_eq!((here, there), (AMOUNT, 0), "{what}");
        }
    }
    assert_conserved(&suite);
}

#[test]
fn should_return_a_bond_once_or_leave_it_here() {
    let failures = failures();
    let suite = empty(many(&failures));
    let rewards = suite.rewarding();
    bonds_due(&suite, many(&failures));
    for (number, (mode, _, end)) in (1..).zip(failures) {
        let (owner, what) = (actors::provider(number), format!("{mode:?}"));
        told::<EscrowAccount>(&suite, owner.0, &withdrawing(), mode, end);
        ended(&suite, end, &what);
        let here = rewards.account(owner).bond_e8s;
        let there = rewards.ledger().balance(owner.0);
        // What failed is a bond here, not asked back.
        let wanted = if end == End::Failed {
            (AMOUNT, 0)
        } else {
            (0, AMOUNT - LEDGER_FEE)
        };
        assert_eq!((here, there), wanted, "{what}");
    }
}

#[test]
fn should_release_rewards_once_or_leave_them_here() {
    let failures = failures();
    let suite = empty(many(&failures));
    let rewards = suite.rewarding();
    let lots = lots_due(&suite, many(&failures));
    for (lot, (mode, _, end)) in lots.iter().zip(failures) {
        let (owner, what) = (lot.provider, format!("{mode:?}"));
        fall_due(&suite, lot, &[mode]);
        assert_conserved(&suite);
        ended(&suite, end, &what);
        let here = rewards.account(owner).releasable_e8s;
        let there = rewards.ledger().balance(owner.0);
        if end == End::Failed {
            assert_eq!((here, there), (AMOUNT, 0), "{what}");
            // Nobody sends it again without being asked.
            rewards.pass(PAUSE);
            assert!(is_failed(&newest(&suite)), "{what}");
            let sent = rewards.release_escrow(actors::stranger(), owner).unwrap();
            assert_eq!(sent.releasable_e8s, 0, "{what}");
            assert_eq!(rewards.ledger().balance(owner.0), AMOUNT - LEDGER_FEE);
        } else {
            assert_eq!((here, there), (0, AMOUNT - LEDGER_FEE), "{what}");
        }
    }
    assert_conserved(&suite);
}

#[test]
fn should_pay_a_bounty_once_or_leave_it_in_the_treasury() {
    let failures = failures();
    let suite = executable(many(&failures));
    let rewards = suite.rewarding();
    let mut treasury = 0;
    for (number, (mode, _, end)) in (1..).zip(failures) {
        let what = format!("{mode:?}");
        let case = execute(&suite, u64::from(number - 1), &[mode]);
        let CaseState::Executed {
            taken_e8s,
            bounty_e8s,
            ..
        } = case.state
        else {
            panic!("{case:?}")
        };
        assert_eq!((taken_e8s, bounty_e8s), (20 * BOUNTY, BOUNTY));
        assert_conserved(&suite);
        ended(&suite, end, &what);
        let paid = rewards.ledger().balance(witness(number));
        if end == End::Failed {
            treasury += taken_e8s;
            assert_eq!(paid, 0, "{what}");
        } else {
            treasury += taken_e8s - bounty_e8s;
            assert_eq!(paid, BOUNTY - LEDGER_FEE, "{what}");
        }
        assert_eq!(rewards.books().treasury_e8s, treasury, "{what}");
    }
}

/// The ledger asks for more than before: what goes out is sent again with the new fee.
#[test]
fn should_learn_another_fee() {
    let suite = empty(2);
    let rewards = suite.rewarding();
    let lots = lots_due(&suite, 1);
    // Known at once, were the ledger asked: so it changes when nobody asks.
    rewards.pass_until(lots[0].due_at_ns - 60 * SECOND_NS);
    let dear = 3 * LEDGER_FEE;
    rewards.ledger().set_fee(dear);
    rewards.pass_until(lots[0].due_at_ns);
    rewards.tasks();
    settle(&suite);
    let last = newest(&suite);
    assert!(is_made(&last), "{last:?}");
    assert_eq!(last.fee_e8s, dear);
    let there = rewards.ledger().balance(lots[0].provider.0);
    assert_eq!(there, AMOUNT - dear);
    assert_eq!(rewards.config().ledger_fee_e8s, dear);

    // What comes in offers it from the first.
    let second = actors::provider(2);
    rewards.join(second);
    let account = rewards.escrow_account(second);
    rewards.ledger().mint(account, AMOUNT + dear);
    let lot = rewards.collect_escrow(actors::stranger(), second).unwrap();
    assert_eq!(lot.held_e8s, AMOUNT);
    assert_conserved(&suite);
}

/// A gift is collected once, whoever asks, and an answer that is lost is found again.
#[test]
fn should_collect_gifts_once() {
    let suite = empty(1);
    let rewards = suite.rewarding();
    let none = unchanged(&suite, || rewards.collect_treasury(actors::stranger()));
    assert!(
        matches!(none, RewardsError::NothingToCollect { .. }),
        "{none}"
    );
    let account = rewards.treasury_account();
    rewards.ledger().mint(account, 3 * ICP + LEDGER_FEE);
    rewards.ledger().fail_next(&[FailureMode::DoAndReject]);
    let call = || ("collect_treasury", encode_args(()).unwrap());
    let one = submit(&suite, witness(1), call());
    rewards.rounds();
    let other = submit(&suite, witness(2), call());
    for message in [one, other] {
        let told = answer::<Books>(&suite, message);
        assert!(
            matches!(
                told,
                Err(RewardsError::TransferUnsettled { .. } | RewardsError::TransferUnderWay { .. })
            ),
            "{told:?}"
        );
    }
    settle(&suite);
    assert!(matches!(
        newest(&suite).state,
        TransferState::Made { block: Some(_), .. }
    ));
    assert_eq!(rewards.books().treasury_e8s, 3 * ICP);
    assert_conserved(&suite);
    rewards.pass(PAUSE);
    assert_conserved(&suite);
}
