use super::{check, decide};
use crate::commands::seats::testing::{
    CHALLENGE, arrive, begin, challenge, commit_to, commitment, refused, row,
};
use crate::commands::testing::{World, auditor_id};
use bonafide_types::audits::{AuditError, Challenge, IssueChallengeArgs, Phase};
use bonafide_types::id::{Blob, Caller};
use bonafide_types::limits::DAY_NS;

fn world() -> World {
    let mut world = World::staffed(5, 2);
    begin(&mut world, 2, &[1, 2, 3], &[4]);
    world
}

#[test]
fn should_issue_one_challenge_on_the_day_of_the_visit() {
    let mut world = world();
    let from_ns = row(&world, 0).visit_at_ns();
    let until_ns = from_ns + DAY_NS;
    let not_due = AuditError::ChallengeNotDue { from_ns, until_ns };
    for at_ns in [from_ns - 1, until_ns] {
        world.now_ns = at_ns;
        assert_eq!(challenge(&mut world, 0, 1), Err(not_due.clone()));
    }
    world.now_ns = until_ns - 1;
    let issued = challenge(&mut world, 0, 1).unwrap();
    let expected = Challenge {
        nonce: Blob(CHALLENGE.to_vec()),
        at_ns: world.now_ns,
        asked_by: auditor_id(1),
    };
    assert_eq!(issued, expected);
    assert_eq!(row(&world, 0).challenge, Some(expected));
    for n in [1, 2] {
        let at_ns = issued.at_ns;
        assert_eq!(
            challenge(&mut world, 0, n),
            Err(AuditError::ChallengeIssued { at_ns })
        );
    }
}

/// Two ask, and the system answers both.
#[test]
fn should_keep_the_first_of_two_that_were_asked_for_at_once() {
    let mut world = world();
    arrive(&mut world, 0);
    let args = IssueChallengeArgs { assignment_id: 0 };
    for n in [1, 2] {
        world.caller = auditor_id(n).0;
        assert_eq!(check(&world.state, &args, &world.ctx()), Ok(auditor_id(n)));
    }
    let first = challenge(&mut world, 0, 2).unwrap();
    world.now_ns += 1;
    let second = world
        .as_caller(auditor_id(1).0)
        .run(|state, ctx| decide(state, &args, [9; 32], ctx));
    let at_ns = first.at_ns;
    assert_eq!(second, Err(AuditError::ChallengeIssued { at_ns }));
    assert_eq!(row(&world, 0).challenge, Some(first));
}

#[test]
fn should_refuse_others_and_when_nobody_waits_for_it() {
    let mut world = world();
    arrive(&mut world, 0);
    for n in [4, 5] {
        let no_seat = AuditError::NoSeat {
            assignment_id: 0,
            caller: Caller(auditor_id(n).0),
            round: 1,
        };
        assert_eq!(challenge(&mut world, 0, n), Err(no_seat));
    }
    let assignment_id = 1;
    let unknown = AuditError::AssignmentNotFound { assignment_id };
    assert_eq!(challenge(&mut world, 1, 1), Err(unknown));
    // All stood before a closed door and committed to that.
    for n in 1..=3 {
        let commitment = commitment(0, n, &refused());
        commit_to(&mut world, 0, n, commitment).unwrap();
    }
    let wrong_phase = AuditError::WrongPhase {
        assignment_id: 0,
        phase: Phase::Reveal,
        needed: "Commit".into(),
    };
    assert_eq!(challenge(&mut world, 0, 1), Err(wrong_phase));
}
