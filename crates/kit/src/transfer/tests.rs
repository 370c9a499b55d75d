use super::*;
use bonafide_types::id::{Blob, Caller};
use bonafide_types::ledger::{DEFAULT_SUBACCOUNT, TransferError};

const NOW: u64 = 1_767_571_200 * SECOND_NS;
const MINUTE: u64 = 60 * SECOND_NS;
const OWNER: Principal = Principal::from_slice(&[7, 7]);
const SELF_ID: Principal = Principal::from_slice(&[8, 8]);

/// Purposes of an example canister.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Comes in, taken from an account that allowed it.
    Deposit,
    /// Comes in, from another account of the canister.
    Gift,
    /// Goes out.
    Payment,
}

impl Purpose for Kind {
    fn comes_in(&self) -> bool {
        *self != Self::Payment
    }

    fn by_approval(&self) -> bool {
        *self == Self::Deposit
    }
}

fn transfer(kind: Kind) -> Transfer<Kind> {
    let account = LedgerAccount {
        owner: Caller(OWNER),
        subaccount: None,
    };
    opened(5, kind, account, 100_000, 10_000, NOW)
}

/// After so many attempts of which nothing is known.
fn attempted(kind: Kind, unresolved: u32) -> Transfer<Kind> {
    Transfer {
        attempts: unresolved,
        unresolved,
        ..transfer(kind)
    }
}

fn nat(n: u64) -> Nat {
    Nat::from(n)
}

fn bad_fee(fee: u64) -> Answer {
    Answer::Refused(TransferFromError::BadFee {
        expected_fee: nat(fee),
    })
}

/// Steps in one word each.
fn shown(steps: &[Step]) -> Vec<&'static str> {
    let word = |step: &Step| match step {
        Step::Refused { .. } => "refused",
        Step::FeeLearned { .. } => "fee",
        Step::Renewed { .. } => "renewed",
        Step::Attempted => "attempted",
        Step::Settled { state } => match state {
            TransferState::Made { .. } => "made",
            TransferState::Failed { .. } => "failed",
            TransferState::Quarantined { .. } => "quarantined",
            TransferState::Open => "open",
        },
    };
    steps.iter().map(word).collect()
}

#[test]
fn should_follow_the_table() {
    let refused = Answer::Refused;
    let funds = || TransferFromError::InsufficientFunds { balance: nat(0) };
    let allowance = || TransferFromError::InsufficientAllowance { allowance: nat(0) };
    let burn = || TransferFromError::BadBurn {
        min_burn_amount: nat(1),
    };
    let future = || TransferFromError::CreatedInFuture { ledger_time: 0 };
    let generic = || TransferFromError::GenericError {
        error_code: nat(7),
        message: "words".into(),
    };
    let open: &[&str] = &["refused"];
    let failed: &[&str] = &["refused", "failed"];
    let quarantined: &[&str] = &["refused", "quarantined"];
    // Answer; coming in; going out; with another attempt of which nothing is known.
    let table: [(Answer, [&[&str]; 3]); 14] = [
        (Answer::Made(Some(9)), [&["made"]; 3]),
        (Answer::Made(None), [&["made"]; 3]),
        (Answer::Unknown("words".into()), [&[]; 3]),
        (Answer::NotSent("words".into()), [failed, open, open]),
        (
            refused(TransferFromError::TemporarilyUnavailable),
            [failed, open, open],
        ),
        (refused(future()), [failed, open, open]),
        (refused(generic()), [failed, failed, open]),
        (
            refused(TransferFromError::TooOld),
            [failed, &["refused", "renewed"], quarantined],
        ),
        (
            bad_fee(20_000),
            [
                &["refused", "fee", "failed"],
                &["refused", "fee", "renewed"],
                &["refused", "fee", "quarantined"],
            ],
        ),
        (
            bad_fee(100_000),
            [
                &["refused", "fee", "failed"],
                &["refused", "fee", "failed"],
                &["refused", "fee", "quarantined"],
            ],
        ),
        (
            refused(TransferFromError::BadFee {
                expected_fee: Nat::from(u128::MAX),
            }),
            [failed, failed, quarantined],
        ),
        (refused(funds()), [failed, failed, quarantined]),
        (refused(allowance()), [failed, failed, quarantined]),
        (refused(burn()), [failed, failed, quarantined]),
    ];
    for (answer, [coming_in, going_out, with_another]) in table {
        for kind in [Kind::Deposit, Kind::Gift] {
            let steps = next(&attempted(kind, 1), &answer, NOW);
            assert_eq!(shown(&steps), coming_in, "{answer:?} of {kind:?}");
        }
        let steps = next(&attempted(Kind::Payment, 1), &answer, NOW);
        assert_eq!(shown(&steps), going_out, "{answer:?}");
        for kind in [Kind::Deposit, Kind::Gift, Kind::Payment] {
            let steps = next(&attempted(kind, 2), &answer, NOW);
            assert_eq!(shown(&steps), with_another, "{answer:?} of {kind:?}");
        }
    }
}

#[test]
fn should_take_a_duplicate_for_made() {
    let duplicate = TransferError::Duplicate {
        duplicate_of: nat(9),
    };
    let of_reply = Answer::of_reply::<TransferError>;
    assert_eq!(of_reply(Err(duplicate)), Answer::Made(Some(9)));
    assert_eq!(of_reply(Ok(nat(8))), Answer::Made(Some(8)));
    assert_eq!(of_reply(Ok(Nat::from(u128::MAX))), Answer::Made(None));
    assert_eq!(
        of_reply(Err(TransferError::TooOld)),
        Answer::Refused(TransferFromError::TooOld)
    );
}

#[test]
fn should_offer_the_fee_that_the_ledger_wants() {
    let steps = next(&attempted(Kind::Payment, 1), &bad_fee(20_000), NOW + 5);
    assert!(steps.contains(&Step::FeeLearned { fee_e8s: 20_000 }));
    assert!(steps.contains(&Step::Renewed {
        fee_e8s: 20_000,
        created_at_ns: NOW + 5,
    }));
}

#[test]
fn should_keep_no_more_words_than_an_event_holds() {
    let answer = Answer::NotSent("ä".repeat(REASON_BYTES));
    let steps = next(&attempted(Kind::Deposit, 1), &answer, NOW);
    assert_eq!(steps.len(), 2);
    for step in steps {
        let (Step::Refused { reason }
        | Step::Settled {
            state: TransferState::Failed { reason, .. },
        }) = step
        else {
            panic!("{step:?}");
        };
        assert_eq!(reason.len(), REASON_BYTES);
    }
}

fn words(due: &Due) -> Vec<&'static str> {
    match due {
        Due::Wait => vec![],
        Due::Ask(steps) => shown(steps),
        Due::Settle(step) => shown(std::slice::from_ref(step)),
    }
}

#[test]
fn should_ask_at_once_then_after_growing_pauses() {
    let kind = Kind::Payment;
    assert_eq!(words(&due(&transfer(kind), NOW)), ["attempted"]);
    for (attempts, minutes) in [
        (1, 1),
        (2, 2),
        (3, 4),
        (6, 32),
        (7, 60),
        (64, 60),
        (u32::MAX, 60),
    ] {
        let row = attempted(kind, attempts);
        let pause = minutes * MINUTE;
        assert_eq!(due(&row, NOW + pause - 1), Due::Wait, "{attempts}");
        assert_eq!(words(&due(&row, NOW + pause)), ["attempted"], "{attempts}");
    }
}

#[test]
fn should_not_ask_when_the_ledger_cannot_remember() {
    let kind = Kind::Payment;
    let over = NOW + LEDGER_WINDOW_NS + 10 * MINUTE;
    let unresolved = attempted(kind, 1);
    assert_eq!(over_at_ns(&unresolved), over);
    assert_eq!(words(&due(&unresolved, over - 1)), ["attempted"]);
    assert_eq!(words(&due(&unresolved, over)), ["quarantined"]);
    let row = Transfer {
        attempted_at_ns: over,
        ..unresolved
    };
    assert_eq!(words(&due(&row, over)), ["quarantined"], "also in a pause");
    // Without an attempt that may have moved something, it begins afresh.
    let resolved = Transfer {
        unresolved: 0,
        ..attempted(kind, 3)
    };
    let window = NOW + LEDGER_WINDOW_NS;
    assert_eq!(words(&due(&resolved, window - 1)), ["attempted"]);
    let afresh = due(&resolved, window);
    assert_eq!(words(&afresh), ["renewed", "attempted"]);
    assert!(matches!(afresh, Due::Ask(steps) if steps[0] == renewed(10_000, window)));
}

#[test]
fn should_leave_alone_what_is_not_open() {
    for state in [
        TransferState::Made {
            block: None,
            at_ns: 0,
        },
        TransferState::Failed {
            reason: String::new(),
            at_ns: 0,
        },
        TransferState::Quarantined {
            reason: String::new(),
            at_ns: 0,
        },
    ] {
        let row = Transfer {
            state,
            ..transfer(Kind::Payment)
        };
        assert_eq!(due(&row, u64::MAX), Due::Wait);
    }
}

#[test]
fn should_not_send_what_does_not_hold_the_fee() {
    let row = |kind, amount_e8s| Transfer {
        amount_e8s,
        ..transfer(kind)
    };
    assert_eq!(words(&due(&row(Kind::Payment, 10_000), NOW)), ["failed"]);
    assert_eq!(words(&due(&row(Kind::Payment, 10_001), NOW)), ["attempted"]);
    let gift = row(Kind::Gift, 1);
    assert_eq!(words(&due(&gift, NOW)), ["attempted"]);
}

#[test]
fn should_say_the_same_in_every_attempt() {
    let args = take_args(&transfer(Kind::Deposit), SELF_ID);
    assert_eq!(args.from, Account::from(OWNER));
    assert_eq!(args.to, Account::from(SELF_ID));
    assert_eq!((args.amount, args.fee), (nat(100_000), Some(nat(10_000))));
    assert_eq!(args.created_at_time, Some(NOW));
    let memo = args.memo.expect("a memo").into_vec();
    assert_eq!(memo, b"bonafide\0\0\0\0\0\0\0\x05");
    assert_eq!(memo, super::memo(5));
}

#[test]
fn should_take_the_fee_off_what_goes_out_only() {
    let args = send_args(&transfer(Kind::Payment), SELF_ID);
    assert_eq!(args.from_subaccount, None);
    assert_eq!(args.to, Account::from(OWNER));
    assert_eq!((args.amount, args.fee), (nat(90_000), Some(nat(10_000))));
    let gift = Transfer {
        account: LedgerAccount {
            owner: Caller(SELF_ID),
            subaccount: Some(Blob(vec![1; 32])),
        },
        ..transfer(Kind::Gift)
    };
    let args = send_args(&gift, SELF_ID);
    assert_eq!(args.from_subaccount, Some(Subaccount::new([1; 32])));
    assert_eq!(args.to.effective_subaccount(), &DEFAULT_SUBACCOUNT);
    assert_eq!(args.to.owner, SELF_ID);
    assert_eq!((args.amount, args.fee), (nat(100_000), Some(nat(10_000))));
}

#[test]
fn should_make_something_else_of_each_step() {
    let word = |step: Step| shown(&[step])[0];
    assert_eq!(Due::Wait.map(word), Due::Wait);
    let window = NOW + LEDGER_WINDOW_NS;
    let afresh = due(&transfer(Kind::Payment), window).map(word);
    assert_eq!(afresh, Due::Ask(vec!["renewed", "attempted"]));
    let over = due(&attempted(Kind::Payment, 1), NOW + 2 * LEDGER_WINDOW_NS);
    assert_eq!(over.map(word), Due::Settle("quarantined"));
}
