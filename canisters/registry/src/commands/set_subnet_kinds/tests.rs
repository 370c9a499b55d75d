use super::*;
use crate::commands::testing::subnets::{KIND, kinds, network, subnet_id};
use crate::state::invariants::try_state;
use bonafide_policy::decentralization::adopted::DEFAULT_KIND;
use bonafide_types::registry::Rule;

#[test]
fn should_hold_subnets_against_the_rules_of_their_kind() {
    let mut world = network();
    assert_eq!(world.broken(1), []);
    world.set_kinds(&[1], DEFAULT_KIND);
    let found = world.evaluated(1);
    assert_eq!(found.kind, DEFAULT_KIND);
    let short = (Rule::Size, String::from("members"));
    assert!(world.broken(1).contains(&short));
    assert_eq!(world.broken(2), [], "the other one is as it was");
    let length = world.state.log.tip().length;
    // What is so already is left out; a call with nothing else writes nothing.
    world.set_kinds(&[2], KIND);
    assert_eq!(world.state.log.tip().length, length);
    world.set_kinds(&[1, 2], KIND);
    assert_eq!(world.state.log.tip().length, length + 1);
    assert_eq!(world.broken(1), []);
    try_state(&world.state).unwrap();
}

#[test]
fn should_refuse_unknown_subnets_and_kinds() {
    let mut world = network();
    let id = subnet_id(9);
    world.refuse(
        decide,
        kinds(&[1, 9], DEFAULT_KIND),
        RegistryError::SubnetNotFound { id },
    );
    let kind = String::from("example");
    let unknown = RegistryError::SubnetKindNotFound { kind };
    world.refuse(decide, kinds(&[1], "example"), unknown);
    world.refuse_field(decide, kinds(&[1], "Not a kind"), "kind");
    world.refuse_field(decide, kinds(&[], KIND), "kinds");
    world.refuse_field(decide, kinds(&[1; 101], KIND), "kinds");
    let twice = world.refused(decide, kinds(&[1, 1], DEFAULT_KIND));
    assert!(matches!(twice, RegistryError::DuplicateEntry { .. }));
}
