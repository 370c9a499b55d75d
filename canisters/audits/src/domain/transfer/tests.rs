mod model;

use super::*;
use crate::commands::testing::SELF_ID;
use bonafide_types::id::{Blob, Caller};
use bonafide_types::ledger::{DEFAULT_SUBACCOUNT, TransferError};
use bonafide_types::limits::REASON_BYTES;

const NOW: u64 = 1_767_571_200 * SECOND_NS;
const MINUTE: u64 = 60 * SECOND_NS;
const OWNER: Principal = Principal::from_slice(&[7, 7]);

fn transfer(kind: TransferKind) -> Transfer {
    let account = LedgerAccount {
        owner: Caller(OWNER),
        subaccount: None,
    };
    opened(5, kind, account, 100_000, 10_000, NOW)
}

/// After so many attempts of which nothing is known.
fn attempted(kind: TransferKind, unresolved: u32) -> Transfer {
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

/// Events in one word each.
fn shown(events: &[Event]) -> Vec<&'static str> {
    let word = |event: &Event| match event {
        Event::AttemptRefused { .. } => "refused",
        Event::LedgerFeeLearned { .. } => "fee",
        Event::TransferRenewed { .. } => "renewed",
        Event::TransferAttempted { .. } => "attempted",
        Event::TransferSettled { state, .. } => match state {
            TransferState::Made { .. } => "made",
            TransferState::Failed { .. } => "failed",
            TransferState::Quarantined { .. } => "quarantined",
            TransferState::Open => "open",
        },
        _ => "something else",
    };
    events.iter().map(word).collect()
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
    let incoming = [TransferKind::StakeDeposit, TransferKind::TreasuryDeposit];
    let outgoing = [
        TransferKind::StakeReturn,
        TransferKind::AuditFee { assignment_id: 3 },
    ];
    for (answer, [coming_in, going_out, with_another]) in table {
        for kind in incoming.clone() {
            let events = next(&attempted(kind.clone(), 1), &answer, NOW);
            assert_eq!(shown(&events), coming_in, "{answer:?} of {kind:?}");
        }
        for kind in outgoing.clone() {
            let events = next(&attempted(kind.clone(), 1), &answer, NOW);
            assert_eq!(shown(&events), going_out, "{answer:?} of {kind:?}");
        }
        for kind in incoming.clone().into_iter().chain(outgoing.clone()) {
            let events = next(&attempted(kind.clone(), 2), &answer, NOW);
            assert_eq!(shown(&events), with_another, "{answer:?} of {kind:?}");
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
    let events = next(
        &attempted(TransferKind::StakeReturn, 1),
        &bad_fee(20_000),
        NOW + 5,
    );
    assert!(events.contains(&Event::LedgerFeeLearned { fee_e8s: 20_000 }));
    assert!(events.contains(&Event::TransferRenewed {
        transfer_id: 5,
        fee_e8s: 20_000,
        created_at_ns: NOW + 5,
    }));
}

#[test]
fn should_keep_no_more_words_than_an_event_holds() {
    let answer = Answer::NotSent("ä".repeat(REASON_BYTES));
    let events = next(&attempted(TransferKind::StakeDeposit, 1), &answer, NOW);
    for event in events {
        let (Event::AttemptRefused { reason, .. }
        | Event::TransferSettled {
            state: TransferState::Failed { reason, .. },
            ..
        }) = event
        else {
            panic!("{event:?}");
        };
        assert_eq!(reason.len(), REASON_BYTES);
    }
}

fn words(due: &Due) -> Vec<&'static str> {
    match due {
        Due::Wait => vec![],
        Due::Ask(events) => shown(events),
        Due::Settle(event) => shown(std::slice::from_ref(event)),
    }
}

#[test]
fn should_ask_at_once_then_after_growing_pauses() {
    let kind = TransferKind::StakeReturn;
    assert_eq!(words(&due(&transfer(kind.clone()), NOW)), ["attempted"]);
    for (attempts, minutes) in [
        (1, 1),
        (2, 2),
        (3, 4),
        (6, 32),
        (7, 60),
        (64, 60),
        (u32::MAX, 60),
    ] {
        let row = attempted(kind.clone(), attempts);
        let pause = minutes * MINUTE;
        assert_eq!(due(&row, NOW + pause - 1), Due::Wait, "{attempts}");
        assert_eq!(words(&due(&row, NOW + pause)), ["attempted"], "{attempts}");
    }
}

#[test]
fn should_not_ask_when_the_ledger_cannot_remember() {
    let kind = TransferKind::StakeReturn;
    let over = NOW + LEDGER_WINDOW_NS + 10 * MINUTE;
    let unresolved = attempted(kind.clone(), 1);
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
    let renewed = Event::TransferRenewed {
        transfer_id: 5,
        fee_e8s: 10_000,
        created_at_ns: window,
    };
    assert!(matches!(afresh, Due::Ask(events) if events[0] == renewed));
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
            ..transfer(TransferKind::StakeReturn)
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
    let fee = || TransferKind::AuditFee { assignment_id: 3 };
    assert_eq!(words(&due(&row(fee(), 10_000), NOW)), ["failed"]);
    assert_eq!(words(&due(&row(fee(), 10_001), NOW)), ["attempted"]);
    let gift = row(TransferKind::TreasuryDeposit, 1);
    assert_eq!(words(&due(&gift, NOW)), ["attempted"]);
}

#[test]
fn should_say_the_same_in_every_attempt() {
    let args = take_args(&transfer(TransferKind::StakeDeposit), SELF_ID);
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
    let args = send_args(&transfer(TransferKind::StakeReturn), SELF_ID);
    assert_eq!(args.from_subaccount, None);
    assert_eq!(args.to, Account::from(OWNER));
    assert_eq!((args.amount, args.fee), (nat(90_000), Some(nat(10_000))));
    let gift = Transfer {
        account: LedgerAccount {
            owner: Caller(SELF_ID),
            subaccount: Some(Blob(vec![1; 32])),
        },
        ..transfer(TransferKind::TreasuryDeposit)
    };
    let args = send_args(&gift, SELF_ID);
    assert_eq!(args.from_subaccount, Some(Subaccount::new([1; 32])));
    assert_eq!(args.to.effective_subaccount(), &DEFAULT_SUBACCOUNT);
    assert_eq!(args.to.owner, SELF_ID);
    assert_eq!((args.amount, args.fee), (nat(100_000), Some(nat(10_000))));
}
