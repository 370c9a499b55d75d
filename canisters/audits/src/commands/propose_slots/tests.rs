use super::decide;
use crate::commands::accept_slot;
use crate::commands::seats::testing::{arrive, begin, row, view};
use crate::commands::testing::{World, auditor_id, provider_id};
use bonafide_types::audits::{AcceptSlotArgs, AssignmentView, AuditError, Phase, ProposeSlotsArgs};
use bonafide_types::id::{Caller, Sha256Hash};
use bonafide_types::limits::DAY_NS;

fn propose(world: &mut World, n: u8, at_ns: &[u64]) -> Result<AssignmentView, AuditError> {
    let args = ProposeSlotsArgs {
        assignment_id: 0,
        at_ns: at_ns.to_vec(),
    };
    world
        .as_caller(auditor_id(n).0)
        .run(|state, ctx| decide(state, args, ctx))
}

/// A world with an audit by auditors 1 to 3, and the first moment of its window.
fn world() -> (World, u64) {
    let mut world = World::staffed(5, 2);
    begin(&mut world, 2, &[1, 2, 3], &[4]);
    let from_ns = row(&world, 0).window_from_ns;
    (world, from_ns)
}

#[test]
fn should_move_the_visit_to_the_first_moment_and_replace_ones_own() {
    let (mut world, from_ns) = world();
    assert_eq!(row(&world, 0).visit_at_ns(), row(&world, 0).window_until_ns);
    let last_ns = row(&world, 0).window_until_ns;
    let reply = propose(&mut world, 1, &[last_ns, from_ns + 9]).unwrap();
    assert_eq!(reply, view(&world, 0));
    assert_eq!(reply.visit_at_ns, from_ns + 9);
    assert_eq!(reply.phase, Phase::Notice);
    assert_eq!(reply.assignment.commit_until_ns, from_ns + 9 + 7 * DAY_NS);
    assert_eq!(reply.assignment.reveal_until_ns, from_ns + 9 + 10 * DAY_NS);
    let slots = |view: &AssignmentView| -> Vec<_> {
        let slots = view.assignment.slots.iter();
        slots.map(|slot| (slot.at_ns, slot.proposed_by)).collect()
    };
    let reply = propose(&mut world, 2, &[from_ns]).unwrap();
    let [one, two] = [auditor_id(1), auditor_id(2)];
    let expected = [(from_ns, two), (from_ns + 9, one), (last_ns, one)];
    assert_eq!(slots(&reply), expected);
    let reply = propose(&mut world, 1, &[from_ns + 1]).unwrap();
    assert_eq!(slots(&reply), [(from_ns, two), (from_ns + 1, one)]);
    assert_eq!(reply, view(&world, 0));

    let events = world.state.log.tip().length;
    assert_eq!(propose(&mut world, 1, &[from_ns + 1]), Ok(reply));
    assert_eq!(world.state.log.tip().length, events, "it is so already");
}

#[test]
fn should_take_moments_of_the_window_that_are_ahead() {
    let (mut world, from_ns) = world();
    let until_ns = row(&world, 0).window_until_ns;
    let outside = |at_ns, from_ns| AuditError::OutsideWindow {
        at_ns,
        from_ns,
        until_ns,
    };
    for at_ns in [0, from_ns - 1, until_ns + 1, u64::MAX] {
        assert_eq!(
            propose(&mut world, 1, &[from_ns, at_ns]),
            Err(outside(at_ns, from_ns))
        );
    }
    world.now_ns = from_ns + 5;
    let soon = outside(from_ns + 4 + DAY_NS, from_ns + 5 + DAY_NS);
    assert_eq!(propose(&mut world, 1, &[from_ns + 4 + DAY_NS]), Err(soon));
    assert!(propose(&mut world, 1, &[from_ns + 5 + DAY_NS]).is_ok());
}

#[test]
fn should_take_five_different_moments_of_all_auditors() {
    let (mut world, from_ns) = world();
    let ahead = |count: u64| -> Vec<u64> { (0..count).map(|n| from_ns + n).collect() };
    let too_many = |field: &str| AuditError::TooMany {
        field: field.into(),
        count: 6,
        limit: 5,
    };
    let too_few = AuditError::TooFew {
        field: "at_ns".into(),
        count: 0,
        limit: 1,
    };
    assert_eq!(propose(&mut world, 1, &[]), Err(too_few));
    assert_eq!(propose(&mut world, 1, &ahead(6)), Err(too_many("at_ns")));
    assert!(propose(&mut world, 1, &ahead(4)).is_ok());
    let twice = AuditError::DuplicateEntry {
        field: "slots".into(),
        entry: from_ns.to_string(),
    };
    assert_eq!(propose(&mut world, 2, &[from_ns]), Err(twice));
    let two = [from_ns + 8, from_ns + 9];
    assert_eq!(propose(&mut world, 2, &two), Err(too_many("slots")));
    assert!(propose(&mut world, 2, &two[..1]).is_ok());
    assert!(propose(&mut world, 1, &ahead(1)).is_ok());
    assert!(propose(&mut world, 2, &two).is_ok(), "there is room again");
}

#[test]
fn should_refuse_others_and_what_is_fixed() {
    let (mut world, from_ns) = world();
    let args = ProposeSlotsArgs {
        assignment_id: 7,
        at_ns: vec![from_ns],
    };
    let unknown = world
        .as_caller(auditor_id(1).0)
        .run(|state, ctx| decide(state, args, ctx));
    let assignment_id = 7;
    assert_eq!(
        unknown,
        Err(AuditError::AssignmentNotFound { assignment_id })
    );
    // Auditor 4 may follow, 5 has nothing to do with it.
    for n in [4, 5] {
        let no_seat = AuditError::NoSeat {
            assignment_id: 0,
            caller: Caller(auditor_id(n).0),
            round: 1,
        };
        assert_eq!(propose(&mut world, n, &[from_ns]), Err(no_seat));
    }
    propose(&mut world, 1, &[from_ns + 9]).unwrap();
    let args = AcceptSlotArgs {
        assignment_id: 0,
        at_ns: from_ns + 9,
        escort_hash: Sha256Hash([1; 32]),
    };
    world
        .as_caller(provider_id(2).0)
        .run(|state, ctx| accept_slot::decide(state, args, ctx))
        .unwrap();
    let fixed = AuditError::VisitFixed { at_ns: from_ns + 9 };
    assert_eq!(propose(&mut world, 2, &[from_ns + 10]), Err(fixed));
    arrive(&mut world, 0);
    let wrong_phase = AuditError::WrongPhase {
        assignment_id: 0,
        phase: Phase::Commit,
        needed: "Notice".into(),
    };
    assert_eq!(propose(&mut world, 2, &[from_ns + 10]), Err(wrong_phase));
}
