use super::*;
use crate::commands::cancel_period;
use crate::commands::testing::{
    DAYS, FIRST_DAY, GOVERNANCE, World, by_days, by_operators, collected, operators, roster,
};
use crate::state::Event;
use bonafide_types::id::Sha256Hash;
use bonafide_types::rewards::{CancelPeriodArgs, RewardsPolicy, RewardsTable};

const LAST_DAY: u32 = FIRST_DAY + DAYS - 1;
const HASH: Sha256Hash = Sha256Hash([7; 32]);

/// The day of the example, with another part.
fn changed(change: impl FnOnce(&mut AdoptPeriodArgs)) -> AdoptPeriodArgs {
    let mut args = by_days(FIRST_DAY, FIRST_DAY);
    change(&mut args);
    args
}

fn cancel(world: &mut World, period_id: u64) {
    let args = CancelPeriodArgs {
        period_id,
        reason: "an example".into(),
    };
    world
        .execute(GOVERNANCE, |state, ctx| {
            cancel_period::decide(state, args, ctx)
        })
        .unwrap();
}

/// The rates of the example, from another day on.
fn table_from(world: &World, effective_from_day: u32) -> Event {
    let table = RewardsTable {
        version: 0,
        effective_from_day,
        rates: World::staffed().state.latest_table().unwrap().rates,
    };
    assert_eq!(world.state.latest_table(), None);
    Event::TableUpdated { table }
}

#[test]
fn should_adopt_days_whose_facts_are_awaited() {
    let mut world = World::staffed();
    let args = by_days(FIRST_DAY, LAST_DAY);
    assert_eq!(world.adopt(args.clone()), Ok(0));
    let expected = Period {
        id: 0,
        from_day: FIRST_DAY,
        to_day: LAST_DAY,
        engine: Engine::V1,
        xdr_permyriad_per_icp: 10_000,
        rate_source: "an example".into(),
        inputs: args.inputs,
        penalties: vec![],
        input_hash: None,
        slices: 3,
        totals: None,
        state: PeriodState::AwaitingInputs { supplied: 0 },
    };
    assert_eq!(world.state.period(0), Some(expected));
    for day in FIRST_DAY..=LAST_DAY {
        assert_eq!(world.state.period_of_day(Engine::V1, day), Some(0));
        assert_eq!(world.state.period_of_day(Engine::V0, day), None);
    }
    assert_eq!(world.state.last_covered_day(), Some(LAST_DAY));
}

#[test]
fn should_adopt_a_month_of_engine_v0_in_one_slice() {
    let mut world = World::staffed();
    let args = by_operators(FIRST_DAY, LAST_DAY, &operators());
    assert_eq!(world.adopt(args), Ok(0));
    let period = world.state.period(0).unwrap();
    assert_eq!(period.slices, 1);
    assert_eq!(period.state, PeriodState::AwaitingInputs { supplied: 0 });
    // The same days of the other engine are another period.
    assert_eq!(world.adopt(by_days(FIRST_DAY, LAST_DAY)), Ok(1));
}

#[test]
fn should_want_days_in_order_and_over() {
    let mut world = World::staffed();
    let refused = |from_day, to_day, rule: &str| {
        Err(RewardsError::InvalidDays {
            from_day,
            to_day,
            rule: rule.into(),
        })
    };
    let order = "the first day must not be after the last";
    let args = changed(|args| args.to_day = FIRST_DAY - 1);
    let refusal = refused(FIRST_DAY, FIRST_DAY - 1, order);
    assert_eq!(world.adopt(args), refusal);
    // The day is that after the last.
    let today = LAST_DAY + 1;
    let refusal = refused(today, today, "the last day must be over");
    assert_eq!(world.adopt(by_days(today, today)), refusal);
    assert_eq!(world.adopt(by_days(LAST_DAY, LAST_DAY)), Ok(0));
    world.pass_days(1);
    assert_eq!(world.adopt(by_days(today, today)), Ok(1));
}

#[test]
fn should_bound_the_days() {
    let mut world = World::staffed();
    let many = |from_day: u32, days: usize| AdoptPeriodArgs {
        from_day,
        to_day: LAST_DAY,
        inputs: Inputs::Days(vec![HASH; days]),
        ..by_days(FIRST_DAY, FIRST_DAY)
    };
    let refused = |from_day| {
        Err(RewardsError::InvalidDays {
            from_day,
            to_day: LAST_DAY,
            rule: "92 days at most".into(),
        })
    };
    let first = LAST_DAY - 92;
    assert_eq!(world.adopt(many(first, 93)), refused(first));
    assert_eq!(world.adopt(many(0, 93)), refused(0));
    assert_eq!(world.adopt(many(first + 1, 92)), Ok(0));
    assert_eq!(world.state.period(0).unwrap().slices, 92);
    let all = AdoptPeriodArgs {
        to_day: u32::MAX,
        ..many(0, 1)
    };
    assert!(matches!(
        world.adopt(all),
        Err(RewardsError::InvalidDays { from_day: 0, .. })
    ));
}

#[test]
fn should_bound_the_rate_and_count_the_policys_least() {
    for given in [0, 1_000_000_001] {
        let refusal = RewardsError::RateOutOfRange {
            given,
            min: 1,
            max: 1_000_000_000,
        };
        let args = changed(|args| args.xdr_permyriad_per_icp = given);
        assert_eq!(World::staffed().adopt(args), Err(refusal));
    }
    for (given, counted) in [
        (1, 10_000),
        (9_999, 10_000),
        (10_000, 10_000),
        (10_001, 10_001),
        (1_000_000_000, 1_000_000_000),
    ] {
        let mut world = World::staffed();
        let args = changed(|args| args.xdr_permyriad_per_icp = given);
        assert_eq!(world.adopt(args), Ok(0));
        let period = world.state.period(0).unwrap();
        assert_eq!(period.xdr_permyriad_per_icp, counted, "{given}");
    }
    let mut world = World::staffed();
    let policy = RewardsPolicy {
        minimum_xdr_permyriad_per_icp: 35_000,
        ..world.state.policy()
    };
    world.apply([Event::PolicySet { policy }]);
    assert_eq!(world.adopt(by_days(FIRST_DAY, FIRST_DAY)), Ok(0));
    assert_eq!(world.state.period(0).unwrap().xdr_permyriad_per_icp, 35_000);
}

#[test]
fn should_want_to_know_where_the_rate_comes_from() {
    let mut world = World::staffed();
    let field = "rate_source".to_owned();
    let empty = RewardsError::TextEmpty {
        field: field.clone(),
    };
    let args = changed(|args| args.rate_source = String::new());
    assert_eq!(world.adopt(args), Err(empty));
    let long = RewardsError::TextTooLong {
        field,
        bytes: 1_001,
        limit: 1_000,
    };
    let args = changed(|args| args.rate_source = "a".repeat(1_001));
    assert_eq!(world.adopt(args), Err(long));
    let args = changed(|args| args.rate_source = "a\nb".into());
    assert!(matches!(
        world.adopt(args),
        Err(RewardsError::InvalidField { field, .. }) if field == "rate_source"
    ));
    let args = changed(|args| args.rate_source = "a".repeat(1_000));
    assert_eq!(world.adopt(args), Ok(0));
}

#[test]
fn should_want_inputs_that_fit() {
    let unfit = |engine, inputs, rule: &str| {
        let args = AdoptPeriodArgs {
            engine,
            inputs,
            ..by_days(FIRST_DAY, LAST_DAY)
        };
        let refusal = RewardsError::InputsDoNotFit { rule: rule.into() };
        assert_eq!(World::staffed().adopt(args), Err(refusal));
    };
    for (hashes, rule) in [
        (0, "0 hashes for 3 days"),
        (2, "2 hashes for 3 days"),
        (4, "4 hashes for 3 days"),
    ] {
        unfit(Engine::V1, Inputs::Days(vec![HASH; hashes]), rule);
    }
    let rule = "engine v1 wants a hash for each day, or collected facts";
    unfit(Engine::V1, Inputs::Operators(HASH), rule);
    let rule = "engine v0 wants one hash, of operator records";
    unfit(Engine::V0, Inputs::Days(vec![HASH; 3]), rule);
    unfit(Engine::V0, Inputs::Collected, rule);
}

#[test]
fn should_cover_a_day_once() {
    let mut world = World::staffed();
    let middle = FIRST_DAY + 1;
    assert_eq!(world.adopt(by_days(middle, middle)), Ok(0));
    let covered = RewardsError::DayCovered {
        day: middle,
        period_id: 0,
    };
    for (from_day, to_day) in [(FIRST_DAY, middle), (middle, LAST_DAY), (middle, middle)] {
        let refusal = world.adopt(by_days(from_day, to_day));
        assert_eq!(refusal, Err(covered.clone()));
    }
    assert_eq!(world.adopt(by_days(FIRST_DAY, FIRST_DAY)), Ok(1));
    assert_eq!(world.adopt(by_days(LAST_DAY, LAST_DAY)), Ok(2));
    // The other engine has its own days.
    let month = by_operators(FIRST_DAY, LAST_DAY, &operators());
    assert_eq!(world.adopt(month.clone()), Ok(3));
    let covered = RewardsError::DayCovered {
        day: FIRST_DAY,
        period_id: 3,
    };
    assert_eq!(world.adopt(month.clone()), Err(covered));
    cancel(&mut world, 3);
    assert_eq!(world.adopt(month), Ok(4));
    // A closed period keeps its days.
    let mut world = World::closed();
    let covered = RewardsError::DayCovered {
        day: LAST_DAY,
        period_id: 0,
    };
    assert_eq!(world.adopt(by_days(LAST_DAY, LAST_DAY)), Err(covered));
}

#[test]
fn should_want_a_table_for_every_day() {
    let mut world = World::new();
    let missing = RewardsError::TableMissing { day: FIRST_DAY };
    let args = by_days(FIRST_DAY, LAST_DAY);
    assert_eq!(world.adopt(args.clone()), Err(missing.clone()));
    let table = table_from(&world, FIRST_DAY + 1);
    world.apply([table]);
    assert_eq!(world.adopt(args), Err(missing.clone()));
    let month = by_operators(FIRST_DAY, LAST_DAY, &operators());
    assert_eq!(world.adopt(month), Err(missing));
    assert_eq!(world.adopt(by_days(FIRST_DAY + 1, LAST_DAY)), Ok(0));
}

#[test]
fn should_bound_the_open_periods() {
    let mut world = World::staffed();
    let day = |n: u32| by_days(FIRST_DAY - n, FIRST_DAY - n);
    for n in 0..8 {
        assert_eq!(world.adopt(day(n)), Ok(n.into()));
    }
    let many = RewardsError::TooMany {
        field: "open_periods".into(),
        count: 9,
        limit: 8,
    };
    assert_eq!(world.adopt(day(8)), Err(many));
    cancel(&mut world, 3);
    assert_eq!(world.adopt(day(8)), Ok(8));
}

#[test]
fn should_compute_at_once_what_was_collected() {
    let mut world = World::staffed();
    for day in FIRST_DAY - 1..=LAST_DAY {
        world.collect(1, day);
        world.collect(2, day);
    }
    assert_eq!(world.adopt(collected(FIRST_DAY, LAST_DAY)), Ok(0));
    let period = world.state.period(0).unwrap();
    assert_eq!(period.slices, 3);
    assert_eq!(period.state, PeriodState::Computing { slice: 0 });
    world.compute_all();
    let period = world.state.period(0).unwrap();
    assert!(matches!(period.state, PeriodState::Closed { .. }));
}

fn missing(day: u32, missing: u64) -> Result<u64, RewardsError> {
    Err(RewardsError::MetricsMissing { day, missing })
}

#[test]
fn should_want_metrics_of_every_day_and_of_the_day_before() {
    let mut world = World::staffed();
    let days = collected(FIRST_DAY, LAST_DAY);
    assert_eq!(world.adopt(days.clone()), missing(FIRST_DAY - 1, 0));
    // The first counts are those of the day before.
    world.collect(1, FIRST_DAY);
    assert_eq!(world.adopt(days.clone()), missing(FIRST_DAY + 1, 1));
    // Of the day of the first counts nothing is known.
    let first = collected(FIRST_DAY - 1, FIRST_DAY);
    assert_eq!(world.adopt(first), missing(FIRST_DAY - 2, 1));
    let mut world = World::staffed();
    world.collect(1, FIRST_DAY - 1);
    assert_eq!(world.adopt(days.clone()), missing(FIRST_DAY, 1));
    world.collect(1, FIRST_DAY);
    assert_eq!(world.adopt(days.clone()), missing(FIRST_DAY + 1, 1));
    world.collect(1, LAST_DAY);
    assert_eq!(world.adopt(days), missing(FIRST_DAY + 1, 1));
    assert_eq!(world.adopt(collected(FIRST_DAY, FIRST_DAY)), Ok(0));
}

#[test]
fn should_want_metrics_of_every_subnet() {
    let mut world = World::staffed();
    for day in FIRST_DAY - 1..=LAST_DAY {
        world.collect(1, day);
    }
    // This one was there the day before and is late.
    world.collect(2, FIRST_DAY - 1);
    let days = collected(FIRST_DAY, LAST_DAY);
    assert_eq!(world.adopt(days.clone()), missing(FIRST_DAY, 1));
    world.collect(2, FIRST_DAY);
    // This one is there on the last day alone.
    world.count(3, LAST_DAY, 0);
    assert_eq!(world.adopt(days), missing(FIRST_DAY - 1, 1));
    world.collect(2, FIRST_DAY + 1);
    world.collect(2, LAST_DAY);
    // In parts it is whole: until the third began, and from the day after on.
    assert_eq!(world.adopt(collected(FIRST_DAY, LAST_DAY - 1)), Ok(0));
    let began = world.adopt(collected(LAST_DAY, LAST_DAY));
    assert_eq!(began, missing(LAST_DAY - 1, 1));
    world.pass_days(1);
    for subnet in 1..=3 {
        world.collect(subnet, LAST_DAY + 1);
    }
    let next = collected(LAST_DAY + 1, LAST_DAY + 1);
    assert_eq!(world.adopt(next), Ok(1));
    // What it did on the first day is supplied.
    assert_eq!(world.adopt(by_days(LAST_DAY, LAST_DAY)), Ok(2));
}

#[test]
fn should_want_to_know_who_was_paid() {
    let mut world = World::new();
    let table = table_from(&world, 0);
    world.apply([table]);
    for day in FIRST_DAY - 1..=LAST_DAY {
        world.collect(1, day);
    }
    let roster = roster(FIRST_DAY + 1);
    world.apply([Event::RosterSeen { roster }]);
    let days = collected(FIRST_DAY, LAST_DAY);
    assert_eq!(world.adopt(days), missing(FIRST_DAY, 1));
    assert_eq!(world.adopt(collected(FIRST_DAY + 1, LAST_DAY)), Ok(0));
}

#[test]
fn should_know_no_day_before_the_first_one() {
    let mut world = World::staffed();
    let roster = roster(0);
    world.apply([Event::RosterSeen { roster }]);
    assert_eq!(world.adopt(collected(0, 0)), missing(0, 0));
    world.collect(1, 0);
    assert_eq!(world.adopt(collected(0, 0)), Ok(0));
}

#[test]
fn should_refuse_what_was_collected_and_does_not_add_up() {
    let mut world = World::staffed();
    for day in FIRST_DAY - 1..=LAST_DAY {
        world.collect(1, day);
    }
    let mut roster = roster(FIRST_DAY + 1);
    roster.nodes[0].provider = 4;
    world.apply([Event::RosterSeen { roster }]);
    let day = FIRST_DAY + 1;
    let broken = world.state.collected(day).unwrap();
    let rule = facts::check_day(&broken, day).unwrap_err();
    let refusal = RewardsError::InvalidFacts { slice: 1, rule };
    assert_eq!(world.adopt(collected(FIRST_DAY, LAST_DAY)), Err(refusal));
    assert_eq!(world.adopt(collected(FIRST_DAY, FIRST_DAY)), Ok(0));
}
