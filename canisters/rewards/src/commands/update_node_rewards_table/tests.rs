use super::*;
use crate::commands::testing::{DAYS, FIRST_DAY, GOVERNANCE, World, by_days};

const TODAY: u32 = FIRST_DAY + DAYS;

fn rate(region: &str, reward_type: &str, monthly: u64) -> NodeRewardRate {
    NodeRewardRate {
        region: region.into(),
        reward_type: reward_type.into(),
        xdr_permyriad_per_node_per_month: monthly,
        reward_coefficient_percent: None,
    }
}

fn update_from(
    world: &mut World,
    effective_from_day: u32,
    new_entries: Vec<NodeRewardRate>,
) -> Result<(), RewardsError> {
    let args = UpdateNodeRewardsTableArgs {
        effective_from_day,
        new_entries,
    };
    world.execute(GOVERNANCE, |state, ctx| decide(state, args, ctx))
}

fn update(world: &mut World, new_entries: Vec<NodeRewardRate>) -> Result<(), RewardsError> {
    update_from(world, TODAY, new_entries)
}

/// One rate, with another part.
fn changed(change: impl FnOnce(&mut NodeRewardRate)) -> Result<(), RewardsError> {
    let mut given = rate("Europe,CH,Zurich", "type3.1", 5);
    change(&mut given);
    update(&mut World::new(), vec![given])
}

fn out_of_range(field: &str, given: u64, min: u64, max: u64) -> RewardsError {
    RewardsError::OutOfRange {
        field: field.into(),
        given,
        min,
        max,
    }
}

#[test]
fn should_add_and_change_and_keep_the_rest() {
    let mut world = World::new();
    let first = vec![
        rate("Europe", "type3", 2),
        rate("Asia,JP", "type1", 1),
        rate("Europe", "type1.1", 3),
    ];
    assert_eq!(update(&mut world, first), Ok(()));
    let table = RewardsTable {
        version: 0,
        effective_from_day: TODAY,
        rates: vec![
            rate("Asia,JP", "type1", 1),
            rate("Europe", "type1.1", 3),
            rate("Europe", "type3", 2),
        ],
    };
    assert_eq!(world.state.latest_table(), Some(table.clone()));
    let second = vec![rate("Europe", "type3", 0), rate("Asia", "type1", 9)];
    assert_eq!(update_from(&mut world, TODAY + 5, second), Ok(()));
    let latest = RewardsTable {
        version: 1,
        effective_from_day: TODAY + 5,
        rates: vec![
            rate("Asia", "type1", 9),
            rate("Asia,JP", "type1", 1),
            rate("Europe", "type1.1", 3),
            rate("Europe", "type3", 0),
        ],
    };
    assert_eq!(world.state.latest_table(), Some(latest.clone()));
    // The first holds until the second does.
    assert_eq!(world.state.table_of_day(TODAY - 1), None);
    assert_eq!(world.state.table_of_day(TODAY + 4), Some(table));
    assert_eq!(world.state.table_of_day(TODAY + 5), Some(latest));
}

#[test]
fn should_take_a_coefficient_as_a_change() {
    let mut world = World::new();
    let plain = rate("Europe", "type3", 2);
    assert_eq!(update(&mut world, vec![plain.clone()]), Ok(()));
    let reduced = NodeRewardRate {
        reward_coefficient_percent: Some(80),
        ..plain
    };
    assert_eq!(update(&mut world, vec![reduced.clone()]), Ok(()));
    assert_eq!(world.state.latest_table().unwrap().rates, [reduced]);
}

#[test]
fn should_refuse_rates_that_are_there() {
    let mut world = World::new();
    let rates = vec![rate("Asia", "type1", 1), rate("Europe", "type1", 2)];
    assert_eq!(update(&mut world, rates.clone()), Ok(()));
    let nothing = RewardsError::NothingToChange {
        what: "the table has these rates".into(),
    };
    let one = vec![rates[1].clone()];
    assert_eq!(update(&mut world, one), Err(nothing.clone()));
    // Another day alone changes no rate of any day.
    assert_eq!(update_from(&mut world, TODAY + 1, rates), Err(nothing));
}

#[test]
fn should_bound_the_entries() {
    let mut world = World::new();
    let many = |from: u64, count: u64| -> Vec<_> {
        (from..from + count)
            .map(|n| rate(&format!("Europe,CH,{n}"), "type1", n))
            .collect()
    };
    let field = "new_entries".to_owned();
    let few = RewardsError::TooFew {
        field: field.clone(),
        count: 0,
        limit: 1,
    };
    assert_eq!(update(&mut world, vec![]), Err(few));
    let beyond = RewardsError::TooMany {
        field,
        count: 501,
        limit: 500,
    };
    assert_eq!(update(&mut world, many(0, 501)), Err(beyond));
    for part in 0..4 {
        assert_eq!(update(&mut world, many(part * 500, 500)), Ok(()));
    }
    let rates = |world: &World| world.state.latest_table().unwrap().rates.len();
    assert_eq!(rates(&world), 2_000);
    let full = RewardsError::TooMany {
        field: "rates".into(),
        count: 2_001,
        limit: 2_000,
    };
    let another = vec![rate("Asia", "type1", 1)];
    assert_eq!(update(&mut world, another), Err(full));
    // Those that are there can still change.
    let change = vec![rate("Europe,CH,7", "type1", 8)];
    assert_eq!(update(&mut world, change), Ok(()));
    assert_eq!(rates(&world), 2_000);
}

#[test]
fn should_refuse_one_rate_twice() {
    let mut world = World::new();
    let twice = vec![
        rate("Europe", "type1", 1),
        rate("Europe", "type3", 1),
        rate("Europe", "type1", 2),
    ];
    let refusal = RewardsError::DuplicateEntry {
        field: "new_entries".into(),
        entry: "\"type1\" in \"Europe\"".into(),
    };
    assert_eq!(update(&mut world, twice), Err(refusal));
}

#[test]
fn should_take_regions_of_one_to_three_parts() {
    let long = format!("Europe,CH,{}", "a".repeat(245));
    let known = ["Europe", "Europe,CH", "North America,US,New York"];
    for region in known.into_iter().chain([long.as_str()]) {
        assert_eq!(changed(|rate| rate.region = region.into()), Ok(()));
    }
    let field = || "new_entries.region".to_owned();
    let empty = RewardsError::TextEmpty { field: field() };
    assert_eq!(changed(|rate| rate.region.clear()), Err(empty));
    let beyond = RewardsError::TextTooLong {
        field: field(),
        bytes: 256,
        limit: 255,
    };
    let longer = format!("{long}a");
    assert_eq!(changed(|rate| rate.region = longer), Err(beyond));
    for region in [
        "Europe,CH,Zurich,West",
        "Europe,",
        ",CH",
        ",",
        "Europe,,Zurich",
        "Europe, CH",
        "Europe ,CH",
    ] {
        let refusal = RewardsError::InvalidField {
            field: field(),
            given: region.into(),
            rule: "one to three parts between commas, without blanks around them".into(),
        };
        let refused = changed(|rate| rate.region = region.into());
        assert_eq!(refused, Err(refusal));
    }
    for (region, rule) in [
        (" Europe", "no blanks before or after"),
        ("Europe ", "no blanks before or after"),
        ("Europe,C\tH", "no control characters"),
    ] {
        let refusal = RewardsError::InvalidField {
            field: field(),
            given: region.into(),
            rule: rule.into(),
        };
        let refused = changed(|rate| rate.region = region.into());
        assert_eq!(refused, Err(refusal));
    }
}

#[test]
fn should_bound_each_part_of_a_rate() {
    let field = || "new_entries.reward_type".to_owned();
    let empty = RewardsError::TextEmpty { field: field() };
    assert_eq!(changed(|rate| rate.reward_type.clear()), Err(empty));
    let long = RewardsError::TextTooLong {
        field: field(),
        bytes: 33,
        limit: 32,
    };
    let named = |bytes: usize| changed(|rate| rate.reward_type = "a".repeat(bytes));
    assert_eq!(named(33), Err(long));
    assert_eq!(named(32), Ok(()));
    let most = MAX_MONTHLY_XDR_PERMYRIAD;
    let monthly = |monthly| changed(|rate| rate.xdr_permyriad_per_node_per_month = monthly);
    let name = "new_entries.xdr_permyriad_per_node_per_month";
    let refusal = out_of_range(name, most + 1, 0, most);
    assert_eq!(monthly(most + 1), Err(refusal));
    assert_eq!(monthly(most), Ok(()));
    assert_eq!(monthly(0), Ok(()));
    let percent = |percent| changed(|rate| rate.reward_coefficient_percent = Some(percent));
    for given in [-1, 101, i32::MIN, i32::MAX] {
        let refusal = RewardsError::InvalidField {
            field: "new_entries.reward_coefficient_percent".into(),
            given: given.to_string(),
            rule: "0 to 100 percent".into(),
        };
        assert_eq!(percent(given), Err(refusal));
    }
    assert_eq!(percent(0), Ok(()));
    assert_eq!(percent(100), Ok(()));
}

#[test]
fn should_hold_only_for_days_that_no_period_covers() {
    let mut world = World::staffed();
    let last = FIRST_DAY + 1;
    assert_eq!(world.adopt(by_days(FIRST_DAY, last)), Ok(0));
    let latest = u64::from(TODAY) + 366;
    let refusal = |given: u32, min: u32| {
        let (given, min) = (given.into(), min.into());
        Err(out_of_range("effective_from_day", given, min, latest))
    };
    let new = |n| vec![rate("Asia", "type1", n)];
    for day in [0, FIRST_DAY, last] {
        let refused = update_from(&mut world, day, new(1));
        assert_eq!(refused, refusal(day, last + 1));
    }
    assert_eq!(update_from(&mut world, last + 1, new(1)), Ok(()));
    // Nor before the version that it follows.
    assert_eq!(update_from(&mut world, TODAY, new(2)), Ok(()));
    let refused = update_from(&mut world, TODAY - 1, new(3));
    assert_eq!(refused, refusal(TODAY - 1, TODAY));
    assert_eq!(update_from(&mut world, TODAY, new(3)), Ok(()));
    assert_eq!(world.state.table_of_day(TODAY).unwrap().version, 3);
    // A slip in the day would keep all later versions away.
    let beyond = TODAY + 367;
    let refused = update_from(&mut world, beyond, new(4));
    assert_eq!(refused, refusal(beyond, TODAY));
    assert_eq!(update_from(&mut world, TODAY + 366, new(4)), Ok(()));
    assert_eq!(world.state.table_of_day(TODAY + 365).unwrap().version, 3);
}

#[test]
fn should_bound_the_versions() {
    let mut world = World::new();
    let tables = (0..REWARD_TABLES - 1).map(|version| Event::TableUpdated {
        table: RewardsTable {
            version,
            effective_from_day: 0,
            rates: vec![rate("Europe", "type1", version.into())],
        },
    });
    world.apply(tables);
    let new = |n| vec![rate("Asia", "type1", n)];
    assert_eq!(update(&mut world, new(1)), Ok(()));
    let many = RewardsError::TooMany {
        field: "versions".into(),
        count: 10_001,
        limit: 10_000,
    };
    assert_eq!(update(&mut world, new(2)), Err(many));
}
