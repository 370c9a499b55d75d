use super::*;
use proptest::prelude::*;

/// Edges between few nodes: `(from, to, lower, upper)`. The source is 0, the sink the last one.
fn edges() -> impl Strategy<Value = (usize, Vec<(usize, usize, u64, u64)>)> {
    (2_usize..6).prop_flat_map(|nodes| {
        let edge = (0..nodes, 0..nodes, 0_u64..3, 0_u64..4);
        let edge = edge.prop_map(|(from, to, lower, more)| (from, to, lower / 2, lower / 2 + more));
        (Just(nodes), prop::collection::vec(edge, 0..10))
    })
}

fn graph(nodes: usize, edges: &[(usize, usize, u64, u64)]) -> Graph {
    let mut graph = Graph::new(nodes);
    for (from, to, lower, upper) in edges {
        graph.edge(*from, *to, (*lower, *upper));
    }
    graph
}

/// The smallest cut of all, by trying each set of nodes: edges that leave less edges that
/// enter.
fn smallest_cut(nodes: usize, edges: &[(usize, usize, u64, u64)]) -> i64 {
    let sets = (0..1_u32 << nodes).filter(|set| set & 1 == 1 && set >> (nodes - 1) & 1 == 0);
    let of = |set: u32| {
        let inside = |node: &usize| set >> node & 1 == 1;
        edges
            .iter()
            .map(
                |(from, to, lower, upper)| match (inside(from), inside(to)) {
                    (true, false) => i64::try_from(*upper).unwrap(),
                    (false, true) => -i64::try_from(*lower).unwrap(),
                    _ => 0,
                },
            )
            .sum::<i64>()
    };
    sets.map(of).min().unwrap()
}

/// Whether a flow keeps to all bounds: no set of nodes has to take in more than can leave it.
/// The way back from the sink to the source carries anything.
fn can_be_met(nodes: usize, edges: &[(usize, usize, u64, u64)]) -> bool {
    (0..1_u32 << nodes).all(|set| {
        let inside = |node: usize| set >> node & 1 == 1;
        if inside(nodes - 1) && !inside(0) {
            return true;
        }
        let (mut enters, mut leaves) = (0, 0);
        for (from, to, lower, upper) in edges {
            match (inside(*from), inside(*to)) {
                (false, true) => enters += lower,
                (true, false) => leaves += upper,
                _ => {}
            }
        }
        enters <= leaves
    })
}

#[test]
fn should_fill_a_bottleneck() {
    let mut graph = Graph::new(4);
    let wide = graph.edge(0, 1, (0, UNBOUNDED));
    let narrow = graph.edge(1, 2, (0, 3));
    graph.edge(0, 2, (0, 2));
    graph.edge(2, 3, (0, 9));
    let flow = graph.largest(0, 3).unwrap();
    assert_eq!(flow.value(), 5);
    assert_eq!((flow.on(wide), flow.on(narrow)), (3, 3));
    let sides: Vec<_> = (0..4).map(|node| flow.source_side(node)).collect();
    assert_eq!(sides, [true, true, false, false]);
}

#[test]
fn should_know_bounds_that_cannot_be_met() {
    let mut graph = Graph::new(3);
    graph.edge(0, 1, (0, 2));
    graph.edge(1, 2, (3, 5));
    assert_eq!(graph.largest(0, 2), None);
    let mut graph = Graph::new(2);
    graph.edge(0, 1, (2, 1));
    assert_eq!(graph.largest(0, 1), None);
}

/// A chain as long as no stack would hold, with a detour at every step.
#[test]
fn should_take_long_ways() {
    let nodes = 50_000;
    let mut graph = Graph::new(nodes);
    for node in 1..nodes {
        graph.edge(node - 1, node, (0, 1));
        graph.edge(node - 1, node, (0, 1));
    }
    assert_eq!(graph.largest(0, nodes - 1).unwrap().value(), 2);
}

proptest! {
    #[test]
    fn should_be_as_large_as_the_smallest_cut((nodes, edges) in edges()) {
        let flow = graph(nodes, &edges).largest(0, nodes - 1);
        prop_assert_eq!(flow.is_some(), can_be_met(nodes, &edges));
        let Some(flow) = flow else {
            return Ok(());
        };
        // With bounds from below the net flow can be negative, and then it counts as none.
        let smallest = smallest_cut(nodes, &edges).max(0);
        prop_assert_eq!(i64::try_from(flow.value()).unwrap(), smallest);
        let mut net = vec![0_i64; nodes];
        for (at, (from, to, lower, upper)) in edges.iter().enumerate() {
            let on = flow.on(at);
            prop_assert!((*lower..=*upper).contains(&on));
            net[*from] -= i64::try_from(on).unwrap();
            net[*to] += i64::try_from(on).unwrap();
            match (flow.source_side(*from), flow.source_side(*to)) {
                (true, false) => prop_assert_eq!(on, *upper),
                (false, true) => prop_assert_eq!(on, *lower),
                _ => {}
            }
        }
        prop_assert!(net[1..nodes - 1].iter().all(|net| *net == 0));
        prop_assert!(flow.source_side(0) && !flow.source_side(nodes - 1));
    }
}
