use super::*;
use crate::commands::cancel_period;
use crate::commands::testing::{
    DAYS, FIRST_DAY, GOVERNANCE, World, by_days, by_operators, facts, hash, of_facts, operators,
    packed,
};
use bonafide_types::id::Blob;
use bonafide_types::rewards::{AdoptPeriodArgs, CancelPeriodArgs, Inputs, PeriodState};

/// Days 0 to 2 of the example, adopted.
fn adopted() -> World {
    let mut world = World::staffed();
    let args = by_days(FIRST_DAY, FIRST_DAY + DAYS - 1);
    assert_eq!(world.adopt(args), Ok(0));
    world
}

/// One day, of which any bytes were adopted.
fn adopted_as(bytes: &[u8]) -> World {
    let mut world = World::staffed();
    let args = AdoptPeriodArgs {
        inputs: Inputs::Days(vec![hash(bytes)]),
        ..by_days(FIRST_DAY, FIRST_DAY)
    };
    assert_eq!(world.adopt(args), Ok(0));
    world
}

fn day(slice: u32) -> Blob {
    packed(&facts(FIRST_DAY + slice))
}

#[test]
fn should_take_slices_in_any_order_until_all_are_here() {
    let mut world = adopted();
    for (slice, state) in [
        (2, PeriodState::AwaitingInputs { supplied: 1 }),
        (0, PeriodState::AwaitingInputs { supplied: 2 }),
        (1, PeriodState::Computing { slice: 0 }),
    ] {
        let period = world.supply(0, slice, day(slice)).unwrap();
        assert_eq!(period.state, state);
        assert_eq!(world.state.period(0), Some(period), "as it is told");
        assert_eq!(world.state.facts(0, slice), Some(day(slice).0));
    }
}

#[test]
fn should_take_operator_records_for_engine_v0() {
    let mut world = World::staffed();
    let args = by_operators(FIRST_DAY, FIRST_DAY + 2, &operators());
    assert_eq!(world.adopt(args), Ok(0));
    let bytes = packed(&operators());
    let period = world.supply(0, 0, bytes.clone()).unwrap();
    assert_eq!(period.state, PeriodState::Computing { slice: 0 });
    assert_eq!(world.state.facts(0, 0), Some(bytes.0));
}

#[test]
fn should_refuse_a_period_that_awaits_nothing() {
    let mut world = adopted();
    let refusal = RewardsError::PeriodNotFound { period_id: 1 };
    assert_eq!(world.supply(1, 0, day(0)), Err(refusal));
    for slice in 0..DAYS {
        world.supply(0, slice, day(slice)).unwrap();
    }
    let standing = |state| RewardsError::PeriodStanding {
        period_id: 0,
        state,
        needed: "AwaitingInputs".into(),
    };
    let state = PeriodState::Computing { slice: 0 };
    assert_eq!(world.supply(0, 0, day(0)), Err(standing(state)));
    world.compute_all();
    let state = PeriodState::Closed {
        at_ns: world.now_ns,
    };
    assert_eq!(world.supply(0, 0, day(0)), Err(standing(state)));
    let mut world = adopted();
    let args = CancelPeriodArgs {
        period_id: 0,
        reason: "an example".into(),
    };
    world
        .execute(GOVERNANCE, |state, ctx| {
            cancel_period::decide(state, args, ctx)
        })
        .unwrap();
    let state = PeriodState::Cancelled {
        at_ns: world.now_ns,
    };
    assert_eq!(world.supply(0, 0, day(0)), Err(standing(state)));
}

#[test]
fn should_refuse_a_slice_that_there_is_not_or_that_is_here() {
    let mut world = adopted();
    let refusal = RewardsError::OutOfRange {
        field: "slice".into(),
        given: 3,
        min: 0,
        max: 2,
    };
    assert_eq!(world.supply(0, 3, day(0)), Err(refusal));
    world.supply(0, 2, day(2)).unwrap();
    let refusal = RewardsError::AlreadySupplied { slice: 2 };
    assert_eq!(world.supply(0, 2, day(2)), Err(refusal));
    // Another one is still awaited.
    world.supply(0, 1, day(1)).unwrap();
}

#[test]
fn should_refuse_other_bytes() {
    let mut world = adopted();
    // The facts of another day are facts, and not those of this slice.
    let refusal = RewardsError::WrongHash {
        slice: 0,
        given: hash(&day(1).0),
        adopted: hash(&day(0).0),
    };
    assert_eq!(world.supply(0, 0, day(1)), Err(refusal));
    let mut bytes = day(0);
    bytes.0.push(0);
    assert!(matches!(
        world.supply(0, 0, bytes),
        Err(RewardsError::WrongHash { slice: 0, .. })
    ));
    assert!(!world.state.has_facts(0, 0));
}

#[test]
fn should_bound_the_bytes() {
    let few = RewardsError::TooFew {
        field: "bytes".into(),
        count: 0,
        limit: 1,
    };
    assert_eq!(adopted_as(&[]).supply(0, 0, Blob(vec![])), Err(few));
    let beyond = vec![0; FACTS_BYTES + 1];
    let many = RewardsError::TooMany {
        field: "bytes".into(),
        count: 1_500_001,
        limit: 1_500_000,
    };
    let refused = adopted_as(&beyond).supply(0, 0, Blob(beyond));
    assert_eq!(refused, Err(many));
    // As many as that are looked at.
    let most = vec![0; FACTS_BYTES];
    assert!(matches!(
        adopted_as(&most).supply(0, 0, Blob(most)),
        Err(RewardsError::InvalidFacts { slice: 0, .. })
    ));
}

#[test]
fn should_refuse_what_was_adopted_and_is_no_facts() {
    let broken = |facts: &DayFacts| {
        let rule = facts::check_day(facts, FIRST_DAY).unwrap_err();
        (packed(facts).0, Some(rule))
    };
    let mut left_over = day(0).0;
    left_over.push(0);
    let mut misplaced = facts(FIRST_DAY);
    misplaced.nodes[0].provider = 4;
    for (bytes, rule) in [
        (vec![0xff], None),
        (left_over, None),
        (packed(&operators()).0, None),
        broken(&facts(FIRST_DAY + 1)),
        broken(&misplaced),
    ] {
        let mut world = adopted_as(&bytes);
        let refusal = world.supply(0, 0, Blob(bytes)).unwrap_err();
        let RewardsError::InvalidFacts {
            slice: 0,
            rule: told,
        } = refusal
        else {
            panic!("{refusal:?}");
        };
        assert!(rule.is_none_or(|rule| rule == told), "{told}");
        assert!(!told.is_empty());
    }
}

#[test]
fn should_refuse_broken_operator_records() {
    let mut twice = operators();
    twice.operators.push(twice.operators[0].clone());
    let rule = facts::check_operators(&twice).unwrap_err();
    let mut world = World::staffed();
    let args = by_operators(FIRST_DAY, FIRST_DAY, &twice);
    assert_eq!(world.adopt(args), Ok(0));
    let refusal = RewardsError::InvalidFacts { slice: 0, rule };
    assert_eq!(world.supply(0, 0, packed(&twice)), Err(refusal));
    let last = RewardsError::OutOfRange {
        field: "slice".into(),
        given: 1,
        min: 0,
        max: 0,
    };
    assert_eq!(world.supply(0, 1, packed(&twice)), Err(last));
}

#[test]
fn should_keep_periods_apart() {
    let mut world = adopted();
    let args = of_facts(&[facts(FIRST_DAY - 1)]);
    assert_eq!(world.adopt(args), Ok(1));
    let bytes = packed(&facts(FIRST_DAY - 1));
    let period = world.supply(1, 0, bytes).unwrap();
    assert_eq!(period.state, PeriodState::Computing { slice: 0 });
    assert!(!world.state.has_facts(0, 0));
}
