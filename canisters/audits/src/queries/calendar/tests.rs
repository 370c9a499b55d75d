use super::get_calendar;
use crate::commands::propose_slots;
use crate::commands::seats::testing::{
    arrive, begin, commit_to, commitment, find, refused, reveal, row,
};
use crate::commands::testing::{World, auditor_id, provider_id};
use bonafide_types::audits::{Deadline, DeadlineKind, GetCalendarArgs, ProposeSlotsArgs};
use bonafide_types::id::AuditorId;
use bonafide_types::limits::DAY_NS;

/// Kind, assignment or finding, moment, and who is waited for.
type Line = (DeadlineKind, u64, u64, Vec<u8>);

fn calendar(world: &World, args: &GetCalendarArgs) -> Vec<Line> {
    let deadlines = get_calendar(&world.state, args, world.now_ns);
    let number = |id: &AuditorId| *id.as_slice().last().unwrap();
    let line = |it: Deadline| {
        let waiting_for = it.waiting_for.iter().map(number).collect();
        (it.kind, it.id, it.due_at_ns, waiting_for)
    };
    deadlines.into_iter().map(line).collect()
}

fn line(kind: DeadlineKind, id: u64, due_at_ns: u64, waiting_for: &[u8]) -> Line {
    (kind, id, due_at_ns, waiting_for.to_vec())
}

fn all(world: &World) -> Vec<Line> {
    calendar(world, &GetCalendarArgs::default())
}

#[test]
fn should_follow_an_audit_to_its_finding() {
    use DeadlineKind::{AcceptSlot, Commit, Reveal};
    let mut world = World::staffed(3, 2);
    let id = begin(&mut world, 2, &[1, 2, 3], &[]);
    let slot_ns = row(&world, id).window_from_ns + 9;
    let args = ProposeSlotsArgs {
        assignment_id: id,
        at_ns: vec![slot_ns],
    };
    world
        .as_caller(auditor_id(1).0)
        .run(|state, ctx| propose_slots::decide(state, args, ctx))
        .unwrap();
    let commit_ns = slot_ns + 7 * DAY_NS;
    let accept = line(AcceptSlot, id, slot_ns, &[]);
    let commit = line(Commit, id, commit_ns, &[1, 2, 3]);
    assert_eq!(all(&world), [accept, commit]);
    arrive(&mut world, id);
    let committed = commitment(id, 2, &refused());
    commit_to(&mut world, id, 2, committed).unwrap();
    assert_eq!(all(&world), [line(Commit, id, commit_ns, &[1, 3])]);
    world.now_ns = commit_ns;
    let reveal_ns = commit_ns + 3 * DAY_NS;
    assert_eq!(all(&world), [line(Reveal, id, reveal_ns, &[2])]);
    reveal(&mut world, id, 2, &refused()).unwrap();
    assert_eq!(all(&world), [line(Reveal, id, reveal_ns, &[])]);
    world.now_ns = reveal_ns;
    assert_eq!(all(&world), []);
}

#[test]
fn should_sort_by_time_and_filter() {
    use DeadlineKind::{Appeal, Commit};
    let mut world = World::staffed(9, 4);
    let first = begin(&mut world, 2, &[1, 2, 3], &[]);
    let second = begin(&mut world, 4, &[3, 4, 5], &[]);
    let third = begin(&mut world, 2, &[7, 8, 9], &[]);
    let finding = find(&mut world, third, [7, 8, 9]);
    let now_ns = world.now_ns;
    let commit = |id, seats: &[u8]| line(Commit, id, now_ns + 7 * DAY_NS, seats);
    let appeal = line(Appeal, finding, now_ns + 14 * DAY_NS, &[]);
    let (one, two) = (commit(first, &[1, 2, 3]), commit(second, &[3, 4, 5]));
    assert_eq!(all(&world), [one.clone(), two.clone(), appeal.clone()]);
    let only = |until_ns, auditor: Option<u8>, provider: Option<u8>| {
        let args = GetCalendarArgs {
            until_ns,
            auditor: auditor.map(auditor_id),
            provider: provider.map(provider_id),
        };
        calendar(&world, &args)
    };
    let day = |days| Some(now_ns + days * DAY_NS);
    assert_eq!(only(day(7), None, None), [one.clone(), two.clone()]);
    assert_eq!(only(day(6), None, None), []);
    assert_eq!(only(None, None, Some(2)), [one.clone(), appeal]);
    assert_eq!(only(None, None, Some(4)), std::slice::from_ref(&two));
    assert_eq!(only(None, Some(3), None), [one, two.clone()]);
    assert_eq!(only(None, Some(3), Some(4)), [two]);
    assert_eq!(only(None, Some(7), None), [], "its audit is over");
    world.now_ns += 14 * DAY_NS;
    assert_eq!(all(&world), []);
}
