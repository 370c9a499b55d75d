use super::*;
use crate::commands::set_jurisdiction;
use crate::commands::testing::subnets::{network, rules_of, sizes, subnet_id};
use crate::commands::testing::{World, provider_id};
use crate::commands::{set_owner_aliases, set_subnet_policy};
use bonafide_types::limits::DAY_NS;
use bonafide_types::registry::{
    OwnerAliasArgs, SetJurisdictionArgs, SetOwnerAliasesArgs, SetSubnetPolicyArgs,
};

/// A kind for which the network adopted rules.
const KIND: &str = "storage";

#[test]
fn should_keep_kinds_apart_whose_names_begin_alike() {
    let key = |kind: &str, version| subnet_policy_key(kind, version).unwrap();
    assert_eq!(key("us", 258), [2, b'u', b's', 0, 0, 1, 2]);
    assert!(key("us", u32::MAX) < key("us-2", 0));
    assert_eq!(subnet_policy_key(&"x".repeat(256), 0), None);
    let mut world = World::new();
    for kind in ["us", "us-2", "vs"] {
        world.set_rules(kind, sizes(1, 2));
        world.set_rules(kind, sizes(1, 3));
    }
    for kind in ["us", "us-2", "vs"] {
        let versions = world.state.subnet_policy_versions(kind);
        let versions: Vec<_> = versions.map(|row| (row.kind, row.version)).collect();
        assert_eq!(versions, [2, 1].map(|version| (kind.to_owned(), version)));
    }
    assert_eq!(world.state.subnet_policy_versions("uz").next(), None);
}

#[test]
fn should_have_the_policy_of_the_moment() {
    let mut world = World::new();
    let start_ns = world.now_ns;
    for (days, max_size) in [(0, 5), (2, 6), (4, 7)] {
        let args = SetSubnetPolicyArgs {
            effective_from_ns: Some(start_ns + days * DAY_NS),
            ..rules_of(KIND, sizes(1, max_size))
        };
        world.run(set_subnet_policy::decide, args).unwrap();
    }
    let version = |at_ns| world.state.subnet_policy(KIND, at_ns).unwrap().version;
    assert_eq!(version(start_ns - 1), 0, "the adopted one");
    assert_eq!(version(start_ns), 1);
    assert_eq!(version(start_ns + 2 * DAY_NS - 1), 1);
    assert_eq!(version(start_ns + 2 * DAY_NS), 2);
    assert_eq!(version(u64::MAX), 3);
    let (limits, of) = world.state.limits(KIND, start_ns).unwrap();
    assert_eq!((limits.least_size(), of), (1, 1));
    assert!(world.state.limits("example", start_ns).is_none());
    assert_eq!(world.state.latest_subnet_policy(KIND).unwrap().version, 3);
}

#[test]
fn should_take_a_subnet_that_nobody_named_for_the_common_kind() {
    let mut world = World::new();
    assert_eq!(world.state.kind_of(subnet_id(1)), adopted::DEFAULT_KIND);
    world.import(&[bonafide_types::registry::ImportRow::Subnet { id: subnet_id(1) }]);
    assert_eq!(world.state.kind_of(subnet_id(1)), adopted::DEFAULT_KIND);
    world.set_kinds(&[1], KIND);
    assert_eq!(world.state.kind_of(subnet_id(1)), KIND);
}

#[test]
fn should_know_what_tags_and_names_stand_for() {
    let mut world = network();
    let tag = |countries: &[&str]| SetJurisdictionArgs {
        tag: "ALPS".into(),
        countries: countries.iter().map(|code| (*code).into()).collect(),
        source: "example".into(),
    };
    world
        .run(set_jurisdiction::decide, tag(&["CH", "AT"]))
        .unwrap();
    let countries = |world: &World, tag: &str| StateTags(&world.state).countries(tag);
    let codes = |codes: &[&str]| -> Option<Vec<String>> {
        Some(codes.iter().map(|code| String::from(*code)).collect())
    };
    assert_eq!(countries(&world, "ALPS"), codes(&["AT", "CH"]));
    assert_eq!(countries(&world, "CH"), codes(&["CH"]));
    assert_eq!(countries(&world, "UK"), codes(&["GB"]));
    assert_eq!(countries(&world, "ZZ"), None, "no assigned code");
    assert_eq!(countries(&world, "MOON"), None);
    world.run(set_jurisdiction::decide, tag(&[])).unwrap();
    assert_eq!(countries(&world, "ALPS"), None, "withdrawn");

    let args = SetOwnerAliasesArgs {
        set: vec![OwnerAliasArgs {
            alias: "Owner One".into(),
            canonical: "Owner 1".into(),
        }],
        remove: vec![],
    };
    world.run(set_owner_aliases::decide, args).unwrap();
    let key = |dimension, name: &str| StateTags(&world.state).actor_key(dimension, name);
    assert_eq!(key(Dimension::DataCenterOwner, "Owner One"), b"owner 1");
    assert_eq!(key(Dimension::DataCenterOwner, " OWNER 1"), b"owner 1");
    assert_eq!(key(Dimension::Area, "JP,Tokyo"), b"JP,Tokyo");
    let provider = provider_id(1);
    let found = key(Dimension::NodeProvider, &provider.to_string());
    assert_eq!(found, provider.as_slice());
    assert_eq!(key(Dimension::NodeProvider, "nobody"), b"");
}
