use super::*;
use crate::commands::testing::{
    DAYS, FIRST_DAY, GOVERNANCE, World, by_days, by_operators, facts, operators, packed,
    provider_id, subnet_id,
};
use bonafide_types::rewards::{Engine, PeriodState};

const LAST_DAY: u32 = FIRST_DAY + DAYS - 1;

fn cancel(world: &mut World, period_id: u64, reason: &str) -> Result<(), RewardsError> {
    let args = CancelPeriodArgs {
        period_id,
        reason: reason.into(),
    };
    world.execute(GOVERNANCE, |state, ctx| decide(state, args, ctx))
}

#[test]
fn should_take_back_a_period_that_awaits_its_facts() {
    let mut world = World::staffed();
    assert_eq!(world.adopt(by_days(FIRST_DAY, LAST_DAY)), Ok(0));
    world.supply(0, 1, packed(&facts(FIRST_DAY + 1))).unwrap();
    assert!(world.state.has_facts(0, 1));
    assert_eq!(cancel(&mut world, 0, "an example"), Ok(()));
    let cancelled = PeriodState::Cancelled {
        at_ns: world.now_ns,
    };
    assert_eq!(world.state.period(0).unwrap().state, cancelled);
    assert!(!world.state.has_facts(0, 1));
    // Its days are free.
    assert_eq!(world.state.period_of_day(Engine::V1, FIRST_DAY), None);
    assert_eq!(world.state.last_covered_day(), None);
    assert_eq!(world.adopt(by_days(FIRST_DAY, LAST_DAY)), Ok(1));
}

#[test]
fn should_forget_what_was_computed() {
    let mut world = World::staffed();
    assert_eq!(world.adopt(by_days(FIRST_DAY, LAST_DAY)), Ok(0));
    for slice in 0..DAYS {
        let bytes = packed(&facts(FIRST_DAY + slice));
        world.supply(0, slice, bytes).unwrap();
    }
    // All slices are computed, and no statement is made.
    for _ in 0..DAYS {
        world.compute();
    }
    let subnet = Some(subnet_id(1));
    assert!(world.state.seats(FIRST_DAY, subnet).is_some());
    assert!(world.state.tally(0, provider_id(1)).is_some());
    assert!(world.state.alerts(0, 0).is_some());
    assert_eq!(cancel(&mut world, 0, "an example"), Ok(()));
    assert_eq!(world.state.tallies(0).count(), 0);
    for slice in 0..DAYS {
        let day = FIRST_DAY + slice;
        assert_eq!(world.state.facts(0, slice), None);
        assert_eq!(world.state.alerts(0, slice), None);
        assert_eq!(world.state.seats(day, None), None);
        assert_eq!(world.state.seats(day, subnet), None);
    }
    assert_eq!(world.compute(), []);
    assert_eq!(world.state.statement(0, provider_id(1)), None);
}

#[test]
fn should_leave_the_days_of_others_alone() {
    let mut world = World::staffed();
    world.close(&[facts(FIRST_DAY)]);
    let next = FIRST_DAY + 1;
    assert_eq!(world.adopt(by_days(next, next)), Ok(1));
    let month = by_operators(FIRST_DAY, LAST_DAY, &operators());
    assert_eq!(world.adopt(month), Ok(2));
    assert_eq!(cancel(&mut world, 1, "an example"), Ok(()));
    assert_eq!(world.state.period_of_day(Engine::V1, FIRST_DAY), Some(0));
    assert_eq!(world.state.period_of_day(Engine::V1, next), None);
    assert_eq!(world.state.period_of_day(Engine::V0, next), Some(2));
    assert!(world.state.seats(FIRST_DAY, None).is_some());
    assert_eq!(world.state.last_covered_day(), Some(LAST_DAY));
    assert_eq!(cancel(&mut world, 2, "an example"), Ok(()));
    assert_eq!(world.state.last_covered_day(), Some(FIRST_DAY));
}

#[test]
fn should_refuse_a_period_that_is_over() {
    let mut world = World::closed();
    let standing = |state| RewardsError::PeriodStanding {
        period_id: 0,
        state,
        needed: "AwaitingInputs or Computing".into(),
    };
    let state = world.state.period(0).unwrap().state;
    assert!(matches!(state, PeriodState::Closed { .. }));
    assert_eq!(cancel(&mut world, 0, "an example"), Err(standing(state)));
    let mut world = World::staffed();
    assert_eq!(world.adopt(by_days(FIRST_DAY, FIRST_DAY)), Ok(0));
    assert_eq!(cancel(&mut world, 0, "an example"), Ok(()));
    let state = world.state.period(0).unwrap().state;
    assert_eq!(cancel(&mut world, 0, "an example"), Err(standing(state)));
    let refusal = RewardsError::PeriodNotFound { period_id: 1 };
    assert_eq!(cancel(&mut world, 1, "an example"), Err(refusal));
}

#[test]
fn should_want_a_reason() {
    let mut world = World::staffed();
    assert_eq!(world.adopt(by_days(FIRST_DAY, FIRST_DAY)), Ok(0));
    let field = "reason".to_owned();
    let empty = RewardsError::TextEmpty {
        field: field.clone(),
    };
    assert_eq!(cancel(&mut world, 0, ""), Err(empty));
    let long = RewardsError::TextTooLong {
        field,
        bytes: 1_001,
        limit: 1_000,
    };
    assert_eq!(cancel(&mut world, 0, &"a".repeat(1_001)), Err(long));
    assert_eq!(cancel(&mut world, 0, &"a".repeat(1_000)), Ok(()));
}
