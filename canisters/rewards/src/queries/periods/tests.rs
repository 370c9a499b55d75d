use super::*;
use crate::commands::cancel_period;
use crate::commands::testing::{
    DAYS, FIRST_DAY, GOVERNANCE, World, by_days, by_operators, collected, facts, node_id,
    operators, packed, provider_id,
};
use crate::state::Event;
use bonafide_types::rewards::CancelPeriodArgs;

const LAST_DAY: u32 = FIRST_DAY + DAYS - 1;

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

#[test]
fn should_list_periods_in_pages() {
    let mut world = World::staffed();
    let page = |world: &World, after, limit| {
        let PeriodPage { periods, next } =
            list_periods(&world.state, &ListPeriodsArgs { after, limit });
        let ids: Vec<_> = periods.iter().map(|period| period.id).collect();
        (ids, next)
    };
    assert_eq!(page(&world, None, None), (vec![], None));
    for n in 0..3 {
        let day = FIRST_DAY + n;
        assert_eq!(world.adopt(by_days(day, day)), Ok(n.into()));
    }
    // Those that are over stay in the list.
    cancel(&mut world, 1);
    assert_eq!(page(&world, None, Some(2)), (vec![0, 1], Some(1)));
    assert_eq!(page(&world, Some(1), Some(2)), (vec![2], None));
    assert_eq!(page(&world, None, None), (vec![0, 1, 2], None));
    assert_eq!(page(&world, Some(u64::MAX), None), (vec![], None));
}

#[test]
fn should_give_the_bytes_that_were_supplied() {
    let mut world = World::staffed();
    assert_eq!(world.adopt(by_days(FIRST_DAY, LAST_DAY)), Ok(0));
    let month = by_operators(FIRST_DAY, LAST_DAY, &operators());
    assert_eq!(world.adopt(month), Ok(1));
    // What was collected meanwhile is not what was adopted.
    world.collect(1, FIRST_DAY);
    assert_eq!(get_facts(&world.state, 0, 0), None);
    let bytes = packed(&facts(FIRST_DAY));
    world.supply(0, 0, bytes.clone()).unwrap();
    assert_eq!(get_facts(&world.state, 0, 0), Some(bytes));
    assert_eq!(get_facts(&world.state, 0, 1), None);
    assert_eq!(get_facts(&world.state, 0, u32::MAX), None);
    let bytes = packed(&operators());
    world.supply(1, 0, bytes.clone()).unwrap();
    assert_eq!(get_facts(&world.state, 1, 0), Some(bytes));
    assert_eq!(get_facts(&world.state, 2, 0), None);
    cancel(&mut world, 0);
    assert_eq!(get_facts(&world.state, 0, 0), None);
}

#[test]
fn should_give_what_was_collected() {
    let mut world = World::staffed();
    for day in FIRST_DAY - 1..=LAST_DAY {
        world.collect(1, day);
    }
    assert_eq!(world.adopt(collected(FIRST_DAY, LAST_DAY)), Ok(0));
    for slice in 0..DAYS {
        let expected = packed(&facts(FIRST_DAY + slice));
        assert_eq!(get_facts(&world.state, 0, slice), Some(expected));
    }
    assert_eq!(get_facts(&world.state, 0, DAYS), None);
    assert_eq!(get_facts(&world.state, 0, u32::MAX), None);
    world.compute_all();
    let expected = packed(&facts(LAST_DAY));
    assert_eq!(get_facts(&world.state, 0, DAYS - 1), Some(expected));
    assert_eq!(get_facts(&world.state, 0, DAYS), None);
    // One that is cancelled shows none, also of days that are still here.
    world.pass_days(1);
    world.collect(1, LAST_DAY + 1);
    let next = collected(LAST_DAY + 1, LAST_DAY + 1);
    assert_eq!(world.adopt(next), Ok(1));
    assert!(get_facts(&world.state, 1, 0).is_some());
    cancel(&mut world, 1);
    assert_eq!(get_facts(&world.state, 1, 0), None);
}

#[test]
fn should_list_the_alerts_of_a_day() {
    let mut world = World::staffed();
    let mut days = vec![facts(FIRST_DAY), facts(FIRST_DAY + 1)];
    let mut row = days[1].subnets[0].nodes[0].clone();
    row.node = node_id(99);
    days[1].subnets[0].nodes.push(row.clone());
    row.node = node_id(12);
    days[1].subnets[0].nodes.push(row);
    assert_eq!(world.close(&days), 0);
    let of = |period_id, day| {
        let args = ListAlertsArgs { period_id, day };
        list_alerts(&world.state, &args).alerts
    };
    assert_eq!(of(0, FIRST_DAY), []);
    let alerts = of(0, FIRST_DAY + 1);
    let told: Vec<_> = (alerts.iter())
        .map(|alert| (&*alert.kind, alert.provider, &alert.nodes[..]))
        .collect();
    let (second, nobodys) = ([node_id(2), node_id(12)], [node_id(99)]);
    assert_eq!(told.len(), 2);
    assert!(told.contains(&("SeveralInSubnet", Some(provider_id(2)), &second[..])));
    assert!(told.contains(&("NotPaid", None, &nobodys[..])));
    assert!(alerts.iter().all(|alert| alert.day == FIRST_DAY + 1));
    for (period_id, day) in [
        (0, FIRST_DAY - 1),
        (0, FIRST_DAY + 2),
        (0, u32::MAX),
        (1, FIRST_DAY),
    ] {
        assert_eq!(of(period_id, day), []);
    }
}

#[test]
fn should_have_no_alerts_of_engine_v0() {
    let mut world = World::staffed();
    let args = by_operators(FIRST_DAY, LAST_DAY, &operators());
    assert_eq!(world.adopt(args), Ok(0));
    world.supply(0, 0, packed(&operators())).unwrap();
    world.compute_all();
    let args = ListAlertsArgs {
        period_id: 0,
        day: FIRST_DAY,
    };
    assert_eq!(list_alerts(&world.state, &args).alerts, []);
}

#[test]
fn should_give_each_version_of_the_table() {
    let mut world = World::new();
    assert_eq!(get_rewards_table(&world.state, None), None);
    assert_eq!(get_rewards_table(&world.state, Some(0)), None);
    let table = |version| RewardsTable {
        version,
        effective_from_day: version,
        rates: vec![],
    };
    for version in 0..2 {
        let table = table(version);
        world.apply([Event::TableUpdated { table }]);
    }
    assert_eq!(get_rewards_table(&world.state, None), Some(table(1)));
    assert_eq!(get_rewards_table(&world.state, Some(0)), Some(table(0)));
    assert_eq!(get_rewards_table(&world.state, Some(1)), Some(table(1)));
    assert_eq!(get_rewards_table(&world.state, Some(2)), None);
}
