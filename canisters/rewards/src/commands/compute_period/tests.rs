use super::*;
use crate::commands::testing::{
    DAYS, FIRST_DAY, World, by_days, by_operators, charge, collected, facts, node_id, of_facts,
    operators, packed, provider_id,
};
use bonafide_types::rewards::{Amounts, Charge, DayFacts, Engine, NodeRewardRate, RewardsPolicy};

mod penalties;

const LAST_DAY: u32 = FIRST_DAY + DAYS - 1;

/// The days of the example.
fn example() -> Vec<DayFacts> {
    (FIRST_DAY..=LAST_DAY).map(facts).collect()
}

/// What a provider has in a period; both units count the same at one XDR per ICP.
fn amounts(world: &World, period_id: u64, n: u8) -> Option<Amounts> {
    let statement = world.state.statement(period_id, provider_id(n));
    statement.expect("a statement").amounts
}

/// What the example gives, less what is not kept.
fn earned(gross: u64, kept: u64) -> Option<Amounts> {
    Some(Amounts {
        gross_xdr_permyriad: gross,
        kept_xdr_permyriad: kept,
        gross_e8s: gross * 10_000,
        kept_e8s: kept * 10_000,
        above_maximum: false,
    })
}

#[test]
fn should_compute_one_slice_at_a_time() {
    let mut world = World::staffed();
    assert!(!is_due(&world.state));
    assert_eq!(world.compute(), []);
    assert_eq!(world.adopt(of_facts(&example())), Ok(0));
    for (slice, facts) in (0..).zip(example()) {
        assert!(!is_due(&world.state), "facts are missing");
        assert_eq!(world.compute(), []);
        world.supply(0, slice, packed(&facts)).unwrap();
    }
    for slice in 0..DAYS {
        assert!(is_due(&world.state));
        let period_id = 0;
        let computed = Event::SliceComputed { period_id, slice };
        assert_eq!(world.compute(), [computed]);
        let state = PeriodState::Computing { slice: slice + 1 };
        assert_eq!(world.state.period(0).unwrap().state, state);
        assert_eq!(world.state.statement(0, provider_id(1)), None);
    }
    assert!(is_due(&world.state));
    let events = world.compute();
    assert!(matches!(&events[..], [Event::PeriodClosed { .. }]));
    assert!(!is_due(&world.state));
    assert_eq!(world.compute(), []);
}

#[test]
fn should_close_with_a_statement_for_each_provider() {
    let world = World::closed();
    let period = world.state.period(0).unwrap();
    let closed = PeriodState::Closed {
        at_ns: world.now_ns,
    };
    assert_eq!(period.state, closed);
    assert_eq!(period.penalties, []);
    let totals = PeriodTotals {
        providers: 4,
        faulty: 0,
        gross_xdr_permyriad: 240_000,
        kept_xdr_permyriad: 240_000,
        gross_e8s: 2_400_000_000,
        kept_e8s: 2_400_000_000,
        alerts: 0,
    };
    assert_eq!(period.totals, Some(totals));
    for n in 1..=4 {
        assert_eq!(amounts(&world, 0, n), earned(60_000, 60_000));
        let statement = world.state.statement(0, provider_id(n)).unwrap();
        assert_eq!(Some(statement.input_hash), period.input_hash);
        assert_eq!(
            (statement.from_day, statement.to_day),
            (FIRST_DAY, LAST_DAY)
        );
        assert_eq!(statement.nodes, 2);
        assert_eq!(statement.faults, [""; 0]);
    }
    assert_eq!(world.state.statement(0, provider_id(5)), None);
}

#[test]
fn should_hash_all_that_it_is_computed_from() {
    let world = World::closed();
    let period = world.state.period(0).unwrap();
    let slices: Vec<_> = (example().iter())
        .map(|facts| hash(&cbor::encode(facts)))
        .collect();
    let table = hash(&cbor::encode(&world.state.latest_table().unwrap()));
    let input = PeriodInput {
        engine: Engine::V1,
        from_day: FIRST_DAY,
        to_day: LAST_DAY,
        xdr_permyriad_per_icp: 10_000,
        maximum_provider_e8s: 100_000_000_000_000,
        slices: &slices,
        tables: &[table; 3],
        penalties: &[],
    };
    assert_eq!(period.input_hash, Some(input::hash(&input)));
}

#[test]
fn should_take_the_table_of_each_day() {
    let mut world = World::staffed();
    let mut table = world.state.latest_table().unwrap();
    table.version = 1;
    table.effective_from_day = LAST_DAY;
    table.rates[0].xdr_permyriad_per_node_per_month *= 2;
    world.apply([Event::TableUpdated { table }]);
    assert_eq!(world.close(&example()), 0);
    // Two days at 20,000 and one at 40,000.
    assert_eq!(amounts(&world, 0, 1), earned(80_000, 80_000));
    let tables: Vec<_> = (0..2)
        .map(|version: u32| world.state.rates.get(&version.to_be_bytes()).unwrap())
        .map(|table| hash(&cbor::encode(&table)))
        .collect();
    let slices: Vec<_> = (example().iter())
        .map(|facts| hash(&cbor::encode(facts)))
        .collect();
    let input = PeriodInput {
        engine: Engine::V1,
        from_day: FIRST_DAY,
        to_day: LAST_DAY,
        xdr_permyriad_per_icp: 10_000,
        maximum_provider_e8s: 100_000_000_000_000,
        slices: &slices,
        tables: &[tables[0], tables[0], tables[1]],
        penalties: &[],
    };
    let period = world.state.period(0).unwrap();
    assert_eq!(period.input_hash, Some(input::hash(&input)));
}

#[test]
fn should_compute_a_month_of_engine_v0() {
    let mut world = World::staffed();
    let args = by_operators(FIRST_DAY, LAST_DAY, &operators());
    assert_eq!(world.adopt(args), Ok(0));
    world.supply(0, 0, packed(&operators())).unwrap();
    world.compute_all();
    // Two nodes for a month, however many days the period has.
    let month = 2 * 304_375;
    for n in 1..=2 {
        assert_eq!(amounts(&world, 0, n), earned(month, month));
        let statement = world.state.statement(0, provider_id(n)).unwrap();
        assert_eq!((statement.nodes, statement.engine), (0, Engine::V0));
    }
    assert_eq!(world.state.statement(0, provider_id(3)), None);
    assert_eq!(world.state.alerts(0, 0), None);
}

#[test]
fn should_compute_the_first_period_that_can_be() {
    let mut world = World::staffed();
    for (id, day) in (0..).zip([FIRST_DAY + 2, FIRST_DAY, FIRST_DAY + 1]) {
        assert_eq!(world.adopt(by_days(day, day)), Ok(id));
    }
    for (id, day) in [(2, FIRST_DAY + 1), (1, FIRST_DAY)] {
        world.supply(id, 0, packed(&facts(day))).unwrap();
    }
    let mut closed = Vec::new();
    while is_due(&world.state) {
        let events = world.compute();
        closed.extend(events.into_iter().filter_map(|event| match event {
            Event::PeriodClosed { period } => Some(period.id),
            _ => None,
        }));
    }
    assert_eq!(closed, [1, 2]);
    let awaiting = PeriodState::AwaitingInputs { supplied: 0 };
    assert_eq!(world.state.period(0).unwrap().state, awaiting);
}

/// Provider 4 stands where its type has a rate that nobody means.
fn with_broken_records(world: &mut World) -> Vec<DayFacts> {
    let mut table = world.state.latest_table().unwrap();
    table.version = 1;
    table.rates.insert(
        0,
        NodeRewardRate {
            region: "Asia".into(),
            xdr_permyriad_per_node_per_month: u64::MAX,
            ..table.rates[0].clone()
        },
    );
    world.apply([Event::TableUpdated { table }]);
    let mut days = example();
    for day in &mut days {
        day.regions.push("Asia,JP,Tokyo".into());
        let fourth = day.nodes.iter_mut().filter(|node| node.provider == 3);
        fourth.for_each(|node| node.region = 1);
    }
    days
}

#[test]
fn should_leave_only_the_provider_without_figures_whose_records_are_broken() {
    let mut world = World::staffed();
    let days = with_broken_records(&mut world);
    assert_eq!(world.close(&days), 0);
    for n in 1..=3 {
        assert_eq!(amounts(&world, 0, n), earned(60_000, 60_000));
    }
    let statement = world.state.statement(0, provider_id(4)).unwrap();
    assert_eq!(statement.amounts, None);
    assert!(!statement.faults.is_empty());
    let totals = world.state.period(0).unwrap().totals.unwrap();
    assert_eq!((totals.providers, totals.faulty), (4, 1));
    assert_eq!(totals.gross_xdr_permyriad, 180_000);
}

#[test]
fn should_count_alerts() {
    let mut world = World::staffed();
    let mut days = example();
    // Nobody's node, and a second one of provider 1.
    for (day, node) in [(0, 99), (2, 99), (2, 11)] {
        let mut row = days[day].subnets[0].nodes[0].clone();
        row.node = node_id(node);
        days[day].subnets[0].nodes.push(row);
    }
    assert_eq!(world.close(&days), 0);
    let totals = world.state.period(0).unwrap().totals.unwrap();
    assert_eq!(totals.alerts, 3);
    // They change no figure.
    assert_eq!(totals.gross_xdr_permyriad, 240_000);
}

#[test]
fn should_keep_the_facts_that_were_collected_when_it_was_computed() {
    let mut world = World::staffed();
    for day in FIRST_DAY - 1..=FIRST_DAY {
        world.collect(1, day);
    }
    assert_eq!(world.adopt(collected(FIRST_DAY, FIRST_DAY)), Ok(0));
    let period = world.state.period(0).unwrap();
    let before = world.state.slice_facts(&period, 0);
    assert_eq!(before, Some(cbor::encode(&facts(FIRST_DAY))));
    world.compute();
    // Another subnet tells late what it did.
    world.collect(2, FIRST_DAY);
    assert_eq!(world.state.slice_facts(&period, 0), before);
    world.compute();
    let period = world.state.period(0).unwrap();
    let table = hash(&cbor::encode(&world.state.latest_table().unwrap()));
    let input = PeriodInput {
        engine: Engine::V1,
        from_day: FIRST_DAY,
        to_day: FIRST_DAY,
        xdr_permyriad_per_icp: 10_000,
        maximum_provider_e8s: 100_000_000_000_000,
        slices: &[hash(&before.unwrap())],
        tables: &[table],
        penalties: &[],
    };
    assert_eq!(period.input_hash, Some(input::hash(&input)));
    assert_eq!(amounts(&world, 0, 1), earned(20_000, 20_000));
}

#[test]
fn should_keep_the_rate_that_was_adopted() {
    let mut world = World::staffed();
    let args = of_facts(&[facts(FIRST_DAY)]);
    assert_eq!(world.adopt(args), Ok(0));
    let policy = RewardsPolicy {
        minimum_xdr_permyriad_per_icp: 20_000,
        maximum_provider_e8s: 199_999_999,
        ..world.state.policy()
    };
    world.apply([Event::PolicySet { policy }]);
    world.supply(0, 0, packed(&facts(FIRST_DAY))).unwrap();
    world.compute_all();
    let statement = world.state.statement(0, provider_id(1)).unwrap();
    assert_eq!(statement.xdr_permyriad_per_icp, 10_000);
    // The maximum is that of the day on which it is closed.
    let found = statement.amounts.unwrap();
    assert_eq!((found.gross_e8s, found.above_maximum), (200_000_000, true));
}
