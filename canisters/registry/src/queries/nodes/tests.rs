//! Nodes by every filter, over pages, and while records come and go.

use super::*;
use crate::commands::testing::{World, data_center, node_id, operator_id, provider_id, version};
use crate::state::Event;
use bonafide_types::id::{Blob, Sha256Hash, SubnetId};
use bonafide_types::limits::DAY_NS;
use bonafide_types::registry::{
    ClusterMember, DataCenter, Generation, HandOver, Node, NodeAttestation, NodeRole, NodeStatus,
    Provenance, SupportStatus,
};

const SUBNET: SubnetId = SubnetId(Principal::from_slice(&[1, 40]));

fn node(n: u8, operator: u8) -> Node {
    Node {
        id: node_id(n),
        operator: operator_id(operator),
        role: NodeRole::Unassigned,
        status: NodeStatus::Up,
        ipv6: format!("2001:db8::{n}"),
        generation: Some("Gen1".into()),
        chip_id: None,
        subnet: None,
        registered_at_ns: 1,
        provenance: Provenance::SelfRegistered,
        node_reward_type: None,
        domain: None,
        ipv4: None,
        attestation: None,
    }
}

/// Providers 1 and 2; operators 1 and 2 of the first, in CH and in JP, 3 of the second in
/// CH; two nodes under each, of which 2, 4 and 6 differ from the others.
fn world() -> World {
    let mut world = World::new();
    for (id, owner, region) in [
        ("ge1", "Halls", "Europe,CH,Geneva"),
        ("ty1", "Towers", "Asia,JP,Tokyo"),
        ("zh2", "Halls", "Europe,CH,Zurich"),
    ] {
        let args = data_center(id);
        world.record(Event::DataCenterAdded {
            data_center: DataCenter {
                id: id.into(),
                name: args.name,
                owner: owner.into(),
                region: region.into(),
                gps: Some(args.gps),
                provenance: Provenance::Proposal,
            },
        });
    }
    for n in [1, 2] {
        world.register_provider(n);
    }
    for (n, provider, dc_id) in [(1, 1, "ge1"), (2, 1, "ty1"), (3, 2, "zh2")] {
        world.add_operator(n, provider, dc_id, 10);
    }
    for (n, operator) in [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (6, 3)] {
        let mut row = node(n, operator);
        match n {
            2 => row.status = NodeStatus::Down,
            4 => row.generation = Some("Gen2".into()),
            6 => row.role = NodeRole::ApiBoundary,
            _ => {}
        }
        let replaces = None;
        world.record(Event::NodeRegistered {
            node: row,
            replaces,
        });
    }
    world
}

fn set_generation(world: &mut World, name: &str, supported_until_ns: Option<u64>) {
    let generation = Generation {
        name: name.into(),
        node_types: vec!["type1".into()],
        onboarding_from_ns: 0,
        onboarding_until_ns: supported_until_ns,
        supported_until_ns,
        sev_snp: false,
        announced_at_ns: 0,
    };
    world.record(Event::GenerationSet { generation });
}

fn page(world: &World, filter: &NodeFilter, limit: u32, after: Option<Blob>) -> NodePage {
    let args = ListNodesArgs {
        after,
        limit: Some(limit),
        filter: Some(filter.clone()),
    };
    list_nodes(&world.state, &args, world.now_ns)
}

fn ids(page: &NodePage) -> Vec<NodeId> {
    page.nodes.iter().map(|view| view.node.id).collect()
}

/// The nodes of a filter, which must not depend on how they are paged.
fn found(world: &World, filter: &NodeFilter) -> Vec<u8> {
    let whole = page(world, filter, 100, None);
    assert_eq!(whole.next, None);
    for limit in 1..=3 {
        let (mut paged, mut after) = (Vec::new(), None);
        loop {
            let part = page(world, filter, limit, after);
            paged.extend(ids(&part));
            after = part.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(paged, ids(&whole), "{filter:?} by {limit}");
    }
    let numbers = whole.nodes.iter().map(|view| view.node.id.as_slice()[0]);
    numbers.collect()
}

#[test]
fn should_answer_every_condition() {
    let mut world = world();
    let mut member = world.state.node(node_id(3)).unwrap();
    member.subnet = Some(SUBNET);
    world.state.nodes.insert(member.id.as_slice(), &member);
    let subnet = SUBNET.as_slice();
    world
        .state
        .nodes_by_subnet
        .insert(subnet, member.id.as_slice(), ());
    set_generation(&mut world, "Gen2", Some(50));
    let all = NodeFilter::default();
    let text = |text: &str| Some(text.to_owned());
    for (filter, expected) in [
        (all.clone(), &[1, 2, 3, 4, 5, 6][..]),
        (
            NodeFilter {
                operator: Some(operator_id(2)),
                ..all.clone()
            },
            &[3, 4],
        ),
        (
            NodeFilter {
                subnet: Some(SUBNET),
                ..all.clone()
            },
            &[3],
        ),
        (
            NodeFilter {
                dc_id: text("zh2"),
                ..all.clone()
            },
            &[5, 6],
        ),
        (
            NodeFilter {
                provider: Some(provider_id(1)),
                ..all.clone()
            },
            &[1, 2, 3, 4],
        ),
        (
            NodeFilter {
                cluster: Some(provider_id(2)),
                ..all.clone()
            },
            &[5, 6],
        ),
        (
            NodeFilter {
                owner: text(" Halls"),
                ..all.clone()
            },
            &[1, 2, 5, 6],
        ),
        (
            NodeFilter {
                country: text("JP"),
                ..all.clone()
            },
            &[3, 4],
        ),
        (
            NodeFilter {
                generation: text("Gen2"),
                ..all.clone()
            },
            &[4],
        ),
        (
            NodeFilter {
                support_ends_before_ns: Some(51),
                ..all.clone()
            },
            &[4],
        ),
        (
            NodeFilter {
                support_ends_before_ns: Some(50),
                ..all.clone()
            },
            &[],
        ),
        (
            NodeFilter {
                role: Some(NodeRole::ApiBoundary),
                ..all.clone()
            },
            &[6],
        ),
        (
            NodeFilter {
                status: Some(NodeStatus::Down),
                ..all.clone()
            },
            &[2],
        ),
        (
            NodeFilter {
                declaration_lapsed: Some(true),
                ..all.clone()
            },
            &[],
        ),
        (
            NodeFilter {
                declaration_lapsed: Some(false),
                ..all.clone()
            },
            &[1, 2, 3, 4, 5, 6],
        ),
        (
            NodeFilter {
                jurisdiction: text("EU"),
                ..all.clone()
            },
            &[],
        ),
    ] {
        assert_eq!(found(&world, &filter), expected, "{filter:?}");
    }
}

#[test]
fn should_check_the_other_conditions() {
    let world = world();
    let up_in_switzerland = NodeFilter {
        country: Some("CH".into()),
        status: Some(NodeStatus::Up),
        provider: Some(provider_id(1)),
        ..NodeFilter::default()
    };
    assert_eq!(found(&world, &up_in_switzerland), [1]);
    let elsewhere = NodeFilter {
        operator: Some(operator_id(1)),
        owner: Some("Towers".into()),
        ..NodeFilter::default()
    };
    assert_eq!(found(&world, &elsewhere), [0; 0]);
}

#[test]
fn should_answer_nothing_for_what_cannot_be() {
    let world = world();
    let long = || Some("x".repeat(256));
    let all = NodeFilter::default();
    for filter in [
        NodeFilter {
            country: Some("XX".into()),
            ..all.clone()
        },
        NodeFilter {
            dc_id: long(),
            ..all.clone()
        },
        NodeFilter {
            owner: long(),
            ..all.clone()
        },
        NodeFilter {
            generation: long(),
            ..all.clone()
        },
        NodeFilter {
            jurisdiction: long(),
            ..all.clone()
        },
    ] {
        assert_eq!(found(&world, &filter), [0; 0], "{filter:?}");
    }
}

#[test]
fn should_find_the_nodes_of_whoever_let_the_declaration_lapse() {
    let mut world = world();
    world.publish("en", version(1, 0, 0), "one");
    world.accept(2, "en");
    world.publish("en", version(2, 0, 0), "two");
    world.now_ns += 31 * DAY_NS;
    let lapsed = |asked| NodeFilter {
        declaration_lapsed: Some(asked),
        ..NodeFilter::default()
    };
    assert_eq!(found(&world, &lapsed(true)), [5, 6]);
    assert_eq!(found(&world, &lapsed(false)), [1, 2, 3, 4]);
}

#[test]
fn should_know_a_cluster_by_each_of_its_members() {
    let mut world = world();
    let cluster = provider_id(1);
    for n in [1, 2] {
        let provider = provider_id(n);
        let since_ns = 1;
        let row = ClusterMember {
            provider,
            cluster,
            since_ns,
        };
        world.state.clusters.insert(provider.as_slice(), &row);
        world
            .state
            .cluster_members
            .insert(cluster.as_slice(), provider.as_slice(), ());
    }
    for n in [1, 2] {
        let filter = NodeFilter {
            cluster: Some(provider_id(n)),
            ..NodeFilter::default()
        };
        assert_eq!(found(&world, &filter), [1, 2, 3, 4, 5, 6]);
    }
}

#[test]
fn should_go_on_where_a_node_or_an_operator_has_left() {
    let mut world = world();
    let swiss = NodeFilter {
        country: Some("CH".into()),
        ..NodeFilter::default()
    };
    let first = page(&world, &swiss, 1, None);
    assert_eq!(ids(&first), [node_id(1)]);
    // The node that the cursor stands at leaves.
    world.state.nodes.remove(node_id(1).as_slice());
    let by_operator = &mut world.state.nodes_by_operator;
    by_operator.remove(operator_id(1).as_slice(), node_id(1).as_slice());
    let second = page(&world, &swiss, 1, first.next.clone());
    assert_eq!(ids(&second), [node_id(2)]);
    // Its operator moves to another country, though its index entry is gone for long.
    let mut moved = world.state.node_operator(operator_id(1)).unwrap();
    moved.dc_id = "ty1".into();
    world.record(Event::NodeOperatorAdded {
        node_operator: moved,
    });
    for cursor in [first.next, second.next] {
        let rest = page(&world, &swiss, 100, cursor);
        assert_eq!(ids(&rest), [5, 6].map(node_id));
    }
}

#[test]
fn should_start_nothing_with_a_malformed_cursor() {
    let world = world();
    let swiss = NodeFilter {
        country: Some("CH".into()),
        ..NodeFilter::default()
    };
    let long = [&[255][..], &[1; 255]].concat();
    let deep = vec![0; 4];
    for malformed in [vec![], vec![9], deep] {
        let none = page(&world, &swiss, 100, Some(Blob(malformed)));
        assert_eq!((ids(&none), none.next), (vec![], None));
    }
    // Well formed, but of nobody: it goes on from there like any other.
    for filter in [
        swiss,
        NodeFilter {
            declaration_lapsed: Some(false),
            ..NodeFilter::default()
        },
    ] {
        let forged = page(&world, &filter, 100, Some(Blob(long.clone())));
        assert_eq!(forged.next, None);
    }
}

#[test]
fn should_look_at_a_bounded_number_of_rows() {
    let mut world = world();
    world.add_operator(4, 2, "zh2", 1_000);
    let number = |n: u32| NodeId(Principal::from_slice(&n.to_be_bytes()));
    for n in 1..=300 {
        let mut row = node(1, 4);
        row.id = number(n);
        row.ipv6 = format!("2001:db8:1::{n}");
        let replaces = None;
        world.record(Event::NodeRegistered {
            node: row,
            replaces,
        });
    }
    let rare = NodeFilter {
        operator: Some(operator_id(4)),
        status: Some(NodeStatus::Degraded),
        ..NodeFilter::default()
    };
    let (mut calls, mut after) = (0, None);
    loop {
        let part = page(&world, &rare, 100, after);
        assert_eq!(part.nodes, []);
        calls += 1;
        after = part.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(calls, 300_usize.div_ceil(LOOKS), "{LOOKS} at a time");
}

#[test]
fn should_say_what_follows_for_a_node() {
    let mut world = world();
    let since_ns = world.now_ns;
    set_generation(&mut world, "Gen1", Some(since_ns));
    let view = |world: &World| get_node(&world.state, node_id(1), world.now_ns).unwrap();
    let before = view(&world);
    assert_eq!(
        (before.provider, before.dc_id.as_str()),
        (provider_id(1), "ge1")
    );
    assert_eq!(before.support, SupportStatus::Past { since_ns });
    assert!(!before.attested);

    let mut evident = before.node;
    evident.attestation = Some(NodeAttestation {
        measurement: Blob(vec![1; 48]),
        report_sha256: Sha256Hash([2; 32]),
        submitted_at_ns: 100,
    });
    world.state.nodes.insert(evident.id.as_slice(), &evident);
    assert!(view(&world).attested);
    let mut operator = world.state.node_operator(operator_id(1)).unwrap();
    for (at_ns, attested) in [(99, true), (100, false)] {
        let from = provider_id(2);
        operator.handed_over = Some(HandOver { from, at_ns });
        let id = operator.id;
        world.state.node_operators.insert(id.as_slice(), &operator);
        assert_eq!(view(&world).attested, attested);
    }
}
