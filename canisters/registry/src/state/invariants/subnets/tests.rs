//! Each rule is broken once, to see that it is seen.

use super::*;
use crate::commands::set_cordons;
use crate::commands::testing::World;
use crate::commands::testing::subnets::{KIND, network, sizes};
use crate::state::invariants::try_state;
use bonafide_policy::decentralization::Place;
use bonafide_types::registry::{Cordon, CordonArgs, SetCordonsArgs};
use ic_stable_structures::VectorMemory;

/// A network with a policy of two versions, a verdict and a cordon.
fn world() -> World {
    let mut world = network();
    world.set_rules(KIND, sizes(1, 5));
    world.change_members(1, &[9], &[4]);
    let args = SetCordonsArgs {
        set: vec![CordonArgs {
            dimension: Dimension::Country,
            actor: "JP".into(),
            reason: "example".into(),
            until_ns: world.now_ns + 1,
        }],
        lift: vec![],
    };
    world.run(set_cordons::decide, args).unwrap();
    try_state(&world.state).unwrap();
    world
}

fn assert_seen(rule: &str, break_it: impl FnOnce(&mut State<VectorMemory>)) {
    let mut world = world();
    break_it(&mut world.state);
    let broken = try_subnets(&world.state).expect_err(rule);
    assert_eq!(broken.rule, rule);
}

#[test]
fn should_see_policies_out_of_order() {
    assert_seen("stands under its kind and version", |state| {
        let row = state.latest_subnet_policy(KIND).unwrap();
        state.subnet_policies.insert(b"other", &row);
    });
    assert_seen(
        "the versions of a kind's policy follow each other",
        |state| {
            let key = subnet_policy_key(KIND, 1).unwrap();
            state.subnet_policies.remove(&key);
        },
    );
    assert_seen(
        "the versions of a kind's policy follow each other",
        |state| {
            let mut row = state.latest_subnet_policy(KIND).unwrap();
            row.effective_from_ns = 1;
            let key = subnet_policy_key(KIND, 2).unwrap();
            state.subnet_policies.insert(&key, &row);
        },
    );
    assert_seen("rules do not contradict each other", |state| {
        let mut row = state.latest_subnet_policy(KIND).unwrap();
        row.rules.min_size = 0;
        let key = subnet_policy_key(KIND, 2).unwrap();
        state.subnet_policies.insert(&key, &row);
    });
}

#[test]
fn should_see_verdicts_that_are_none() {
    let key = 0_u64.to_be_bytes();
    assert_seen("verdicts are numbered without a gap", |state| {
        let row = state.memberships.get(&key).unwrap();
        state.memberships.remove(&key);
        state.memberships.insert(&1_u64.to_be_bytes(), &row);
    });
    let rule = "a verdict that was executed was for it, and goes by its hash";
    assert_seen(rule, |state| {
        let mut row = state.memberships.get(&key).unwrap();
        row.verdict.accepted = false;
        state.memberships.insert(&key, &row);
    });
    assert_seen(rule, |state| {
        let mut row = state.memberships.get(&key).unwrap();
        row.verdict_hash.0[0] ^= 1;
        state.memberships.insert(&key, &row);
    });
}

#[test]
fn should_see_cordons_under_another_actor_and_too_many() {
    let row = |state: &State<VectorMemory>| {
        let (_, row) = state.cordons.after(None).next().unwrap();
        row
    };
    assert_seen("stands under its dimension and actor", |state| {
        let row = row(state);
        state.cordons.insert(b"other", &row);
    });
    assert_seen("few actors are cordoned off", |state| {
        for n in 0..CORDONS {
            let row = Cordon {
                actor: format!("dc-{n}"),
                dimension: Dimension::DataCenter,
                ..row(state)
            };
            let key = cordon_key(row.dimension, &row.actor);
            state.cordons.insert(&key, &row);
        }
    });
}

#[test]
fn should_see_nodes_that_are_counted_elsewhere() {
    let rule = "nodes are counted by class as the rows say";
    assert_seen(rule, |state| state.mirror = Mirror::default());
    assert_seen(rule, |state| {
        let (id, number) = state.mirror.subnets_after(None).next().unwrap();
        let class = state.mirror.network.members(number)[0];
        assert!(
            state.mirror.network.take(class, Place::Subnet(number)),
            "{id}"
        );
        state.mirror.network.put(class, Place::Spare);
    });
    assert_seen(rule, |state| {
        let classes = state.mirror.network.classes();
        let operator = classes[0].actor(Dimension::NodeOperator);
        state
            .mirror
            .network
            .change_classes(operator, |class| class.eligible = false);
    });
    assert_seen(rule, |state| {
        let (key, mut row) = state.data_centers.after(None).next().unwrap();
        row.owner = "Other".into();
        state.data_centers.insert(&key, &row);
    });
}
