//! The mirror follows every change: it counts as one that is read anew from the rows.

use crate::commands::testing::subnets::{
    change, changes, creation, data_center_row, member_row, network, node_row, operator_row,
    spare_row, subnet_id,
};
use crate::commands::testing::{
    World, boundary_node, node, node_id, operator, operator_id, provider_id,
};
use crate::commands::{
    add_api_boundary_nodes, add_node_operator, change_subnet_membership, create_subnet,
    hand_over_provider, register_node, remove_api_boundary_nodes, remove_node_directly,
    remove_nodes, set_jurisdiction, set_owner_aliases,
};
use crate::queries::decentralization::evaluate::evaluate_network;
use crate::queries::decentralization::jurisdictions::get_jurisdiction_shares;
use crate::state::invariants::try_state;
use bonafide_types::registry::{
    EvaluateNetworkArgs, HandOverProviderArgs, ImportRow, JurisdictionShares,
    JurisdictionSharesArgs, NetworkEvaluation, NodeRole, NodeStatus, OwnerAliasArgs,
    RemoveApiBoundaryNodesArgs, RemoveNodeDirectlyArgs, RemoveNodesArgs, SetJurisdictionArgs,
    SetOwnerAliasesArgs,
};

/// What readers see of the mirror.
fn seen(world: &World) -> (NetworkEvaluation, JurisdictionShares) {
    let args = EvaluateNetworkArgs::default();
    let evaluation = evaluate_network(&world.state, &args, world.now_ns);
    let args = JurisdictionSharesArgs::default();
    let shares = get_jurisdiction_shares(&world.state, &args);
    (evaluation, shares.unwrap())
}

fn assert_as_read_anew(world: &mut World, what: &str) {
    try_state(&world.state).unwrap_or_else(|broken| panic!("{what}: {broken:?}"));
    let live = seen(world);
    world.state.mirror = world.state.read_mirror();
    assert_eq!(seen(world), live, "{what}");
}

/// A change, and what it is.
type Told = (&'static str, fn(&mut World));

/// Changes one after the other; each leaves something else behind.
const LIFE: [Told; 19] = [
    ("members are exchanged", |world| {
        let asked = changes(vec![change(1, &[9], &[4]), change(2, &[10], &[8])]);
        world.run(change_subnet_membership::decide, asked).unwrap();
    }),
    ("a subnet is made", |world| {
        let members = creation(3, &[11, 12, 21, 23]);
        world.run(create_subnet::decide, members).unwrap();
    }),
    ("a member stops", |world| {
        world.import(&[member_row(1, NodeStatus::Degraded, 1)]);
    }),
    ("an import takes a member out", |world| {
        world.import(&[spare_row(2, 2, NodeStatus::Up)]);
    }),
    ("an import moves a node to another operator", |world| {
        world.import(&[spare_row(22, 5, NodeStatus::Up)]);
    }),
    ("a node takes a member's address", |world| {
        let ImportRow::Node { ipv6, .. } = member_row(3, NodeStatus::Up, 1) else {
            panic!("another row");
        };
        let mut row = spare_row(50, 3, NodeStatus::Up);
        if let ImportRow::Node { ipv6: own, .. } = &mut row {
            *own = ipv6;
        }
        world.import(&[row]);
        assert_eq!(world.state.node(node_id(3)), None);
    }),
    ("a subnet without members is imported", |world| {
        world.import(&[ImportRow::Subnet { id: subnet_id(4) }]);
    }),
    ("a node becomes a boundary node of an import", |world| {
        let role = NodeRole::ApiBoundary;
        world.import(&[node_row(24, 4, NodeStatus::Up, role, None)]);
    }),
    ("an operator moves", |world| {
        world.import(&[operator_row(6, 6, 1)]);
    }),
    ("an operator changes hands", |world| {
        world.import(&[operator_row(7, 8, 7)]);
    }),
    ("a data centre is corrected", |world| {
        let ImportRow::DataCenter { name, owner, .. } = data_center_row(9) else {
            panic!("another row");
        };
        world.import(&[ImportRow::DataCenter {
            id: "dc5".into(),
            name,
            owner,
            region: "Europe,UK,London".into(),
            gps: None,
        }]);
    }),
    ("an owner has another name", |world| {
        let args = SetOwnerAliasesArgs {
            set: vec![OwnerAliasArgs {
                alias: "Owner 1".into(),
                canonical: "Owner 2".into(),
            }],
            remove: vec![],
        };
        world.run(set_owner_aliases::decide, args).unwrap();
    }),
    ("a provider is handed over", |world| {
        world.register_provider(10);
        let args = HandOverProviderArgs {
            from: provider_id(10),
            to: provider_id(60),
            reason: "example".into(),
        };
        world.run(hand_over_provider::decide, args).unwrap();
    }),
    ("providers are one actor", |world| {
        world.cluster(&[2, 5, 9], true);
    }),
    ("an operator registers a node", |world| {
        world.publish("en", crate::commands::testing::version(1, 0, 0), "one");
        world.accept(11, "en");
        let record = operator(70, 11, "dc1", 2);
        world.run(add_node_operator::decide, record).unwrap();
        let key = operator_id(70).0;
        world.run_as(key, register_node::decide, node(70)).unwrap();
    }),
    ("it takes the node away", |world| {
        let node_id = node_id(70);
        let args = RemoveNodeDirectlyArgs { node_id };
        let key = operator_id(70).0;
        world
            .run_as(key, remove_node_directly::decide, args)
            .unwrap();
    }),
    ("a node leaves by proposal", |world| {
        let args = RemoveNodesArgs {
            ids: vec![node_id(25)],
            return_allowance: false,
        };
        world.run(remove_nodes::decide, args).unwrap();
    }),
    ("providers are apart again", |world| {
        world.cluster(&[2, 5, 9], false);
    }),
    ("a provider is offboarded", |world| {
        world.register_provider(12);
        world.offboard(12);
    }),
];

#[test]
fn should_count_as_the_rows_say_after_every_change() {
    let mut world = network();
    assert_as_read_anew(&mut world, "an import");
    for (what, change) in LIFE {
        change(&mut world);
        assert_as_read_anew(&mut world, what);
    }
}

/// Numbers that were given early do not matter: nothing is read anew in between.
#[test]
fn should_count_as_the_rows_say_after_all_changes() {
    let mut world = network();
    for (_, change) in LIFE {
        change(&mut world);
    }
    assert_as_read_anew(&mut world, "all changes");
}

#[test]
fn should_leave_boundary_nodes_out() {
    let mut world = World::with_boundary_nodes(3);
    let counted = |world: &World| seen(world).1.nodes;
    assert_eq!(counted(&world), 0);
    assert_as_read_anew(&mut world, "boundary nodes");
    let args = RemoveApiBoundaryNodesArgs {
        node_ids: vec![node_id(1)],
    };
    world.run(remove_api_boundary_nodes::decide, args).unwrap();
    assert_eq!(counted(&world), 1);
    assert_as_read_anew(&mut world, "one ceases to be one");
    let args = bonafide_types::registry::AddApiBoundaryNodesArgs {
        nodes: vec![boundary_node(1)],
        version: crate::commands::testing::GUESTOS.into(),
    };
    world.run(add_api_boundary_nodes::decide, args).unwrap();
    assert_eq!(counted(&world), 0);
    assert_as_read_anew(&mut world, "it is one again");
}

/// Whoever works on a copy sees by the version that it is not the network any more.
#[test]
fn should_have_another_version_after_what_counts() {
    let mut world = network();
    let changes: [Told; 6] = [
        ("members", |world| world.change_members(1, &[9], &[4])),
        ("rules", |world| {
            let rules = crate::commands::testing::subnets::sizes(4, 4);
            world.set_rules("example", rules);
        }),
        ("kinds", |world| world.set_kinds(&[1], "example")),
        ("clusters", |world| world.cluster(&[1, 2], true)),
        ("health", |world| {
            world.import(&[member_row(1, NodeStatus::Down, 1)]);
        }),
        ("tags", |world| {
            let args = SetJurisdictionArgs {
                tag: "EU".into(),
                countries: vec!["DE".into()],
                source: "example".into(),
            };
            world.run(set_jurisdiction::decide, args).unwrap();
        }),
    ];
    for (what, change) in changes {
        let before = world.state.mirror.version;
        change(&mut world);
        assert!(world.state.mirror.version > before, "{what}");
    }
    let before = world.state.mirror.version;
    world.register_provider(90);
    assert_eq!(world.state.mirror.version, before, "nothing that counts");
}
