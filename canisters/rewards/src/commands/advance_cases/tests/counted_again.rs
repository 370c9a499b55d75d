//! Offenders are counted again before a case can be executed.

use super::run;
use crate::commands::judge::testing::{
    ICP, advance, appeal, cancel, case, close_day, crowd, freeze, frozen, judgement, late, on,
    reduce, reject, reported, set_mode, set_policy,
};
use crate::commands::testing::{FIRST_DAY, World};
use crate::state::Event;
use bonafide_types::rewards::{CaseState, Charge, Effect, Judgement, Mode, PenaltyClass};

/// With the crowd's period, in which provider 1 earned 4 ICP, which are in escrow.
fn crowded() -> World {
    let mut world = World::staffed();
    close_day(&mut world, &crowd(FIRST_DAY, 0));
    world.join(1);
    world.lot(1, 4 * ICP);
    world
}

/// The time for appeals of what is frozen now is over.
fn pass(world: &mut World) {
    world.pass_days(3);
    advance(world);
    world.pass_days(14);
    advance(world);
}

fn is_executable(world: &World, id: u64) -> bool {
    matches!(case(world, id).state, CaseState::Executable { .. })
}

#[test]
fn should_add_what_later_convictions_raise() {
    let mut world = crowded();
    let id = frozen(&mut world, late(1, FIRST_DAY));
    let before = judgement(&world, id);
    assert_eq!((before.ppb, before.cap_e8s), (90_000_000, 36_000_000));
    frozen(&mut world, late(2, FIRST_DAY));
    pass(&mut world);
    let after = case(&world, id);
    let expected = Judgement {
        proven: 8,
        ppb: 360_000_000,
        cap_e8s: 144_000_000,
        ..before
    };
    assert_eq!(after.judgement, Some(expected));
    let lock = Effect::LotLocked {
        lot_id: 0,
        e8s: 144_000_000,
    };
    assert_eq!(after.effects, [lock], "in one");
    assert_eq!(world.state.lot(0).unwrap().locked_e8s, 144_000_000);
    assert!(is_executable(&world, id));
}

#[test]
fn should_raise_what_is_locked_of_a_bond() {
    let mut world = World::staffed();
    close_day(&mut world, &crowd(FIRST_DAY, 0));
    world.bond(1, 2 * ICP);
    let id = frozen(&mut world, late(1, FIRST_DAY));
    frozen(&mut world, late(2, FIRST_DAY));
    pass(&mut world);
    let e8s = 144_000_000;
    assert_eq!(case(&world, id).effects, [Effect::BondLocked { e8s }]);
}

#[test]
fn should_raise_what_is_published() {
    let mut world = World::staffed();
    close_day(&mut world, &crowd(FIRST_DAY, 0));
    let id = frozen(&mut world, late(1, FIRST_DAY));
    frozen(&mut world, late(2, FIRST_DAY));
    pass(&mut world);
    assert_eq!(judgement(&world, id).cap_e8s, 144_000_000);
    assert_eq!(case(&world, id).effects, []);
}

#[test]
fn should_lock_no_more_than_is_left() {
    let mut world = crowded();
    let id = frozen(&mut world, late(1, FIRST_DAY));
    frozen(&mut world, late(2, FIRST_DAY));
    world.apply([Event::LotReleased {
        lot_id: 0,
        e8s: 4 * ICP - 36_000_000 - 7,
    }]);
    pass(&mut world);
    let judgement = judgement(&world, id);
    assert_eq!(
        (judgement.ppb, judgement.cap_e8s),
        (360_000_000, 36_000_007)
    );
    let lock = Effect::LotLocked {
        lot_id: 0,
        e8s: 36_000_007,
    };
    assert_eq!(case(&world, id).effects, [lock]);
}

#[test]
fn should_not_reach_what_came_after_the_vote() {
    let mut world = crowded();
    let id = frozen(&mut world, late(1, FIRST_DAY));
    frozen(&mut world, late(2, FIRST_DAY));
    world.pass_days(1);
    world.lot(1, 4 * ICP);
    pass(&mut world);
    assert_eq!(judgement(&world, id).cap_e8s, 144_000_000);
    assert_eq!(world.state.lot(1).unwrap().locked_e8s, 0);
}

#[test]
fn should_never_lower() {
    let mut world = crowded();
    let other = frozen(&mut world, late(2, FIRST_DAY));
    let id = frozen(&mut world, late(1, FIRST_DAY));
    let before = case(&world, id);
    cancel(&mut world, other).unwrap();
    pass(&mut world);
    let after = case(&world, id);
    assert_eq!(after.judgement, before.judgement);
    assert_eq!(after.effects, before.effects);
    assert_eq!(after.judgement.unwrap().ppb, 360_000_000);
    assert!(is_executable(&world, id));
}

#[test]
fn should_keep_the_word_of_a_vote() {
    // That asked for less than the rules when it froze the case.
    let mut world = crowded();
    let id = reported(&mut world, late(1, FIRST_DAY));
    freeze(&mut world, id, Some(89_999_999)).unwrap();
    frozen(&mut world, late(2, FIRST_DAY));
    pass(&mut world);
    assert_eq!(judgement(&world, id).ppb, 89_999_999);
    assert!(is_executable(&world, id));
    // That would have let it cost as much or more.
    let mut world = crowded();
    let id = reported(&mut world, late(1, FIRST_DAY));
    freeze(&mut world, id, Some(90_000_000)).unwrap();
    frozen(&mut world, late(2, FIRST_DAY));
    pass(&mut world);
    assert_eq!(judgement(&world, id).ppb, 360_000_000);
    // That lowered it.
    let mut world = crowded();
    let id = frozen(&mut world, late(1, FIRST_DAY));
    reduce(&mut world, id, 80_000_000).unwrap();
    frozen(&mut world, late(2, FIRST_DAY));
    pass(&mut world);
    assert_eq!(judgement(&world, id).ppb, 80_000_000);
    assert!(is_executable(&world, id));
}

#[test]
fn should_keep_the_base_that_it_was_frozen_with() {
    let mut world = crowded();
    let id = frozen(&mut world, late(1, FIRST_DAY));
    set_policy(&mut world, |policy| {
        policy.penalties.version = 1;
        policy.penalties.late_update_bps = 10_000;
    });
    pass(&mut world);
    let judgement = judgement(&world, id);
    assert_eq!(
        (judgement.base_ppb, judgement.ppb),
        (10_000_000, 90_000_000)
    );
    assert_eq!(judgement.table_version, 0);
}

#[test]
fn should_lock_nothing_where_penalties_are_only_logged() {
    let mut world = crowded();
    set_mode(&mut world, Mode::LogOnly);
    let id = frozen(&mut world, late(1, FIRST_DAY));
    frozen(&mut world, late(2, FIRST_DAY));
    pass(&mut world);
    assert_eq!(judgement(&world, id).cap_e8s, 144_000_000);
    assert_eq!(case(&world, id).effects, []);
    assert_eq!(world.state.lot(0).unwrap().locked_e8s, 0);
}

#[test]
fn should_count_the_mode_that_it_was_frozen_under() {
    let mut world = crowded();
    let id = frozen(&mut world, late(1, FIRST_DAY));
    set_mode(&mut world, Mode::LogOnly);
    frozen(&mut world, late(2, FIRST_DAY));
    pass(&mut world);
    assert_eq!(judgement(&world, id).ppb, 90_000_000);
}

fn executables(events: &[Event]) -> Vec<u64> {
    let ids = events.iter().map(|event| match event {
        Event::CaseBecameExecutable { case_id, .. } => *case_id,
        other => panic!("{other:?}"),
    });
    ids.collect()
}

#[test]
fn should_count_one_case_of_a_provider_in_a_run() {
    let mut world = crowded();
    let whole = Charge {
        class: PenaltyClass::FalseDeclaration,
        ..on(7, late(1, FIRST_DAY))
    };
    let first = frozen(&mut world, late(1, FIRST_DAY));
    let second = frozen(&mut world, whole);
    let other = frozen(&mut world, late(3, FIRST_DAY));
    let fourth = frozen(&mut world, late(4, FIRST_DAY));
    world.pass_days(3);
    advance(&mut world);
    world.pass_days(14);
    let events = run(&world);
    assert_eq!(executables(&events), [first, other, fourth]);
    world.apply(events);
    let events = run(&world);
    assert_eq!(executables(&events), [second]);
    world.apply(events);
    assert_eq!(run(&world), []);
    // Both cost 81 % now; the second takes its part of what the first leaves.
    for id in [first, second] {
        assert_eq!(judgement(&world, id).ppb, 810_000_000);
    }
    let lot = world.state.lot(0).unwrap();
    assert_eq!(lot.locked_e8s, 385_560_000);
}

#[test]
fn should_not_count_what_expires_at_the_same_time() {
    let mut world = crowded();
    let id = frozen(&mut world, late(3, FIRST_DAY));
    let other = frozen(&mut world, late(2, FIRST_DAY));
    world.pass_days(3);
    advance(&mut world);
    appeal(&mut world, other).unwrap();
    world.pass_days(13);
    appeal(&mut world, id).unwrap();
    world.pass_days(17);
    reject(&mut world, id).unwrap();
    // Now the other's appeal was not decided in time, and this one's time for appeals is over.
    let events = run(&world);
    assert!(matches!(
        events[..],
        [Event::CaseExpired { case_id, .. }] if case_id == other
    ));
    world.apply(events);
    let events = run(&world);
    assert_eq!(executables(&events), [id]);
    world.apply(events);
    assert_eq!(judgement(&world, id).ppb, 90_000_000);
}
