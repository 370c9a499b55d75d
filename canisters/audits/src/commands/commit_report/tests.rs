use crate::commands::seats::testing::{
    absent, arrive, begin, commit_to, commitment, confirmed, row, view,
};
use crate::commands::testing::{World, auditor_id};
use bonafide_types::audits::{AuditError, Phase, SeatState};
use bonafide_types::id::{Caller, Sha256Hash};
use bonafide_types::limits::DAY_NS;

fn world() -> World {
    let mut world = World::staffed(5, 2);
    begin(&mut world, 2, &[1, 2, 3], &[4]);
    world
}

fn wrong_phase(phase: Phase) -> AuditError {
    AuditError::WrongPhase {
        assignment_id: 0,
        phase,
        needed: "Commit".into(),
    }
}

#[test]
fn should_take_a_commitment_and_replace_it() {
    let mut world = world();
    arrive(&mut world, 0);
    for (at, report) in [(0, confirmed()), (7, absent(1))] {
        world.now_ns += at;
        let commitment = commitment(0, 1, &report);
        let reply = commit_to(&mut world, 0, 1, commitment).unwrap();
        assert_eq!(reply, view(&world, 0));
        let at_ns = world.now_ns;
        let seat = reply.assignment.seat(auditor_id(1)).unwrap();
        assert_eq!(seat.state, SeatState::Committed { commitment, at_ns });
        assert_eq!(reply.phase, Phase::Commit);
    }
    let events = world.state.log.tip().length;
    let again = commitment(0, 1, &absent(1));
    assert!(commit_to(&mut world, 0, 1, again).is_ok());
    assert_eq!(world.state.log.tip().length, events, "it is so already");
}

#[test]
fn should_begin_revealing_when_nobody_is_waited_for() {
    let mut world = world();
    arrive(&mut world, 0);
    for n in 1..=3 {
        assert_eq!(view(&world, 0).phase, Phase::Commit);
        world.now_ns += 1;
        let commitment = commitment(0, n, &confirmed());
        let reply = commit_to(&mut world, 0, n, commitment).unwrap();
        assert_eq!(reply, view(&world, 0));
    }
    let row = row(&world, 0);
    assert_eq!(row.phase(world.now_ns), Phase::Reveal);
    assert_eq!(row.commit_until_ns, world.now_ns);
    assert_eq!(row.reveal_until_ns, world.now_ns + 3 * DAY_NS);
    let late = commit_to(&mut world, 0, 1, Sha256Hash([1; 32]));
    assert_eq!(late, Err(wrong_phase(Phase::Reveal)));
}

#[test]
fn should_refuse_the_bytes_of_another() {
    let mut world = world();
    arrive(&mut world, 0);
    let first = commitment(0, 1, &confirmed());
    commit_to(&mut world, 0, 1, first).unwrap();
    let auditor = auditor_id(1);
    let taken = AuditError::CommitmentTaken { auditor };
    assert_eq!(commit_to(&mut world, 0, 2, first), Err(taken));
    // Who changes its mind gives its bytes away.
    let second = commitment(0, 1, &absent(1));
    commit_to(&mut world, 0, 1, second).unwrap();
    assert!(commit_to(&mut world, 0, 2, first).is_ok());
}

#[test]
fn should_refuse_others_and_other_times() {
    let mut world = world();
    let some = Sha256Hash([1; 32]);
    let early = commit_to(&mut world, 0, 1, some);
    assert_eq!(early, Err(wrong_phase(Phase::Notice)));
    arrive(&mut world, 0);
    for n in [4, 5] {
        let no_seat = AuditError::NoSeat {
            assignment_id: 0,
            caller: Caller(auditor_id(n).0),
            round: 1,
        };
        assert_eq!(commit_to(&mut world, 0, n, some), Err(no_seat));
    }
    let assignment_id = 1;
    let unknown = AuditError::AssignmentNotFound { assignment_id };
    assert_eq!(commit_to(&mut world, 1, 1, some), Err(unknown));
    world.now_ns = row(&world, 0).commit_until_ns - 1;
    assert!(commit_to(&mut world, 0, 1, some).is_ok());
    world.now_ns += 1;
    let other = Sha256Hash([2; 32]);
    let late = commit_to(&mut world, 0, 2, other);
    assert_eq!(late, Err(wrong_phase(Phase::Reveal)));
    world.now_ns = row(&world, 0).reveal_until_ns;
    let over = commit_to(&mut world, 0, 2, other);
    assert_eq!(over, Err(wrong_phase(Phase::Due)));
}
