use super::due;
use crate::commands::seats::testing::{appeal, begin, find, settle};
use crate::commands::testing::{World, auditor_id};
use bonafide_types::audits::FindingState;

#[test]
fn should_end_the_time_for_appeals() {
    let mut world = World::staffed(20, 4);
    let audits = [(2, [1, 2, 3]), (4, [4, 5, 6]), (1, [7, 8, 9])]
        .map(|(n, seats)| (begin(&mut world, n, &seats, &[]), seats));
    let ids = audits.map(|(id, seats)| find(&mut world, id, seats));
    let states = |world: &World| ids.map(|id| world.state.finding(id).unwrap().state);
    settle(&mut world, ids[1], false).unwrap();
    let overturned = states(&world)[1];
    appeal(&mut world, auditor_id(19).0, ids[2]).unwrap();
    world.now_ns = world.state.finding(ids[0]).unwrap().appeal_until_ns - 1;
    assert_eq!(due(&world.state, world.now_ns), []);
    world.now_ns += 1;
    world.task(due);
    let at_ns = world.now_ns;
    let first = FindingState::Final { at_ns };
    let expected = [first, overturned, FindingState::Appealed];
    assert_eq!(states(&world), expected);
    // Nothing is left that time alone settles.
    world.pass_days(1_000);
    assert_eq!(due(&world.state, world.now_ns), []);
}
