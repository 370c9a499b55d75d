use super::*;
use crate::commands::testing::subnets::{
    KIND, creation, four, network, node_ids, rules_broken, subnet_id,
};
use crate::commands::testing::{World, node_id};
use crate::state::invariants::try_state;
use bonafide_types::id::SubnetId;
use bonafide_types::registry::{ImportRow, NodeRole, Provenance, Rule};
use candid::Principal;

#[test]
fn should_make_a_subnet_of_spare_nodes() {
    let mut world = network();
    world.run(decide, creation(3, &[9, 10, 11, 12])).unwrap();
    let row = world.state.subnet(subnet_id(3)).unwrap();
    assert_eq!(row.kind.as_deref(), Some(KIND));
    assert_eq!((row.members, row.provenance), (4, Provenance::Proposal));
    for id in node_ids(&[9, 10, 11, 12]) {
        let node = world.state.node(id).unwrap();
        assert_eq!(
            (node.role, node.subnet),
            (NodeRole::Replica, Some(subnet_id(3)))
        );
    }
    let found = world.evaluated(3);
    assert_eq!((found.scorecard.size, found.violations), (4, vec![]));
    assert_eq!(world.state.summary().subnets, 3);
    let record = world.state.memberships.get(&0_u64.to_be_bytes()).unwrap();
    assert_eq!(record.verdict.subnets[0].subnet, None, "it had no id yet");
    try_state(&world.state).unwrap();

    // It is a subnet as any other: it changes, and an import may name it.
    world.change_members(3, &[21], &[9]);
    world.import(&[ImportRow::Subnet { id: subnet_id(3) }]);
    let row = world.state.subnet(subnet_id(3)).unwrap();
    assert_eq!((row.members, row.kind.as_deref()), (4, Some(KIND)));
    try_state(&world.state).unwrap();
}

#[test]
fn should_refuse_members_that_break_a_rule() {
    let mut world = network();
    let cases: [(&[u8], Rule); 5] = [
        (&[9, 10, 11], Rule::Size),
        (&[8, 9, 10, 11], Rule::NotASpare),
        (&[9, 10, 11, 99], Rule::UnknownNode),
        (&[9, 10, 11, 40], Rule::NotHealthy),
        (&[9, 10, 11, 41], Rule::NotASpare),
    ];
    for (members, rule) in cases {
        let found = rules_broken(world.refused(decide, creation(3, members)));
        assert!(found.contains(&rule), "{members:?}: {found:?}");
    }
    assert_eq!(world.state.subnet(subnet_id(3)), None);
}

#[test]
fn should_refuse_members_that_left_the_spare_nodes_since() {
    let mut world = network();
    let ctx = world.ctx();
    assert!(decide(&world.state, creation(3, &[9, 10, 11, 12]), &ctx).is_ok());
    world.change_members(1, &[9], &[4]);
    let refusal = world.refused(decide, creation(3, &[9, 10, 11, 12]));
    assert!(rules_broken(refusal).contains(&Rule::NotASpare));
}

#[test]
fn should_refuse_what_it_cannot_read() {
    let mut world = network();
    let good = || creation(3, &[9, 10, 11, 12]);
    let id = subnet_id(1);
    let there = CreateSubnetArgs {
        subnet_id: id,
        ..good()
    };
    world.refuse(decide, there, RegistryError::SubnetAlreadyExists { id });
    let nobody = CreateSubnetArgs {
        subnet_id: SubnetId(Principal::anonymous()),
        ..good()
    };
    world.refuse_field(decide, nobody, "subnet_id");
    let of_kind = |kind: &str| CreateSubnetArgs {
        kind: kind.into(),
        ..good()
    };
    let kind = String::from("example");
    let unknown = RegistryError::SubnetKindNotFound { kind };
    world.refuse(decide, of_kind("example"), unknown);
    world.refuse_field(decide, of_kind("Storage"), "kind");
    world.refuse_field(decide, creation(3, &[]), "node_ids");
    world.refuse_field(decide, creation(3, &[9; 201]), "node_ids");
    let refusal = RegistryError::DuplicateEntry {
        field: "node_ids".into(),
        given: node_id(9).to_string(),
    };
    world.refuse(decide, creation(3, &[9, 10, 11, 9]), refusal);
    let silent = CreateSubnetArgs {
        reason: " ".into(),
        ..good()
    };
    world.refuse_field(decide, silent, "reason");
    let mut empty = World::new();
    empty.set_rules(KIND, four());
    let found = rules_broken(empty.refused(decide, good()));
    assert!(found.contains(&Rule::UnknownNode));
}
