use super::*;
use crate::commands::testing::{
    DAYS, FIRST_DAY, World, node_id, operator_id, provider_id, roster, subnet_id,
};
use bonafide_types::limits::{
    FACT_NODES, FACT_OPERATORS, FACT_PROVIDERS, FACT_REGIONS, FACT_TYPES,
};
use bonafide_types::registry::{Node, NodeRole, NodeStatus, Provenance, SupportStatus};
use candid::Principal;

/// Node `id` of provider and operator `n`.
fn node(id: u8, n: u8) -> NodeView {
    NodeView {
        node: Node {
            id: node_id(id),
            operator: operator_id(n),
            role: NodeRole::Replica,
            status: NodeStatus::Up,
            ipv6: String::new(),
            generation: None,
            chip_id: None,
            subnet: None,
            registered_at_ns: 0,
            provenance: Provenance::Proposal,
            node_reward_type: Some("type1".into()),
            domain: None,
            ipv4: None,
            attestation: None,
        },
        provider: provider_id(n),
        dc_id: "zh1".into(),
        support: SupportStatus::Unknown,
        attested: false,
    }
}

/// A registry as the roster of the tests shows it.
fn seen() -> Seen {
    let mut seen = Seen::default();
    for n in (1..=4).rev() {
        seen.node(node(n, n));
        seen.node(node(10 + n, n));
        let cluster = if n == 3 { 2 } else { n };
        seen.clusters.insert(provider_id(n), provider_id(cluster));
    }
    let region = "Europe,CH,Zurich".to_owned();
    seen.regions.insert("zh1".into(), region);
    seen
}

/// Takes over what the registry shows.
fn see(world: &mut World, seen: &Seen) -> Vec<Event> {
    let events = changed(&world.state, seen, world.now_ns).unwrap();
    world.apply(events.clone());
    events
}

#[test]
fn should_see_who_and_what_is_paid() {
    let mut world = World::new();
    let today = FIRST_DAY + DAYS;
    let expected = roster(today);
    let events = see(&mut world, &seen());
    let roster = expected.clone();
    assert_eq!(events, [Event::RosterSeen { roster }]);
    assert_eq!(world.state.latest_roster(), Some(expected));
    assert_eq!(world.state.roster(today - 1), None);
    assert_eq!(world.state.cluster(provider_id(3)), Some(provider_id(2)));
    assert_eq!(world.state.cluster(provider_id(5)), None);
}

#[test]
fn should_see_only_what_looks_different() {
    let mut world = World::new();
    let mut shown = seen();
    see(&mut world, &shown);
    assert_eq!(see(&mut world, &shown), []);
    world.pass_days(1);
    assert_eq!(see(&mut world, &shown), []);
    let today = FIRST_DAY + DAYS + 1;
    assert_eq!(world.state.roster(today), Some(roster(today - 1)));

    shown.clusters.insert(provider_id(3), provider_id(3));
    assert_eq!(see(&mut world, &shown).len(), 1);
    let seen_today = world.state.latest_roster().unwrap();
    assert_eq!(seen_today.day, today);
    let alone = ProviderFact {
        provider: provider_id(3),
        cluster: provider_id(3),
    };
    assert_eq!(seen_today.providers[2], alone);
    assert_eq!(world.state.roster(today - 1), Some(roster(today - 1)));

    // The last roster of a day is that day's.
    shown.nodes.remove(&node_id(14));
    assert_eq!(see(&mut world, &shown).len(), 1);
    assert_eq!(world.state.roster(today).unwrap().nodes.len(), 7);
}

#[test]
fn should_refer_to_names_by_their_place() {
    let mut shown = seen();
    let mut other = node(5, 2);
    other.node.operator = operator_id(9);
    other.node.node_reward_type = Some("type0".into());
    other.dc_id = "ch1".into();
    shown.node(other);
    let region = "Asia,SG,Singapore".to_owned();
    shown.regions.insert("ch1".into(), region);
    let roster = shown.roster(7);
    assert_eq!(roster.day, 7);
    assert_eq!(roster.regions, ["Asia,SG,Singapore", "Europe,CH,Zurich"]);
    assert_eq!(roster.reward_types, ["type0", "type1"]);
    assert_eq!(roster.operators, [1, 2, 3, 4, 9].map(operator_id));
    let ids: Vec<_> = roster.nodes.iter().map(|row| row.node).collect();
    assert_eq!(ids, [1, 2, 3, 4, 5, 11, 12, 13, 14].map(node_id));
    let fact = |id, provider, operator, region, reward_type| NodeFact {
        node: node_id(id),
        provider,
        operator,
        region,
        reward_type,
    };
    assert_eq!(roster.nodes[3], fact(4, 3, 3, 1, 1));
    assert_eq!(roster.nodes[4], fact(5, 1, 4, 0, 0));
    assert_eq!(roster.nodes[5], fact(11, 0, 0, 1, 1));
}

#[test]
fn should_leave_out_what_is_not_paid() {
    let mut shown = seen();
    let mut untyped = node(5, 1);
    untyped.node.node_reward_type = None;
    untyped.node.operator = operator_id(9);
    shown.node(untyped);
    let mut nameless = node(7, 1);
    nameless.node.node_reward_type = Some(String::new());
    shown.node(nameless);
    let mut homeless = node(6, 1);
    homeless.dc_id = "gone".into();
    shown.node(homeless);
    // The region of a data centre without nodes is not named, a provider without nodes is.
    shown
        .regions
        .insert("nobody".into(), "Asia,JP,Tokyo".into());
    shown.clusters.insert(provider_id(5), provider_id(5));
    let mut expected = roster(7);
    expected.providers.push(ProviderFact {
        provider: provider_id(5),
        cluster: provider_id(5),
    });
    assert_eq!(shown.roster(7), expected);
}

#[test]
fn should_take_a_provider_that_came_meanwhile_as_alone() {
    let mut shown = seen();
    shown.clusters.remove(&provider_id(4));
    assert_eq!(shown.roster(7), roster(7));
}

#[test]
fn should_know_the_subnets_of_all_nodes() {
    let mut shown = seen();
    assert_eq!(shown.subnets(), []);
    for (id, subnet) in [(1, 2), (2, 1), (3, 2)] {
        let mut view = node(id, 1);
        view.node.subnet = Some(subnet_id(subnet));
        view.node.node_reward_type = None;
        shown.node(view);
    }
    assert_eq!(shown.subnets(), [1, 2].map(subnet_id));
    for n in 0..FACT_SUBNETS {
        shown.subnets.insert(SubnetId(principal(n)));
    }
    assert_eq!(shown.subnets().len(), FACT_SUBNETS);
}

fn principal(n: usize) -> Principal {
    Principal::from_slice(&n.to_be_bytes())
}

/// So many nodes, which differ in what `vary` changes.
fn many(nodes: usize, vary: impl Fn(&mut SeenNode, usize)) -> Seen {
    let mut seen = Seen::default();
    for n in 0..nodes {
        let mut node = SeenNode {
            provider: provider_id(1),
            operator: operator_id(1),
            dc_id: "zh1".into(),
            reward_type: "type1".into(),
        };
        vary(&mut node, n);
        let region = format!("Europe,CH,{}", node.dc_id);
        seen.regions.insert(node.dc_id.clone(), region);
        seen.nodes.insert(NodeId(principal(n)), node);
    }
    seen
}

#[test]
fn should_take_as_much_as_facts_hold() {
    type Vary = fn(&mut SeenNode, usize);
    let cases: [(&str, usize, Vary); 5] = [
        ("nodes", FACT_NODES, |_, _| ()),
        ("providers", FACT_PROVIDERS, |node, n| {
            node.provider = ProviderId(principal(n));
        }),
        ("operators", FACT_OPERATORS, |node, n| {
            node.operator = OperatorId(principal(n));
        }),
        ("regions", FACT_REGIONS, |node, n| {
            node.dc_id = n.to_string();
        }),
        ("reward_types", FACT_TYPES, |node, n| {
            node.reward_type = n.to_string();
        }),
    ];
    let world = World::new();
    for (what, most, vary) in cases {
        let seen = |count| changed(&world.state, &many(count, vary), world.now_ns);
        for count in [most - 1, most] {
            assert!(seen(count).is_ok(), "{count} {what}");
        }
        let count = most + 1;
        let refusal = format!("{what}: {count} entries, at most {most} allowed");
        assert_eq!(seen(count), Err(refusal));
    }
}

#[test]
fn should_not_take_pages_that_do_not_fit_together() {
    let world = World::new();
    let mut shown = seen();
    shown.clusters.insert(provider_id(2), provider_id(1));
    let refusal = format!(
        "providers[2].cluster: {} is no provider whose cluster is its own",
        provider_id(2)
    );
    let refused = changed(&world.state, &shown, world.now_ns);
    assert_eq!(refused, Err(refusal));
}

#[test]
fn should_count_days_since_the_epoch() {
    for (ns, day) in [(0, 0), (DAY_NS - 1, 0), (DAY_NS, 1), (u64::MAX, 213_503)] {
        assert_eq!(day_of(ns), day);
    }
}
