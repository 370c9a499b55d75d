use super::decide;
use crate::commands::seats::testing::{
    CHALLENGE, NONCE, absent, arrive, begin, challenge, commit_to, commitment, confirmed, refused,
    reveal, row, view,
};
use crate::commands::testing::{FEE, World, auditor_id};
use bonafide_types::audits::{
    AuditError, Checklist, FiledReport, Phase, Report, RevealReportArgs, SeatState, TransferKind,
    TransferState,
};
use bonafide_types::id::{Blob, Caller};

/// Auditors 1 to 3 visited; 1 and 2 committed to their reports, and it is time to reveal.
fn world(one: &Report, two: &Report) -> World {
    let mut world = World::staffed(5, 2);
    begin(&mut world, 2, &[1, 2, 3], &[4]);
    arrive(&mut world, 0);
    challenge(&mut world, 0, 1).unwrap();
    for (n, report) in [(1, one), (2, two)] {
        let commitment = commitment(0, n, report);
        commit_to(&mut world, 0, n, commitment).unwrap();
    }
    world.now_ns = row(&world, 0).commit_until_ns;
    world
}

#[test]
fn should_file_the_report_and_open_its_fee() {
    let mut world = world(&confirmed(), &absent(1));
    let books = world.state.books();
    let filed = reveal(&mut world, 0, 1, &confirmed()).unwrap();
    let expected = FiledReport {
        assignment_id: 0,
        auditor: auditor_id(1),
        report: confirmed(),
        nonce: Blob(NONCE.to_vec()),
        revealed_at_ns: world.now_ns,
    };
    assert_eq!(filed, expected);
    assert_eq!(world.state.report(0, auditor_id(1)), Some(expected));
    let row = row(&world, 0);
    let revealed = SeatState::Revealed {
        outcome: confirmed().outcome,
        at_ns: world.now_ns,
    };
    assert_eq!(row.seat(auditor_id(1)).unwrap().state, revealed);
    assert_eq!(row.reserved_e8s, 2 * FEE);
    assert_eq!(view(&world, 0).phase, Phase::Reveal, "others may reveal");
    assert_eq!(world.state.auditor(auditor_id(1)).unwrap().reports, 1);

    let transfer = world.state.transfers.before(None).next().unwrap().1;
    assert_eq!(transfer.kind, TransferKind::AuditFee { assignment_id: 0 });
    assert_eq!(transfer.account.owner, Caller(auditor_id(1).0));
    assert_eq!(transfer.account.subaccount, None);
    assert_eq!((transfer.amount_e8s, transfer.fee_e8s), (FEE, 10_000));
    assert_eq!(transfer.created_at_ns, world.now_ns);
    assert_eq!((transfer.attempts, transfer.unresolved), (0, 0));
    assert_eq!(transfer.state, TransferState::Open);
    let after = world.state.books();
    assert_eq!(after.reserved_e8s, books.reserved_e8s - FEE);
    assert_eq!(after.sending_e8s, books.sending_e8s + FEE);

    let at_ns = world.now_ns;
    let auditor = auditor_id(1);
    world.now_ns += 1;
    assert_eq!(
        reveal(&mut world, 0, 1, &confirmed()),
        Err(AuditError::AlreadyRevealed { auditor, at_ns })
    );
}

#[test]
fn should_end_when_all_are_revealed() {
    let mut world = World::staffed(3, 2);
    begin(&mut world, 2, &[1, 2, 3], &[]);
    arrive(&mut world, 0);
    for n in 1..=3 {
        let commitment = commitment(0, n, &refused());
        commit_to(&mut world, 0, n, commitment).unwrap();
    }
    for n in 1..=3 {
        assert_eq!(view(&world, 0).phase, Phase::Reveal);
        reveal(&mut world, 0, n, &refused()).unwrap();
    }
    assert_eq!(view(&world, 0).phase, Phase::Due);
    assert_eq!(row(&world, 0).reveal_until_ns, world.now_ns);
}

#[test]
fn should_refuse_all_but_what_was_committed_to() {
    let mut world = world(&confirmed(), &confirmed());
    let mismatch = |n, given| AuditError::RevealMismatch {
        given,
        committed: commitment(0, n, &confirmed()),
    };
    let other = commitment(0, 1, &absent(1));
    assert_eq!(
        reveal(&mut world, 0, 1, &absent(1)),
        Err(mismatch(1, other))
    );
    let spoil = |nonce: Vec<u8>| RevealReportArgs {
        assignment_id: 0,
        report: confirmed(),
        nonce: Blob(nonce),
    };
    let args = spoil(vec![9; 32]);
    let refusal = world
        .as_caller(auditor_id(1).0)
        .run(|state, ctx| decide(state, args, ctx));
    assert!(matches!(refusal, Err(AuditError::RevealMismatch { .. })));
    for bytes in [0, 31, 33] {
        let args = spoil(vec![5; bytes]);
        let refusal = world
            .as_caller(auditor_id(1).0)
            .run(|state, ctx| decide(state, args, ctx));
        let expected = AuditError::OutOfRange {
            field: "bytes of nonce".into(),
            given: bytes as u64,
            min: 32,
            max: 32,
        };
        assert_eq!(refusal, Err(expected));
    }
    assert!(reveal(&mut world, 0, 1, &confirmed()).is_ok());
}

/// Auditor 2 repeats what auditor 1 was the first to commit to, who then chose other bytes:
/// they are bound to auditor 1.
#[test]
fn should_refuse_bytes_that_were_copied() {
    let mut world = World::staffed(3, 2);
    begin(&mut world, 2, &[1, 2, 3], &[]);
    arrive(&mut world, 0);
    let copied = commitment(0, 1, &refused());
    commit_to(&mut world, 0, 1, copied).unwrap();
    let others = commitment(0, 1, &confirmed());
    commit_to(&mut world, 0, 1, others).unwrap();
    commit_to(&mut world, 0, 2, copied).unwrap();
    world.now_ns = row(&world, 0).commit_until_ns;
    let mismatch = AuditError::RevealMismatch {
        given: commitment(0, 2, &refused()),
        committed: copied,
    };
    assert_eq!(reveal(&mut world, 0, 2, &refused()), Err(mismatch));
}

#[test]
fn should_refuse_a_report_that_cannot_be_filed() {
    let stale = Report {
        checklist: Checklist {
            challenge: Some(Blob([CHALLENGE[0] + 1; 32].to_vec())),
            ..confirmed().checklist
        },
        ..confirmed()
    };
    let mut world = world(&stale, &confirmed());
    assert_eq!(
        reveal(&mut world, 0, 1, &stale),
        Err(AuditError::ChallengeMissing)
    );
}

#[test]
fn should_refuse_others_and_other_times() {
    let mut world = world(&confirmed(), &confirmed());
    let auditor = auditor_id(3);
    assert_eq!(
        reveal(&mut world, 0, 3, &confirmed()),
        Err(AuditError::NotCommitted { auditor })
    );
    for n in [4, 5] {
        let no_seat = AuditError::NoSeat {
            assignment_id: 0,
            caller: Caller(auditor_id(n).0),
            round: 1,
        };
        assert_eq!(reveal(&mut world, 0, n, &confirmed()), Err(no_seat));
    }
    let assignment_id = 1;
    assert_eq!(
        reveal(&mut world, 1, 1, &confirmed()),
        Err(AuditError::AssignmentNotFound { assignment_id })
    );
    let wrong = |phase| AuditError::WrongPhase {
        assignment_id: 0,
        phase,
        needed: "Reveal".into(),
    };
    world.now_ns -= 1;
    let early = reveal(&mut world, 0, 1, &confirmed());
    assert_eq!(early, Err(wrong(Phase::Commit)));
    world.now_ns = row(&world, 0).reveal_until_ns;
    let late = reveal(&mut world, 0, 1, &confirmed());
    assert_eq!(late, Err(wrong(Phase::Due)));
    world.now_ns -= 1;
    assert!(reveal(&mut world, 0, 1, &confirmed()).is_ok());
}
