use super::*;
use crate::commands::testing::{DAYS, FIRST_DAY, World, node_id, subnet_id};

/// The day on which the tests' world stands.
const TODAY: u32 = FIRST_DAY + DAYS;

/// A record of a day's second `second`: node `n` proposed and failed so many blocks.
fn record(day: u32, second: u64, rows: &[(u8, u64, u64)]) -> NodeMetricsHistoryRecord {
    let rows = rows.iter().map(|(n, proposed, failed)| NodeMetrics {
        node_id: node_id(*n).0,
        num_blocks_proposed_total: *proposed,
        num_block_failures_total: *failed,
    });
    NodeMetricsHistoryRecord {
        timestamp_nanos: u64::from(day) * DAY_NS + second * 1_000_000_000,
        node_metrics: rows.collect(),
    }
}

fn fact(n: u8, proposed: u64, failed: u64) -> MetricsFact {
    MetricsFact {
        node: node_id(n),
        proposed,
        failed,
    }
}

fn collected(subnet: u8, day: u32, counts: &[MetricsFact]) -> Event {
    Event::MetricsCollected {
        subnet: subnet_id(subnet),
        day,
        counts: counts.to_vec(),
    }
}

/// Takes over what the system told of subnet 1.
fn take(world: &mut World, records: &[NodeMetricsHistoryRecord]) -> Vec<Event> {
    let events = changed(&world.state, subnet_id(1), records.to_vec(), world.now_ns);
    world.apply(events.clone());
    events
}

#[test]
fn should_take_the_last_record_of_each_day_that_is_over() {
    let mut world = World::new();
    let told = [
        record(TODAY - 1, 0, &[(1, 20, 1)]),
        record(TODAY - 2, 86_399, &[(2, 5, 3), (1, 10, 0)]),
        record(TODAY - 2, 86_398, &[(1, 9, 0)]),
        record(TODAY, 0, &[(1, 30, 1)]),
    ];
    let expected = [
        collected(1, TODAY - 2, &[fact(1, 10, 0), fact(2, 5, 3)]),
        collected(1, TODAY - 1, &[fact(1, 20, 1)]),
    ];
    assert_eq!(take(&mut world, &told), expected);
    let counts = Some((TODAY - 1, vec![fact(1, 20, 1)]));
    assert_eq!(world.state.counts(subnet_id(1)), counts);
    let day = world.state.metrics(TODAY - 1, subnet_id(1));
    assert_eq!(day, Some(vec![fact(1, 10, 1)]));
}

#[test]
fn should_go_on_after_the_last_day() {
    let mut world = World::new();
    assert_eq!(start_ns(&world.state, subnet_id(1)), 0);
    let first = record(TODAY - 2, 9, &[(1, 10, 0)]);
    take(&mut world, std::slice::from_ref(&first));
    assert_eq!(
        start_ns(&world.state, subnet_id(1)),
        u64::from(TODAY - 1) * DAY_NS
    );
    assert_eq!(start_ns(&world.state, subnet_id(2)), 0);
    // The last record may be told again.
    assert_eq!(take(&mut world, std::slice::from_ref(&first)), []);
    assert_eq!(take(&mut world, &[]), []);
    let second = record(TODAY - 1, 0, &[(1, 12, 1)]);
    let expected = [collected(1, TODAY - 1, &[fact(1, 12, 1)])];
    assert_eq!(take(&mut world, &[first, second]), expected);
    // The day is over once the next one began.
    let third = [record(TODAY, 86_399, &[(1, 13, 1)])];
    world.now_ns = u64::from(TODAY + 1) * DAY_NS - 1;
    assert_eq!(take(&mut world, &third), []);
    world.now_ns += 1;
    assert_eq!(take(&mut world, &third).len(), 1);
}

#[test]
fn should_end_before_a_day_of_too_many_nodes() {
    let mut world = World::new();
    let large = |day, count: usize| {
        let mut record = record(day, 0, &[]);
        record.node_metrics = (0..count)
            .map(|n| NodeMetrics {
                node_id: Principal::from_slice(&n.to_be_bytes()),
                num_blocks_proposed_total: 1,
                num_block_failures_total: 0,
            })
            .collect();
        record
    };
    let told = [
        large(TODAY - 4, FACT_SUBNET_NODES - 1),
        large(TODAY - 3, FACT_SUBNET_NODES),
        large(TODAY - 2, FACT_SUBNET_NODES + 1),
        large(TODAY - 1, 1),
    ];
    let sizes = take(&mut world, &told)
        .into_iter()
        .map(|event| match event {
            Event::MetricsCollected { day, counts, .. } => (day, counts.len()),
            other => panic!("{other:?}"),
        });
    let expected = [
        (TODAY - 4, FACT_SUBNET_NODES - 1),
        (TODAY - 3, FACT_SUBNET_NODES),
    ];
    assert_eq!(sizes.collect::<Vec<_>>(), expected);
}

#[test]
fn should_ask_in_turn() {
    let world = World::new();
    let subnets: Vec<_> = (1..=10).map(subnet_id).collect();
    let asked = |last: Option<u8>| due(&world.state, &subnets, last.map(subnet_id), world.now_ns);
    assert_eq!(asked(None), [1, 2, 3, 4, 5, 6, 7, 8].map(subnet_id));
    assert_eq!(asked(Some(8)), [9, 10, 1, 2, 3, 4, 5, 6].map(subnet_id));
    assert_eq!(asked(Some(10)), asked(None));
    // One that is gone keeps its turn for the next.
    assert_eq!(asked(Some(11)), asked(None));
    assert_eq!(asked(Some(0)), asked(None));
    assert_eq!(
        due(&world.state, &subnets[..2], None, world.now_ns).len(),
        2
    );
    assert_eq!(due(&world.state, &[], None, world.now_ns), []);
}

#[test]
fn should_ask_only_for_what_is_missing() {
    let mut world = World::new();
    world.apply([
        collected(1, TODAY - 1, &[]),
        collected(2, TODAY - 2, &[]),
        collected(3, TODAY - 3, &[]),
    ]);
    let subnets: Vec<_> = (1..=4).map(subnet_id).collect();
    let asked = due(&world.state, &subnets, None, world.now_ns);
    assert_eq!(asked, [2, 3, 4].map(subnet_id));
    world.pass_days(1);
    let asked = due(&world.state, &subnets, None, world.now_ns);
    assert_eq!(asked, subnets);
}
