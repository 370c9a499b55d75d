use super::decide;
use crate::commands::propose_slots;
use crate::commands::seats::testing::{arrive, begin, row, view};
use crate::commands::testing::{World, auditor_id, provider_id};
use bonafide_types::audits::{
    AcceptSlotArgs, AssignmentView, AuditError, Phase, ProposeSlotsArgs, Visit,
};
use bonafide_types::id::{Caller, Sha256Hash};
use bonafide_types::limits::DAY_NS;

fn accept(world: &mut World, n: u8, at_ns: u64) -> Result<AssignmentView, AuditError> {
    let args = AcceptSlotArgs {
        assignment_id: 0,
        at_ns,
        escort_hash: Sha256Hash([1; 32]),
    };
    world
        .as_caller(provider_id(n).0)
        .run(|state, ctx| decide(state, args, ctx))
}

/// An audit of provider 2 with two moments proposed, and these.
fn world() -> (World, [u64; 2]) {
    let mut world = World::staffed(3, 2);
    begin(&mut world, 2, &[1, 2, 3], &[]);
    let from_ns = row(&world, 0).window_from_ns;
    let slots = [from_ns + 5, from_ns + DAY_NS];
    let args = ProposeSlotsArgs {
        assignment_id: 0,
        at_ns: slots.to_vec(),
    };
    world
        .as_caller(auditor_id(1).0)
        .run(|state, ctx| propose_slots::decide(state, args, ctx))
        .unwrap();
    (world, slots)
}

#[test]
fn should_fix_the_visit_once() {
    let (mut world, [first, second]) = world();
    let reply = accept(&mut world, 2, second).unwrap();
    assert_eq!(reply, view(&world, 0));
    assert_eq!(reply.visit_at_ns, second);
    assert_eq!(reply.assignment.commit_until_ns, second + 7 * DAY_NS);
    let visit = Visit {
        at_ns: second,
        escort_hash: Sha256Hash([1; 32]),
        accepted_at_ns: world.now_ns,
    };
    assert_eq!(reply.assignment.visit, Some(visit));
    let fixed = AuditError::VisitFixed { at_ns: second };
    for at_ns in [first, second] {
        assert_eq!(accept(&mut world, 2, at_ns), Err(fixed.clone()));
    }
    world.now_ns = first;
    assert_eq!(view(&world, 0).phase, Phase::Notice, "it is not the first");
    world.now_ns = second;
    assert_eq!(view(&world, 0).phase, Phase::Commit);
}

#[test]
fn should_refuse_other_providers_and_other_moments() {
    let (mut world, [first, _]) = world();
    let caller = Caller(provider_id(1).0);
    let assignment_id = 0;
    let other = AuditError::NotTheProvider {
        assignment_id,
        caller,
    };
    assert_eq!(accept(&mut world, 1, first), Err(other));
    for at_ns in [0, first - 1, first + 1, u64::MAX] {
        let not_proposed = AuditError::SlotNotProposed { at_ns };
        assert_eq!(accept(&mut world, 2, at_ns), Err(not_proposed));
    }
}

#[test]
fn should_visit_at_the_first_moment_when_the_provider_is_silent() {
    let (mut world, [first, second]) = world();
    arrive(&mut world, 0);
    assert_eq!(world.now_ns, first);
    let late = AuditError::WrongPhase {
        assignment_id: 0,
        phase: Phase::Commit,
        needed: "Notice".into(),
    };
    assert_eq!(accept(&mut world, 2, second), Err(late));
}
