//! API boundary nodes: added, upgraded and removed by proposal, each batch whole or not.

use crate::hardware::{electing, refused};
use bonafide_test_support::{World, actors, args, run};
use bonafide_types::governance::Command;
use bonafide_types::id::Sha256Hash;
use bonafide_types::registry::*;

const OLD: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const NEW: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

/// Nodes 1 to 3 with a domain name, node 4 with that of node 1, node 5 without; node n is of
/// operator n. The old version is elected.
fn world() -> World {
    let world = World::new();
    for number in 1..=5 {
        let (_, operator) = world.onboard(number);
        let named = if number == 4 { 1 } else { number };
        let node = RegisterNodeArgs {
            domain: (number != 5).then(|| format!("n{named}.example.com")),
            ..args::node(number)
        };
        run(world.client(operator).register_node(&node)).unwrap();
    }
    world.govern(&electing(OLD, &[]));
    world
}

fn adding(numbers: &[u32]) -> Command {
    let node = |number: &u32| AddApiBoundaryNodeArgs {
        node_id: actors::node(*number),
        kind: BoundaryNodeKind::Api,
        local_law_policy: Some(Sha256Hash([6; 32])),
        monitor: false,
    };
    Command::AddApiBoundaryNodes(AddApiBoundaryNodesArgs {
        nodes: numbers.iter().map(node).collect(),
        version: OLD.into(),
    })
}

fn removing(numbers: &[u32]) -> Command {
    Command::RemoveApiBoundaryNodes(RemoveApiBoundaryNodesArgs {
        node_ids: numbers.iter().map(|number| actors::node(*number)).collect(),
    })
}

fn upgrading(numbers: &[u32], version: &str) -> Command {
    Command::UpdateApiBoundaryNodesVersion(UpdateApiBoundaryNodesVersionArgs {
        node_ids: numbers.iter().map(|number| actors::node(*number)).collect(),
        version: version.into(),
    })
}

fn role(world: &World, number: u32) -> NodeRole {
    let view = run(world.reader().node(actors::node(number))).unwrap();
    view.unwrap().node.role
}

#[test]
fn a_batch_is_added_whole_or_not_at_all() {
    let world = world();
    world.import("network", "1", args::network());
    let id = |number| actors::node(number);
    for (bad, error) in [
        (9, RegistryError::NodeNotFound { id: id(9) }),
        (5, RegistryError::NodeWithoutDomain { id: id(5) }),
        (
            101,
            RegistryError::NodeInSubnet {
                id: id(101),
                subnet: actors::subnet(1),
            },
        ),
        (
            4,
            RegistryError::DomainInUse {
                domain: "n1.example.com".into(),
                node: id(1),
            },
        ),
        (
            1,
            RegistryError::DuplicateEntry {
                field: "nodes".into(),
                given: id(1).to_string(),
            },
        ),
    ] {
        refused(&world, &adding(&[1, 2, bad]), &error);
        assert_eq!(role(&world, 1), NodeRole::Unassigned);
    }
    world.govern(&adding(&[1, 2]));
    assert_eq!(role(&world, 1), NodeRole::ApiBoundary);
    let row = run(world.reader().api_boundary_node(id(1)))
        .unwrap()
        .unwrap();
    assert_eq!(
        (row.domain.as_str(), row.version.as_str()),
        ("n1.example.com", OLD)
    );
    let exists = RegistryError::ApiBoundaryNodeAlreadyExists { id: id(1) };
    refused(&world, &adding(&[3, 1]), &exists);
    let in_use = RegistryError::DomainInUse {
        domain: "n1.example.com".into(),
        node: id(1),
    };
    refused(&world, &adding(&[3, 4]), &in_use);
    assert_eq!(crate::replay::replayed(&world).root, world.root().0);
}

#[test]
fn boundary_nodes_stay_with_two_operators() {
    let world = world();
    world.govern(&adding(&[1, 2, 3]));
    let few = |left| RegistryError::TooFewBoundaryNodeOperators { left, min: 2 };
    refused(&world, &removing(&[1, 2]), &few(1));
    refused(&world, &removing(&[1, 2, 3]), &few(0));
    let id = actors::node(5);
    let unknown = RegistryError::ApiBoundaryNodeNotFound { id };
    refused(&world, &removing(&[1, 5]), &unknown);
    world.govern(&removing(&[1]));
    assert_eq!(role(&world, 1), NodeRole::Unassigned);
    refused(&world, &removing(&[2]), &few(1));
    // Running boundary nodes shields nobody: they are removed by a proposal of their own.
    world.govern(&Command::OffboardProvider(OffboardProviderArgs {
        id: actors::provider(2),
        reason: "an example".into(),
    }));
    refused(&world, &removing(&[2]), &few(1));
    // Its domain name is free again.
    world.govern(&adding(&[4]));
    world.govern(&removing(&[2]));
    assert_eq!(crate::replay::replayed(&world).root, world.root().0);
}

#[test]
fn boundary_nodes_run_elected_versions() {
    let world = world();
    world.govern(&adding(&[1, 2]));
    let not_elected = RegistryError::GuestosVersionNotElected {
        version: NEW.into(),
    };
    refused(&world, &upgrading(&[1], NEW), &not_elected);
    world.govern(&electing(NEW, &[7]));
    let id = actors::node(3);
    let unknown = RegistryError::ApiBoundaryNodeNotFound { id };
    refused(&world, &upgrading(&[1, 3], NEW), &unknown);
    world.govern(&upgrading(&[1], NEW));

    let unelecting = |version: &str| {
        Command::ReviseElectedGuestosVersions(ReviseElectedGuestosVersionsArgs {
            elect: None,
            unelect: vec![version.into()],
        })
    };
    let in_use = RegistryError::GuestosVersionInUse {
        version: OLD.into(),
        node: actors::node(2),
    };
    refused(&world, &unelecting(OLD), &in_use);
    world.govern(&upgrading(&[1, 2], NEW));
    world.govern(&unelecting(OLD));
    let elected = run(world.reader().elected_guestos_versions()).unwrap();
    let elected: Vec<_> = elected.into_iter().map(|row| row.version).collect();
    assert_eq!(elected, [NEW]);
    assert_eq!(crate::replay::replayed(&world).root, world.root().0);
}

#[test]
fn terms_change_by_proposal() {
    let world = world();
    world.govern(&adding(&[1, 2]));
    world.govern(&Command::UpdateApiBoundaryNodesTerms(
        UpdateApiBoundaryNodesTermsArgs {
            node_ids: vec![actors::node(2)],
            local_law_policy: None,
            monitor: true,
        },
    ));
    let terms = |number| {
        let row = run(world.reader().api_boundary_node(actors::node(number))).unwrap();
        let row = row.unwrap();
        (row.local_law_policy, row.monitor)
    };
    assert_eq!(terms(1), (Some(Sha256Hash([6; 32])), false));
    assert_eq!(terms(2), (None, true));
}
