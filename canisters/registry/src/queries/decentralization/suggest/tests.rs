//! What is suggested is accepted when it is asked for, and executed.

use super::*;
use crate::commands::testing::World;
use crate::commands::testing::subnets::{
    KIND, changes, creation, member_row, network, node_ids, rules_broken, sizes, subnet_id,
};
use crate::commands::{change_subnet_membership, create_subnet, set_cordons};
use crate::state::invariants::try_state;
use bonafide_types::limits::DAY_NS;
use bonafide_types::registry::{
    CordonArgs, CreateSubnetArgs, NodeCap, NodeStatus, Rule, SetCordonsArgs,
};

fn propose(
    world: &World,
    args: &ProposeMembershipArgs,
) -> Result<MembershipProposal, RegistryError> {
    propose_membership(&world.state, args, world.now_ns)
}

fn heal(subnet: u8) -> ProposeMembershipArgs {
    ProposeMembershipArgs::Heal {
        subnet_id: subnet_id(subnet),
    }
}

fn replace(subnet: u8, count: u32) -> ProposeMembershipArgs {
    ProposeMembershipArgs::Replace {
        subnet_id: subnet_id(subnet),
        count,
    }
}

fn resize(subnet: u8, size: u32) -> ProposeMembershipArgs {
    ProposeMembershipArgs::Resize {
        subnet_id: subnet_id(subnet),
        size,
    }
}

fn create(kind: &str, size: Option<u32>) -> ProposeMembershipArgs {
    ProposeMembershipArgs::Create {
        kind: kind.into(),
        size,
    }
}

fn cordon_off(world: &mut World, dimension: Dimension, actors: &[&str]) {
    let until_ns = world.now_ns + DAY_NS;
    let cordon = |actor: &&str| CordonArgs {
        dimension,
        actor: (*actor).into(),
        reason: "example".into(),
        until_ns,
    };
    let args = SetCordonsArgs {
        set: actors.iter().map(cordon).collect(),
        lift: vec![],
    };
    world.run(set_cordons::decide, args).unwrap();
}

/// The change that is suggested, which is accepted; it is executed.
fn followed(world: &mut World, args: &ProposeMembershipArgs) -> MembershipChange {
    let found = propose(world, args).unwrap();
    assert_eq!(propose(world, args).as_ref(), Ok(&found), "always the same");
    assert_eq!(found.seed, seed(&world.state));
    let verdict = found.verdict.unwrap();
    assert!(verdict.verdict.accepted, "{}", verdict.words);
    let change = found.change.unwrap();
    let asked = changes(vec![change.clone()]);
    world.run(change_subnet_membership::decide, asked).unwrap();
    try_state(&world.state).unwrap();
    change
}

#[test]
fn should_exchange_members_for_better_ones() {
    let mut world = network();
    let before = world.evaluated(1).scorecard;
    let change = followed(&mut world, &replace(1, 1));
    let moved = (change.node_ids_add.len(), change.node_ids_remove.len());
    assert_eq!(moved, (1, 1));
    let after = world.evaluated(1).scorecard;
    assert!(after.unique.country > before.unique.country);
    assert!(after.product >= before.product);
}

#[test]
fn should_heal_what_does_not_run_and_nothing_else() {
    let mut world = network();
    let found = propose(&world, &heal(1)).unwrap();
    assert_eq!((found.change, found.verdict), (None, None));
    world.import(&[member_row(4, NodeStatus::Down, 1)]);
    let change = followed(&mut world, &heal(1));
    assert_eq!(change.node_ids_remove, node_ids(&[4]));
    assert_eq!(change.node_ids_add.len(), 1);
    let found = propose(&world, &heal(1)).unwrap();
    assert_eq!(found.change, None, "it is healed");
}

#[test]
fn should_suggest_nobody_who_may_not_join() {
    let mut world = network();
    world.import(&[member_row(4, NodeStatus::Down, 1)]);
    cordon_off(&mut world, Dimension::Country, &["FR", "US", "JP"]);
    world.suspend(11);
    world.suspend(12);
    // In CH and DE only node 24 is of nobody who is a member without it.
    let change = followed(&mut world, &heal(1));
    assert_eq!(change.node_ids_add, node_ids(&[24]));
}

#[test]
fn should_change_the_size() {
    let mut world = network();
    world.set_rules("example", sizes(4, 7));
    world.set_kinds(&[1], "example");
    let change = followed(&mut world, &resize(1, 5));
    let moved = (change.node_ids_add.len(), change.node_ids_remove.len());
    assert_eq!(moved, (1, 0));
    let change = followed(&mut world, &resize(1, 4));
    let moved = (change.node_ids_add.len(), change.node_ids_remove.len());
    assert_eq!(moved, (0, 1));
    // Too many at once are suggested with the verdict against it.
    let found = propose(&world, &resize(1, 7)).unwrap();
    let verdict = found.verdict.unwrap().verdict;
    assert!(!verdict.accepted);
    let rules: Vec<_> = verdict.subnets[0]
        .findings
        .iter()
        .map(|finding| finding.rule)
        .collect();
    assert!(rules.contains(&Rule::Churn), "{rules:?}");
}

#[test]
fn should_make_a_subnet_of_the_size_that_its_kind_asks() {
    let mut world = network();
    let found = propose(&world, &create(KIND, None)).unwrap();
    let verdict = found.verdict.unwrap();
    assert!(verdict.verdict.accepted, "{}", verdict.words);
    let suggested = found.creation.unwrap();
    assert_eq!(
        (suggested.kind.as_str(), suggested.node_ids.len()),
        (KIND, 4)
    );
    let args = CreateSubnetArgs {
        node_ids: suggested.node_ids,
        ..creation(3, &[])
    };
    world.run(create_subnet::decide, args).unwrap();
    assert_eq!(world.broken(3), []);
    try_state(&world.state).unwrap();
    let none = propose(&world, &create(KIND, Some(200))).unwrap();
    assert_eq!((none.creation, none.verdict), (None, None));
}

#[test]
fn should_break_ties_by_what_nobody_knew_before() {
    let mut world = network();
    let first = propose(&world, &create(KIND, None)).unwrap();
    world.publish("en", crate::commands::testing::version(1, 0, 0), "one");
    let later = propose(&world, &create(KIND, None)).unwrap();
    assert_ne!(first.seed, later.seed);
}

#[test]
fn should_refuse_what_it_cannot_read() {
    let world = network();
    let refused = |args: &ProposeMembershipArgs| propose(&world, args).unwrap_err();
    let id = subnet_id(9);
    for args in [heal(9), replace(9, 1), resize(9, 4)] {
        assert_eq!(refused(&args), RegistryError::SubnetNotFound { id });
    }
    let kind = String::from("example");
    assert_eq!(
        refused(&create("example", None)),
        RegistryError::SubnetKindNotFound { kind }
    );
    for (args, wanted) in [
        (replace(1, 0), "count"),
        (replace(1, 2), "count"),
        (resize(1, 0), "size"),
        (resize(1, 201), "size"),
        (create(KIND, Some(0)), "size"),
    ] {
        let refusal = refused(&args);
        let RegistryError::OutOfRange { field, .. } = refusal else {
            panic!("{refusal:?}");
        };
        assert_eq!(field, wanted);
    }
}

fn feasibility(
    world: &World,
    kind: &str,
    caps: &[(Dimension, u32)],
) -> Result<Feasibility, RegistryError> {
    let caps = caps
        .iter()
        .map(|(dimension, max)| NodeCap {
            dimension: *dimension,
            max: *max,
        })
        .collect();
    let args = FeasibleArgs {
        kind: kind.into(),
        caps,
        all_nodes: false,
    };
    get_feasibility(&world.state, &args, world.now_ns)
}

#[test]
fn should_say_how_large_a_subnet_could_be_and_why() {
    let mut world = network();
    let check = |world: &World, caps: &[(Dimension, u32)], size: u32| {
        let found = feasibility(world, KIND, caps).unwrap();
        let bounds = (found.max_size, found.upper_bound, found.wanted);
        assert_eq!(bounds, (size, size, 4), "{}", found.words);
        let nodes: u32 = found.bottleneck.iter().map(|part| part.nodes).sum();
        assert_eq!(nodes, size, "a cut adds up: {}", found.words);
        let told = format!("4 members wanted, {size} possible");
        assert!(found.words.contains(&told), "{}", found.words);
    };
    // Twelve providers with a node to spare, two in each of six countries.
    check(&world, &[], 12);
    check(&world, &[(Dimension::Country, 1)], 6);
    cordon_off(&mut world, Dimension::Country, &["JP", "SG"]);
    check(&world, &[], 8);
    world.suspend(1);
    check(&world, &[], 7);
    world.cluster(&[3, 4], true);
    check(&world, &[], 6);
    let args = FeasibleArgs {
        kind: KIND.into(),
        caps: vec![],
        all_nodes: true,
    };
    let found = get_feasibility(&world.state, &args, world.now_ns).unwrap();
    assert!(
        found.max_size >= 6,
        "members count as well: {}",
        found.words
    );
}

#[test]
fn should_refuse_caps_that_are_none() {
    let world = network();
    let zero = feasibility(&world, KIND, &[(Dimension::Country, 0)]);
    assert!(matches!(zero, Err(RegistryError::OutOfRange { .. })));
    let many = feasibility(&world, KIND, &[(Dimension::Country, 1); 8]);
    assert!(matches!(many, Err(RegistryError::TooMany { .. })));
    let unknown = feasibility(&world, "example", &[]);
    assert!(matches!(
        unknown,
        Err(RegistryError::SubnetKindNotFound { .. })
    ));
}

#[test]
fn should_name_other_nodes_when_the_first_are_taken() {
    let mut world = network();
    world.import(&[
        member_row(4, NodeStatus::Down, 1),
        member_row(8, NodeStatus::Down, 2),
    ]);
    cordon_off(
        &mut world,
        Dimension::Country,
        &["CH", "DE", "FR", "US", "SG"],
    );
    world.suspend(10);
    // Operator 9 alone has nodes to give, 9 and 29: each heals a subnet.
    let one = followed(&mut world, &heal(1)).node_ids_add;
    let two = followed(&mut world, &heal(2)).node_ids_add;
    assert_eq!([one, two].concat(), node_ids(&[9, 29]));
    let again = changes(vec![MembershipChange {
        subnet_id: subnet_id(2),
        node_ids_add: node_ids(&[9]),
        node_ids_remove: node_ids(&[5]),
    }]);
    let refusal = world.refused(change_subnet_membership::decide, again);
    assert!(rules_broken(refusal).contains(&Rule::NotASpare));
}
