use super::*;
use crate::commands::set_cordons;
use crate::commands::testing::World;
use crate::commands::testing::subnets::sizes;
use bonafide_types::registry::{CordonArgs, Dimension, SetCordonsArgs};

#[test]
fn should_list_versions_of_one_kind_and_policies_in_force_of_all() {
    let mut world = World::new();
    let list = |world: &World, kind: Option<&str>| {
        let args = ListSubnetPoliciesArgs {
            kind: kind.map(String::from),
        };
        list_subnet_policies(&world.state, &args, world.now_ns).policies
    };
    assert_eq!(list(&world, Some("example")), []);
    world.set_rules("example", sizes(1, 4));
    world.set_rules("example", sizes(1, 5));
    let versions = list(&world, Some("example"));
    let sizes: Vec<_> = versions.iter().map(|row| row.rules.max_size).collect();
    assert_eq!(sizes, [4, 5]);
    let of_all = list(&world, None);
    let in_force: Vec<_> = of_all.iter().filter(|row| row.kind == "example").collect();
    assert_eq!(in_force, [&versions[1]]);
    assert!(of_all.is_sorted_by_key(|row| row.kind.clone()));
}

#[test]
fn should_list_cordons_by_dimension_and_actor() {
    let mut world = World::new();
    let cordon = |dimension, actor: &str| CordonArgs {
        dimension,
        actor: actor.into(),
        reason: "example".into(),
        until_ns: world.now_ns + 1,
    };
    let args = SetCordonsArgs {
        set: vec![
            cordon(Dimension::Country, "JP"),
            cordon(Dimension::DataCenter, "dc2"),
            cordon(Dimension::DataCenter, "dc1"),
        ],
        lift: vec![],
    };
    world.run(set_cordons::decide, args).unwrap();
    let listed = list_cordons(&world.state);
    let listed: Vec<_> = listed.iter().map(|row| row.actor.as_str()).collect();
    assert_eq!(listed, ["dc1", "dc2", "JP"]);
}
