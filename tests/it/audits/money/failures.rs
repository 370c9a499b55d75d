//! Each way in which the ledger can fail, at each kind of transfer.

use super::super::{books, root, unchanged};
use super::{
    PAUSE, account, all_settled, answer, assert_conserved, attempted, committed, depositing, empty,
    is_failed, is_made, newest, nothing, reveal, saver, savings, settle, submit, transfers,
};
use bonafide_stand_ins::ledger::FailureMode;
use bonafide_test_support::audits::{ICP, LEDGER_FEE, LOCK};
use bonafide_test_support::{Suite, instance, run};
use bonafide_types::audits::{AuditError, Books, TransferState};
use candid::Principal;

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

/// A failure, what a deposit comes to, and what a payment comes to.
fn failures() -> Vec<(FailureMode, End, End)> {
    use FailureMode as Mode;
    vec![
        (Mode::Act, End::Made, End::Made),
        // The ledger says that it moved nothing. A deposit can be made again by who wants it;
        // what is due to somebody is sent again where that can help.
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

/// What a call for a transfer of its caller comes to; meanwhile, by another call, nothing more.
fn told(
    suite: &Suite,
    owner: Principal,
    (method, arg): (&str, Vec<u8>),
    mode: FailureMode,
    end: End,
) {
    let what = format!("{method}: {mode:?}");
    let held = is_held(&mode);
    suite.auditing().ledger().fail_next(&[mode]);
    let message = submit(suite, owner, method, arg.clone());
    attempted(suite, owner);
    assert_conserved(suite);
    assert_eq!(all_settled(suite), end != End::MadeLater, "{what}");
    if end == End::MadeLater {
        let again = answer(suite, submit(suite, owner, method, arg));
        let refused = matches!(
            again,
            Err(AuditError::TransferUnderWay { .. } | AuditError::NothingDue { .. })
        );
        assert!(refused, "{what}: {again:?}");
    }
    if held {
        suite.auditing().pass(PAUSE);
    }
    let told = answer(suite, message);
    let as_told = match end {
        End::Made => told.is_ok(),
        End::MadeLater => matches!(told, Err(AuditError::TransferUnsettled { .. })),
        End::Failed => matches!(told, Err(AuditError::TransferFailed { .. })),
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
    suite.auditing().ledger().release();
    suite.auditing().rounds();
    assert_eq!(newest(suite), last, "{what}");
    assert_conserved(suite);
}

#[test]
fn should_take_a_deposit_once_or_not_at_all() {
    let suite = empty();
    let audits = suite.auditing();
    let amount = 2 * ICP;
    for (number, (mode, end, _)) in (1..).zip(failures()) {
        let (owner, what) = (saver(number), format!("{mode:?}"));
        audits.endow(owner, amount);
        let call = ("deposit_stake", depositing(amount));
        told(&suite, owner, call, mode, end);
        ended(&suite, end, &what);
        let (here, there) = (account(&suite, owner), audits.ledger().balance(owner));
        if end == End::Failed {
            assert_eq!((here.free_e8s, there), (0, amount + LEDGER_FEE), "{what}");
            // It can be made again.
            let again = submit(&suite, owner, "deposit_stake", depositing(amount));
            assert_eq!(answer(&suite, again).unwrap().free_e8s, amount, "{what}");
        } else {
            assert_eq!((here.free_e8s, there), (amount, 0), "{what}");
        }
    }
    assert_conserved(&suite);
}

#[test]
fn should_pay_stake_out_once_or_leave_it_here() {
    let suite = empty();
    let audits = suite.auditing();
    let (amount, failures) = (2 * ICP, failures());
    savings(&suite, u32::try_from(failures.len()).unwrap(), amount);
    for (number, (mode, _, end)) in (1..).zip(failures) {
        let (owner, what) = (saver(number), format!("{mode:?}"));
        told(&suite, owner, ("withdraw_stake", nothing()), mode, end);
        ended(&suite, end, &what);
        let (here, there) = (account(&suite, owner), audits.ledger().balance(owner));
        // What failed is free here.
        let wanted = if end == End::Failed {
            (amount, 0)
        } else {
            (0, amount - LEDGER_FEE)
        };
        assert_eq!((here.total_e8s(), there), wanted, "{what}");
    }
}

#[test]
fn should_pay_a_report_once_or_keep_its_fee_here() {
    let failures = failures();
    let (suite, seats) = committed(u8::try_from(failures.len()).unwrap());
    let audits = suite.auditing();
    for (auditor, (mode, _, end)) in seats.into_iter().zip(failures) {
        let what = format!("{mode:?}");
        reveal(&suite, auditor, &[mode]);
        assert_conserved(&suite);
        ended(&suite, end, &what);
        let here = account(&suite, auditor.0);
        let there = audits.ledger().balance(auditor.0);
        let wanted = if end == End::Failed {
            (ICP, 0)
        } else {
            (0, ICP - LEDGER_FEE)
        };
        assert_eq!((here.free_e8s, there), wanted, "{what}");
        assert_eq!(here.locked_e8s, LOCK);
    }
}

/// The ledger asks for more than before: what goes out is sent again with the new fee.
#[test]
fn should_learn_another_fee() {
    let suite = empty();
    let audits = suite.auditing();
    savings(&suite, 1, 2 * ICP);
    let dear = 3 * LEDGER_FEE;
    audits.ledger().set_fee(dear);
    let message = submit(&suite, saver(1), "withdraw_stake", nothing());
    let told = answer(&suite, message);
    let open = matches!(told, Err(AuditError::TransferUnsettled { .. }));
    assert!(open, "{told:?}");
    settle(&suite);
    assert!(is_made(&newest(&suite)));
    assert_eq!(newest(&suite).fee_e8s, dear);
    assert_eq!(audits.ledger().balance(saver(1)), 2 * ICP - dear);
    let config = run(audits.reader().config_certified()).unwrap();
    assert_eq!(config.ledger_fee_e8s, dear);

    // A deposit offers it from the first.
    let ledger = audits.ledger();
    ledger.mint(saver(2), 2 * ICP + 2 * dear);
    ledger.approve(saver(2), suite.audits, 2 * ICP + dear);
    let message = submit(&suite, saver(2), "deposit_stake", depositing(2 * ICP));
    assert_eq!(answer(&suite, message).unwrap().free_e8s, 2 * ICP);
    assert_conserved(&suite);
}

/// Without tokens, or without leave to take them, nothing is written down.
#[test]
fn should_refuse_a_deposit_that_is_not_covered() {
    let suite = empty();
    let audits = suite.auditing();
    let deposit = |owner| {
        let before = root(&suite);
        let message = submit(&suite, owner, "deposit_stake", depositing(2 * ICP));
        let said = answer(&suite, message).unwrap_err();
        assert_eq!(root(&suite), before);
        said
    };
    let poor = deposit(saver(1));
    assert!(matches!(poor, AuditError::NotCovered { .. }), "{poor}");
    audits.ledger().mint(saver(1), 5 * ICP);
    let closed = deposit(saver(1));
    assert!(matches!(closed, AuditError::NotCovered { .. }), "{closed}");
    // A fee is missing.
    let ledger = audits.ledger();
    ledger.approve(saver(1), suite.audits, 2 * ICP);
    let short = deposit(saver(1));
    assert!(matches!(short, AuditError::NotCovered { .. }), "{short}");
    let small = submit(&suite, saver(1), "deposit_stake", depositing(ICP - 1));
    let small = answer(&suite, small).unwrap_err();
    assert!(matches!(small, AuditError::OutOfRange { .. }), "{small}");
    let made = transfers(&suite).len();
    assert_eq!(made, 1, "the gift alone");
}

/// A gift is collected once, whoever asks, and an answer that is lost is found again.
#[test]
fn should_collect_gifts_once() {
    let suite = empty();
    let audits = suite.auditing();
    let before = books(&suite).free_e8s;
    let none = unchanged(&suite, || run(audits.reader().collect_treasury()));
    assert!(
        matches!(none, AuditError::NothingToCollect { .. }),
        "{none}"
    );
    audits
        .ledger()
        .mint(audits.treasury_account(), 3 * ICP + LEDGER_FEE);
    audits.ledger().fail_next(&[FailureMode::DoAndReject]);
    let one = submit(&suite, saver(1), "collect_treasury", nothing());
    audits.rounds();
    let other = submit(&suite, saver(2), "collect_treasury", nothing());
    for message in [one, other] {
        let reply = suite.pic.await_call(message).unwrap();
        let told: Result<Books, AuditError> = instance::decoded("collect_treasury", &reply);
        assert!(
            matches!(
                told,
                Err(AuditError::TransferUnsettled { .. } | AuditError::TransferUnderWay { .. })
            ),
            "{told:?}"
        );
    }
    settle(&suite);
    assert!(matches!(
        newest(&suite).state,
        TransferState::Made { block: Some(_), .. }
    ));
    assert_eq!(books(&suite).free_e8s, before + 3 * ICP);
    assert_conserved(&suite);
    audits.pass(PAUSE);
    assert_conserved(&suite);
}
