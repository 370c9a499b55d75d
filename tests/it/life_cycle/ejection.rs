//! Nodes that a proposal ejects.

use super::record;
use bonafide_test_support::{World, actors, args, refusal, reject, reject_text, run};
use bonafide_types::id::OperatorId;
use bonafide_types::registry::{RegistryError, RemoveNodesArgs};

fn ejection(numbers: &[u32], return_allowance: bool) -> RemoveNodesArgs {
    RemoveNodesArgs {
        ids: numbers.iter().map(|number| actors::node(*number)).collect(),
        return_allowance,
    }
}

/// An operator that registered all five nodes it may.
fn full(world: &World) -> OperatorId {
    let (_, operator) = world.onboard(1);
    for number in 1..=5 {
        run(world.client(operator).register_node(&args::node(number))).unwrap();
    }
    operator
}

#[test]
fn an_ejected_node_does_not_give_its_allowance_back() {
    let world = World::new();
    let operator = full(&world);
    run(world.governance().remove_nodes(&ejection(&[1, 2], false))).unwrap();
    for number in [1, 2] {
        let gone = run(world.reader().node(actors::node(number))).unwrap();
        assert_eq!(gone, None);
    }
    assert_eq!(record(&world, operator).node_allowance, 0);
    let again = refusal(run(world.client(operator).register_node(&args::node(1))));
    assert!(
        matches!(again, RegistryError::AllowanceExhausted { .. }),
        "{again}"
    );
    // Time does not bring it back either.
    world.pass_days(20);
    refusal(run(world.client(operator).register_node(&args::node(1))));
}

#[test]
fn an_ejected_node_gives_its_allowance_back_when_the_proposal_says_so() {
    let world = World::new();
    let operator = full(&world);
    let told = run(world
        .reader()
        .validate("remove_nodes", &ejection(&[1, 2], true)));
    let told = told.unwrap().unwrap();
    assert!(told.contains("Ejects 2 nodes"), "{told}");
    assert!(told.contains("back"), "{told}");
    run(world.governance().remove_nodes(&ejection(&[1, 2], true))).unwrap();
    assert_eq!(record(&world, operator).node_allowance, 2);
    run(world.client(operator).register_node(&args::node(1))).unwrap();
}

#[test]
fn a_batch_with_one_bad_entry_ejects_nothing() {
    let world = World::new();
    world.import("network", "1", args::network());
    let root = world.root();
    let refused = |args: &RemoveNodesArgs| reject(run(world.governance().remove_nodes(args)));
    let in_subnet = RegistryError::NodeInSubnet {
        id: actors::node(101),
        subnet: actors::subnet(1),
    };
    assert!(refused(&ejection(&[104, 101], false)).contains(&reject_text(&in_subnet)));
    let unknown = RegistryError::NodeNotFound {
        id: actors::node(9),
    };
    assert!(refused(&ejection(&[104, 9], false)).contains(&reject_text(&unknown)));
    let twice = RegistryError::DuplicateEntry {
        field: "ids".into(),
        given: actors::node(104).to_string(),
    };
    assert!(refused(&ejection(&[104, 104], false)).contains(&reject_text(&twice)));
    assert_eq!(world.root(), root);
}
