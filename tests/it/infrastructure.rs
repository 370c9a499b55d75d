//! Data centres, operator records and nodes.

use bonafide_test_support::{World, actors, args, refusal, run};
use bonafide_types::id::Blob;
use bonafide_types::registry::{
    ListDataCentersArgs, ListNodeOperatorsArgs, ListNodesArgs, NodeFilter, NodeRole, NodeStatus,
    Provenance, RegisterNodeArgs, RegistryError,
};

#[test]
fn a_data_center_is_kept_as_proposed() {
    let world = World::new();
    let wish = args::data_center("zh1");
    run(world.governance().add_data_center(&wish)).unwrap();
    let found = run(world.reader().data_center("zh1")).unwrap().unwrap();
    assert_eq!(
        (found.id, found.name, found.owner),
        (wish.id, wish.name, wish.owner)
    );
    assert_eq!((found.region, found.gps), (wish.region, Some(wish.gps)));
    assert_eq!(found.provenance, Provenance::Proposal);
    assert_eq!(run(world.reader().data_center("zh2")).unwrap(), None);
}

#[test]
fn an_operator_links_a_provider_to_a_data_center() {
    let world = World::new();
    let (provider, operator) = world.onboard(1);
    let found = run(world.reader().node_operator(operator))
        .unwrap()
        .unwrap();
    let wish = args::node_operator(operator, provider, "dc1");
    assert_eq!(
        (found.id, found.provider, found.dc_id),
        (operator, provider, wish.dc_id)
    );
    assert_eq!(found.node_allowance, wish.node_allowance);
    assert_eq!(found.rewardable_nodes, wish.rewardable_nodes);
    assert_eq!(found.ipv6_prefix, wish.ipv6_prefix);
    assert_eq!(found.provenance, Provenance::Proposal);
    let view = run(world.reader().provider(provider)).unwrap().unwrap();
    assert_eq!((view.operators, view.nodes), (1, 0));
}

#[test]
fn an_operator_registers_its_nodes_and_uses_up_its_allowance() {
    let world = World::new();
    let (provider, operator) = world.onboard(1);
    let owner = world.client(operator);
    let first = RegisterNodeArgs {
        chip_id: Some(Blob(vec![9; 64])),
        ..args::node(1)
    };
    let node = run(owner.register_node(&first)).unwrap();
    assert_eq!((node.id, node.operator), (first.id, operator));
    assert_eq!(
        (node.role, node.status),
        (NodeRole::Unassigned, NodeStatus::Unknown)
    );
    assert_eq!(
        (node.ipv6.as_str(), node.subnet),
        (first.ipv6.as_str(), None)
    );
    assert_eq!(
        (node.generation, node.chip_id),
        (Some(first.generation), first.chip_id)
    );
    assert_eq!(node.provenance, Provenance::SelfRegistered);

    for number in 2..=5 {
        run(owner.register_node(&args::node(number))).unwrap();
    }
    let record = run(world.reader().node_operator(operator))
        .unwrap()
        .unwrap();
    assert_eq!(record.node_allowance, 0);
    assert_eq!(
        run(world.reader().provider(provider))
            .unwrap()
            .unwrap()
            .nodes,
        5
    );

    let root = world.root();
    let error = refusal(run(owner.register_node(&args::node(6))));
    assert_eq!(
        error,
        RegistryError::AllowanceExhausted {
            operator,
            registered: 5
        }
    );
    assert_eq!(world.root(), root);
}

#[test]
fn an_address_and_an_id_belong_to_one_node() {
    let world = World::new();
    let (_, operator) = world.onboard(1);
    let (_, other) = world.onboard(2);
    let owner = world.client(operator);
    run(owner.register_node(&args::node(1))).unwrap();
    let root = world.root();

    // The same address, written in full.
    let full = "2001:0DB8:0000:0001:0001:0001:0000:0001";
    let copy = RegisterNodeArgs {
        ipv6: full.into(),
        ..args::node(2)
    };
    let error = refusal(run(world.client(other).register_node(&copy)));
    let in_use = RegistryError::AddressInUse {
        ipv6: args::address(1),
        node: actors::node(1),
    };
    assert_eq!(error, in_use);

    let twin = RegisterNodeArgs {
        ipv6: args::address(2),
        ..args::node(1)
    };
    let error = refusal(run(owner.register_node(&twin)));
    assert_eq!(
        error,
        RegistryError::NodeAlreadyExists {
            id: actors::node(1)
        }
    );
    assert_eq!(world.root(), root);
}

#[test]
fn no_node_without_a_declaration() {
    let world = World::new();
    let provider = world.register(1);
    let operator = actors::operator(1);
    run(world
        .governance()
        .add_data_center(&args::data_center("dc1")))
    .unwrap();
    let wish = args::node_operator(operator, provider, "dc1");
    run(world.governance().add_node_operator(&wish)).unwrap();
    let owner = world.client(operator);
    assert_eq!(
        refusal(run(owner.register_node(&args::node(1)))),
        RegistryError::DeclarationNotAccepted { provider }
    );

    world.publish(args::version(1, 0, 0));
    world.accept(provider);
    run(owner.register_node(&args::node(1))).unwrap();

    let text = world.publish(args::version(2, 0, 0));
    run(owner.register_node(&args::node(2))).expect("due is not lapsed");
    world.pass_days(31);
    let since_ns = text.effective_from_ns + 30 * bonafide_types::limits::DAY_NS;
    assert_eq!(
        refusal(run(owner.register_node(&args::node(3)))),
        RegistryError::DeclarationLapsed { provider, since_ns }
    );
    // What is registered stays.
    assert!(run(world.reader().node(actors::node(1))).unwrap().is_some());
    world.accept(provider);
    run(owner.register_node(&args::node(3))).unwrap();
}

#[test]
fn an_operator_without_a_record_registers_nothing() {
    let world = World::new();
    world.onboard(1);
    let id = actors::operator(2);
    assert_eq!(
        refusal(run(world.client(id).register_node(&args::node(1)))),
        RegistryError::NodeOperatorNotFound { id }
    );
}

#[test]
fn lists_answer_from_their_index() {
    let world = World::new();
    world.import("network", "1", args::network());
    let (provider, operator) = world.onboard(1);
    run(world.client(operator).register_node(&args::node(1))).unwrap();

    let nodes = |filter| {
        let args = ListNodesArgs {
            filter,
            ..Default::default()
        };
        let mut ids: Vec<_> = run(world.reader().nodes(&args))
            .unwrap()
            .nodes
            .iter()
            .map(|view| view.node.id)
            .collect();
        ids.sort();
        ids
    };
    let sorted = |numbers: &[u32]| {
        let mut ids: Vec<_> = numbers.iter().map(|number| actors::node(*number)).collect();
        ids.sort();
        ids
    };
    let of_operator = |id| NodeFilter {
        operator: Some(id),
        ..NodeFilter::default()
    };
    assert_eq!(nodes(None), sorted(&[1, 101, 102, 103, 104]));
    assert_eq!(nodes(Some(of_operator(operator))), sorted(&[1]));
    assert_eq!(
        nodes(Some(of_operator(actors::operator(102)))),
        sorted(&[103, 104])
    );
    assert_eq!(
        nodes(Some(NodeFilter {
            subnet: Some(actors::subnet(1)),
            ..NodeFilter::default()
        })),
        sorted(&[101, 102, 103])
    );

    let own = ListNodeOperatorsArgs {
        provider: Some(provider),
        ..Default::default()
    };
    let own = run(world.reader().node_operators(&own))
        .unwrap()
        .node_operators;
    assert_eq!(
        own.iter().map(|record| record.id).collect::<Vec<_>>(),
        [operator]
    );

    let first = ListDataCentersArgs {
        limit: Some(2),
        ..ListDataCentersArgs::default()
    };
    let page = run(world.reader().data_centers(&first)).unwrap();
    let ids: Vec<_> = page.data_centers.iter().map(|dc| dc.id.as_str()).collect();
    assert_eq!(ids, ["aa1", "bb1"]);
    let rest = ListDataCentersArgs {
        limit: Some(2),
        after: page.next,
        filter: None,
    };
    let page = run(world.reader().data_centers(&rest)).unwrap();
    assert_eq!((page.data_centers.len(), page.next), (1, None));

    let subnets = run(world.reader().subnets(&Default::default()))
        .unwrap()
        .subnets;
    assert_eq!(
        subnets
            .iter()
            .map(|subnet| subnet.members)
            .collect::<Vec<_>>(),
        [3]
    );
}
