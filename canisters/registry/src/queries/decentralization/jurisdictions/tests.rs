use super::*;
use crate::commands::set_jurisdiction;
use crate::commands::testing::subnets::{KIND, change, network, node_ids, sizes, subnet_id};
use crate::commands::testing::{World, node_id};
use bonafide_types::registry::{NewSubnet, SetJurisdictionArgs};

/// The network; `EU` is DE and FR.
fn world() -> World {
    let mut world = network();
    let args = SetJurisdictionArgs {
        tag: "EU".into(),
        countries: vec!["DE".into(), "FR".into()],
        source: "example".into(),
    };
    world.run(set_jurisdiction::decide, args).unwrap();
    world
}

fn tags(tags: &[&str]) -> Vec<String> {
    tags.iter().map(|tag| (*tag).into()).collect()
}

fn found(world: &World, within: &[&str], without: &[&str], kind: Option<&str>) -> Vec<u8> {
    let args = FindSubnetsArgs {
        within: tags(within),
        without: tags(without),
        satisfies: kind.map(String::from),
        ..FindSubnetsArgs::default()
    };
    let found = find_subnets(&world.state, &args, world.now_ns).unwrap();
    assert_eq!(found.next, None);
    (1..=3)
        .filter(|n| found.subnet_ids.contains(&subnet_id(*n)))
        .collect()
}

#[test]
fn should_find_subnets_by_tags_and_kinds() {
    let mut world = world();
    // In CH and DE, and in FR and US.
    assert_eq!(found(&world, &[], &[], None), [1, 2]);
    assert_eq!(found(&world, &["EU"], &[], None), [0_u8; 0]);
    assert_eq!(found(&world, &["EU", "CH"], &[], None), [1]);
    assert_eq!(found(&world, &[], &["US"], None), [1]);
    assert_eq!(found(&world, &[], &["CH"], None), [2]);
    assert_eq!(found(&world, &[], &["EU"], None), [0_u8; 0]);
    assert_eq!(found(&world, &["EU", "US"], &["CH"], None), [2]);
    assert_eq!(found(&world, &[], &[], Some(KIND)), [1, 2]);
    world.set_rules("example", sizes(5, 5));
    assert_eq!(found(&world, &[], &[], Some("example")), [0_u8; 0]);
    world.change_members(2, &[23], &[7]);
    assert_eq!(found(&world, &[], &["US"], None), [1], "8 is still there");
    // Providers that are one actor do not satisfy.
    world.cluster(&[1, 2], true);
    assert_eq!(found(&world, &[], &[], Some(KIND)), [2]);
}

#[test]
fn should_find_page_by_page() {
    let world = world();
    let page = |after: Option<u8>| {
        let args = FindSubnetsArgs {
            after: after.map(subnet_id),
            limit: Some(1),
            ..FindSubnetsArgs::default()
        };
        find_subnets(&world.state, &args, world.now_ns).unwrap()
    };
    let [one, two] = [1, 2].map(subnet_id);
    let first = page(None);
    assert_eq!((first.subnet_ids, first.next), (vec![one], Some(one)));
    let second = page(Some(1));
    assert_eq!((second.subnet_ids, second.next), (vec![two], None));
}

#[test]
fn should_refuse_unknown_tags_and_kinds() {
    let world = world();
    let refused = |within: &[&str], kind: Option<&str>| {
        let args = FindSubnetsArgs {
            within: tags(within),
            satisfies: kind.map(String::from),
            ..FindSubnetsArgs::default()
        };
        find_subnets(&world.state, &args, world.now_ns).unwrap_err()
    };
    let tag = String::from("MOON");
    assert_eq!(
        refused(&["EU", "MOON"], None),
        RegistryError::JurisdictionNotFound { tag }
    );
    let kind = String::from("example");
    assert_eq!(
        refused(&[], Some("example")),
        RegistryError::SubnetKindNotFound { kind }
    );
    assert!(matches!(
        refused(&["E"], None),
        RegistryError::InvalidField { .. }
    ));
    assert!(matches!(
        refused(&["EU"; 17], None),
        RegistryError::TooMany { .. }
    ));
}

fn share(
    tag: &str,
    [nodes, members, members_after, subnets, subnets_within]: [u32; 5],
) -> JurisdictionShare {
    JurisdictionShare {
        tag: tag.into(),
        nodes,
        members,
        members_after,
        subnets,
        subnets_within,
    }
}

#[test]
fn should_count_shares_of_all_countries() {
    let world = world();
    let args = JurisdictionSharesArgs::default();
    let found = get_jurisdiction_shares(&world.state, &args).unwrap();
    // Eight members, 17 spare nodes; the boundary node is not counted.
    let all = (found.nodes, found.members, found.members_after);
    assert_eq!(all, (25, 8, 8));
    let expected = [
        share("CH", [4, 2, 2, 1, 0]),
        share("DE", [4, 2, 2, 1, 0]),
        share("FR", [4, 2, 2, 1, 0]),
        share("JP", [4, 0, 0, 0, 0]),
        share("SG", [5, 0, 0, 0, 0]),
        share("US", [4, 2, 2, 1, 0]),
    ];
    assert_eq!(found.shares, expected);
}

#[test]
fn should_count_changes_as_if_they_had_been_made() {
    let mut world = world();
    let args = JurisdictionSharesArgs {
        tags: tags(&["EU", "CH", "JP", "SG", "GB"]),
        changes: vec![change(1, &[9], &[4])],
        creations: vec![NewSubnet {
            kind: KIND.into(),
            node_ids: node_ids(&[10, 11, 12, 21]),
        }],
    };
    let found = get_jurisdiction_shares(&world.state, &args).unwrap();
    let all = (found.nodes, found.members, found.members_after);
    assert_eq!(all, (25, 8, 12));
    let expected = [
        share("EU", [8, 4, 3, 2, 0]),
        share("CH", [4, 2, 3, 1, 0]),
        share("JP", [4, 0, 2, 0, 0]),
        share("SG", [5, 0, 2, 0, 0]),
        share("GB", [0, 0, 0, 0, 0]),
    ];
    assert_eq!(found.shares, expected);
    // And once they are made, it is so.
    world.change_members(1, &[9], &[4]);
    let args = JurisdictionSharesArgs {
        tags: tags(&["EU"]),
        ..JurisdictionSharesArgs::default()
    };
    let found = get_jurisdiction_shares(&world.state, &args).unwrap();
    assert_eq!(found.shares, [share("EU", [8, 3, 3, 2, 0])]);
}

#[test]
fn should_refuse_unknown_subnets_nodes_and_tags() {
    let world = world();
    let refused = |tag: &str, change| {
        let args = JurisdictionSharesArgs {
            tags: tags(&[tag]),
            changes: vec![change],
            creations: vec![],
        };
        get_jurisdiction_shares(&world.state, &args).unwrap_err()
    };
    let id = subnet_id(9);
    assert_eq!(
        refused("EU", change(9, &[9], &[])),
        RegistryError::SubnetNotFound { id }
    );
    let id = node_id(99);
    assert_eq!(
        refused("EU", change(1, &[99], &[])),
        RegistryError::NodeNotFound { id }
    );
    let tag = String::from("MOON");
    assert_eq!(
        refused("MOON", change(1, &[9], &[4])),
        RegistryError::JurisdictionNotFound { tag }
    );
}
