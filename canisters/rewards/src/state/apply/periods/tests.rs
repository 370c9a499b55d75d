use crate::commands::testing::{FIRST_DAY, World, facts, node_id, provider_id, roster, subnet_id};
use crate::state::Event;
use bonafide_types::rewards::MetricsFact;

/// The counts of nodes 1, 2 and so on since a subnet began, as they are told.
fn count(world: &mut World, day: u32, counts: &[(u64, u64)]) {
    let counts = (1..)
        .zip(counts)
        .map(|(n, (proposed, failed))| MetricsFact {
            node: node_id(n),
            proposed: *proposed,
            failed: *failed,
        });
    world.apply([Event::MetricsCollected {
        subnet: subnet_id(1),
        day,
        counts: counts.collect(),
    }]);
}

/// What the nodes did on a day.
fn daily(world: &World, day: u32) -> Option<Vec<(u64, u64)>> {
    let rows = world.state.metrics(day, subnet_id(1))?;
    Some(
        (rows.iter())
            .map(|row| (row.proposed, row.failed))
            .collect(),
    )
}

#[test]
fn should_make_days_of_counts() {
    let mut world = World::new();
    count(&mut world, FIRST_DAY, &[(1_000, 50)]);
    // It is not known of how many days these are.
    assert_eq!(daily(&world, FIRST_DAY), Some(vec![]));
    // A second node begins with none.
    let counts = [(1_100, 52), (30, 1)];
    count(&mut world, FIRST_DAY + 1, &counts);
    let expected = vec![(100, 2), (30, 1)];
    assert_eq!(daily(&world, FIRST_DAY + 1), Some(expected));
    // The first began anew; the second did nothing.
    let counts = [(40, 60), (30, 1)];
    count(&mut world, FIRST_DAY + 2, &counts);
    let expected = vec![(40, 60), (0, 0)];
    assert_eq!(daily(&world, FIRST_DAY + 2), Some(expected));
    let days = Some((FIRST_DAY, FIRST_DAY + 2));
    assert_eq!(world.state.collected_days(), days);
}

#[test]
fn should_know_who_was_paid_on_days_without_a_change() {
    let mut world = World::staffed();
    let mut later = roster(FIRST_DAY + 2);
    later.nodes.pop();
    world.apply([Event::RosterSeen {
        roster: later.clone(),
    }]);
    world.collect(1, FIRST_DAY + 1);
    assert_eq!(world.state.collected(FIRST_DAY - 1), None);
    let day = FIRST_DAY + 1;
    assert_eq!(world.state.collected(day), Some(facts(day)));
    assert_eq!(world.state.collected(FIRST_DAY + 2), Some(later));
}

#[test]
fn should_keep_the_seats_of_a_day() {
    let world = World::closed();
    let seats = world.state.seats(FIRST_DAY, Some(subnet_id(1))).unwrap();
    let seats: Vec<_> = (seats.iter())
        .map(|seat| (seat.provider, seat.cluster, seat.nodes))
        .collect();
    let row = |n, cluster| (provider_id(n), provider_id(cluster), 1);
    assert_eq!(seats, [row(1, 1), row(2, 2), row(3, 2), row(4, 4)]);
    let network = world.state.seats(FIRST_DAY, None).unwrap();
    assert_eq!(network.len(), 4);
    assert!(network.iter().all(|seat| seat.nodes == 2));
    assert_eq!(world.state.seats(FIRST_DAY - 1, None), None);
}
