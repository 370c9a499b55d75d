//! What an operator does with its nodes by its own key.

use super::record;
use bonafide_test_support::{World, actors, args, refusal, run};
use bonafide_types::id::Caller;
use bonafide_types::limits::{RATE_PERIOD_NS, RATE_SPIKE};
use bonafide_types::registry::{
    RegisterNodeArgs, RegistryError, RemoveNodeDirectlyArgs, UpdateNodeDomainDirectlyArgs,
};
use std::time::Duration;

fn removal(number: u32) -> RemoveNodeDirectlyArgs {
    RemoveNodeDirectlyArgs {
        node_id: actors::node(number),
    }
}

#[test]
fn an_operator_removes_its_own_node_and_no_other() {
    let world = World::new();
    let (_, operator) = world.onboard(1);
    let (_, other) = world.onboard(2);
    run(world.client(operator).register_node(&args::node(1))).unwrap();
    let refused = refusal(run(world.client(other).remove_node_directly(&removal(1))));
    let id = actors::node(1);
    assert_eq!(refused, RegistryError::NotYourNode { id, operator });
    run(world.client(operator).remove_node_directly(&removal(1))).unwrap();
    assert_eq!(run(world.reader().node(id)).unwrap(), None);
    assert_eq!(record(&world, operator).node_allowance, 4);
    let twice = refusal(run(world
        .client(operator)
        .remove_node_directly(&removal(1))));
    assert_eq!(twice, RegistryError::NodeNotFound { id });
}

#[test]
fn a_member_of_a_subnet_stays() {
    let world = World::new();
    world.import("network", "1", args::network());
    let operator = actors::operator(101);
    let root = world.root();
    let refused = refusal(run(world
        .client(operator)
        .remove_node_directly(&removal(101))));
    let in_subnet = RegistryError::NodeInSubnet {
        id: actors::node(101),
        subnet: actors::subnet(1),
    };
    assert_eq!(refused, in_subnet);
    assert_eq!(world.root(), root);
}

#[test]
fn a_machine_set_up_anew_takes_the_place_of_the_old_one() {
    let world = World::new();
    let (provider, operator) = world.onboard(1);
    for number in 1..=5 {
        run(world.client(operator).register_node(&args::node(number))).unwrap();
    }
    let anew = RegisterNodeArgs {
        ipv6: args::address(3),
        ..args::node(6)
    };
    run(world.client(operator).register_node(&anew)).unwrap();
    assert_eq!(run(world.reader().node(actors::node(3))).unwrap(), None);
    assert_eq!(record(&world, operator).node_allowance, 0);
    let view = run(world.reader().provider(provider)).unwrap().unwrap();
    assert_eq!(view.nodes, 5);
}

#[test]
fn a_domain_name_is_set_and_taken_away() {
    let world = World::new();
    let (_, operator) = world.onboard(1);
    run(world.client(operator).register_node(&args::node(1))).unwrap();
    let name = |domain: Option<&str>| UpdateNodeDomainDirectlyArgs {
        node_id: actors::node(1),
        domain: domain.map(str::to_owned),
    };
    let owner = world.client(operator);
    for domain in [Some("node-1.example.com"), None] {
        let node = run(owner.update_node_domain_directly(&name(domain))).unwrap();
        assert_eq!(node.domain.as_deref(), domain);
    }
    let bad = refusal(run(
        owner.update_node_domain_directly(&name(Some("Node_1.example.com")))
    ));
    assert!(matches!(bad, RegistryError::InvalidField { .. }), "{bad}");
}

#[test]
fn a_key_does_only_so_much_in_a_time() {
    let world = World::new();
    let (_, operator) = world.onboard(1);
    let owner = world.client(operator);
    run(owner.register_node(&args::node(1))).unwrap();
    let name = |number: u64| UpdateNodeDomainDirectlyArgs {
        node_id: actors::node(1),
        domain: Some(format!("node-{number}.example.com")),
    };
    // Time passes meanwhile, far less than one operation's worth.
    for number in 1..RATE_SPIKE {
        run(owner.update_node_domain_directly(&name(number))).unwrap();
    }
    let root = world.root();
    let refused = refusal(run(owner.update_node_domain_directly(&name(0))));
    let RegistryError::RateLimited {
        principal,
        retry_at_ns,
    } = refused
    else {
        panic!("{refused}");
    };
    assert_eq!(principal, Caller(operator.0));
    assert!(retry_at_ns > world.now_ns());
    assert!(retry_at_ns <= world.now_ns() + RATE_PERIOD_NS);
    assert_eq!(world.root(), root);
    world.pass(Duration::from_nanos(RATE_PERIOD_NS));
    run(owner.update_node_domain_directly(&name(0))).unwrap();
}
