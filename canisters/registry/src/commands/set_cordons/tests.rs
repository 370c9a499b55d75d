//! Cordons that are set, end, are lifted, and make room.

use super::*;
use crate::commands::testing::subnets::{change, changes, network, rules_broken};
use crate::commands::testing::{World, operator_id, provider_id};
use crate::commands::{change_subnet_membership, set_owner_aliases};
use crate::queries::decentralization::policies::list_cordons;
use crate::state::invariants::try_state;
use Dimension::{Area, Cluster, Country, DataCenter, DataCenterOwner, NodeOperator, NodeProvider};
use bonafide_types::registry::{OwnerAliasArgs, Rule, SetOwnerAliasesArgs};

const UNTIL_DAYS: u64 = 10;

fn cordon(world: &World, dimension: Dimension, actor: &str) -> CordonArgs {
    CordonArgs {
        dimension,
        actor: actor.into(),
        reason: "example".into(),
        until_ns: world.now_ns + UNTIL_DAYS * DAY_NS,
    }
}

fn set(cordons: Vec<CordonArgs>) -> SetCordonsArgs {
    SetCordonsArgs {
        set: cordons,
        lift: vec![],
    }
}

fn lift(dimension: Dimension, actor: &str) -> SetCordonsArgs {
    SetCordonsArgs {
        set: vec![],
        lift: vec![CordonKey {
            dimension,
            actor: actor.into(),
        }],
    }
}

/// Whether node 9 may join subnet 1 in place of node 4; when not, it is for a cordon alone.
fn may_join(world: &World) -> bool {
    let args = changes(vec![change(1, &[9], &[4])]);
    match change_subnet_membership::decide(&world.state, args, &world.ctx()) {
        Ok(_) => true,
        Err(refusal) => {
            assert_eq!(rules_broken(refusal), [Rule::Cordoned]);
            false
        }
    }
}

#[test]
fn should_keep_out_whatever_depends_on_the_actor() {
    let cluster = provider_id(9).to_string();
    let cases = [
        (NodeOperator, operator_id(9).to_string()),
        (NodeProvider, provider_id(9).to_string()),
        (Cluster, cluster),
        (DataCenter, "dc9".into()),
        (DataCenterOwner, "Owner 9".into()),
        (Area, "JP,Tokyo".into()),
        (Country, "JP".into()),
    ];
    for (dimension, actor) in cases {
        let mut world = network();
        let args = set(vec![cordon(&world, dimension, &actor)]);
        world.run(decide, args).unwrap();
        assert!(!may_join(&world), "{actor}");
        // It ends by itself, and is listed until it is lifted.
        world.now_ns += UNTIL_DAYS * DAY_NS - 1;
        assert!(!may_join(&world), "{actor}");
        world.now_ns += 1;
        assert!(may_join(&world), "{actor}");
        assert_eq!(list_cordons(&world.state).len(), 1);
        try_state(&world.state).unwrap();
    }
}

#[test]
fn should_let_members_stay() {
    let mut world = network();
    let args = set(vec![cordon(&world, Country, "CH")]);
    world.run(decide, args).unwrap();
    assert_eq!(world.broken(1), []);
    assert!(may_join(&world), "others are not concerned");
    world.change_members(1, &[9], &[4]);
}

#[test]
fn should_name_owners_as_they_are_counted() {
    let mut world = network();
    let args = SetOwnerAliasesArgs {
        set: vec![OwnerAliasArgs {
            alias: "Owner Nine".into(),
            canonical: "Owner 9".into(),
        }],
        remove: vec![],
    };
    world.run(set_owner_aliases::decide, args).unwrap();
    let args = set(vec![cordon(&world, DataCenterOwner, "Owner Nine")]);
    world.run(decide, args).unwrap();
    assert_eq!(list_cordons(&world.state)[0].actor, "owner 9");
    assert!(!may_join(&world));
    // By another of its names it is the same cordon.
    let again = set(vec![
        cordon(&world, DataCenterOwner, "OWNER 9"),
        cordon(&world, DataCenterOwner, "Owner Nine"),
    ]);
    let refusal = world.refused(decide, again);
    assert!(matches!(refusal, RegistryError::DuplicateEntry { .. }));
}

#[test]
fn should_lift_and_set_anew() {
    let mut world = network();
    let args = set(vec![cordon(&world, Country, "JP")]);
    world.run(decide, args.clone()).unwrap();
    world.now_ns += DAY_NS;
    let longer = set(vec![cordon(&world, Country, "JP")]);
    world.run(decide, longer.clone()).unwrap();
    let listed = list_cordons(&world.state);
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].until_ns, longer.set[0].until_ns);
    world.run(decide, lift(Country, "JP")).unwrap();
    assert_eq!(list_cordons(&world.state), []);
    assert!(may_join(&world));
    try_state(&world.state).unwrap();
    let not_found = RegistryError::CordonNotFound {
        dimension: Country,
        actor: "JP".into(),
    };
    world.refuse(decide, lift(Country, "JP"), not_found);
}

#[test]
fn should_refuse_what_it_cannot_read() {
    let mut world = network();
    let refusal = world.refused(decide, set(vec![]));
    assert!(matches!(refusal, RegistryError::NothingToChange { .. }));
    let good = cordon(&world, Country, "JP");
    world.refuse_field(decide, set(vec![good.clone(); 101]), "set");
    let many = SetCordonsArgs {
        set: vec![],
        lift: vec![
            CordonKey {
                dimension: Country,
                actor: "JP".into(),
            };
            101
        ],
    };
    world.refuse_field(decide, many, "lift");
    let twice = SetCordonsArgs {
        set: vec![good.clone()],
        ..lift(Country, "JP")
    };
    let refusal = world.refused(decide, twice);
    assert!(matches!(refusal, RegistryError::DuplicateEntry { .. }));
    let silent = CordonArgs {
        reason: String::new(),
        ..good.clone()
    };
    world.refuse_field(decide, set(vec![silent]), "reason");
    for actor in ["", "not a principal"] {
        let nobody = cordon(&world, NodeProvider, actor);
        world.refuse_field(decide, set(vec![nobody]), "actor");
    }
    let now_ns = world.now_ns;
    let latest_ns = now_ns + POLICY_NOTICE_DAYS * DAY_NS;
    let until = |until_ns| {
        set(vec![CordonArgs {
            until_ns,
            ..good.clone()
        }])
    };
    for until_ns in [0, now_ns, latest_ns + 1, u64::MAX] {
        world.refuse_field(decide, until(until_ns), "until_ns");
    }
    for until_ns in [now_ns + 1, latest_ns] {
        world.run(decide, until(until_ns)).unwrap();
    }
}

#[test]
fn should_bound_them_and_make_room_by_those_that_ended() {
    let mut world = network();
    let numbered = |world: &World, from: usize, count: usize| {
        let actors = (from..from + count).map(|n| format!("dc-{n}"));
        set(actors
            .map(|actor| cordon(world, DataCenter, &actor))
            .collect())
    };
    world.run(decide, numbered(&world, 0, BATCH)).unwrap();
    world.now_ns += DAY_NS;
    world.run(decide, numbered(&world, BATCH, BATCH)).unwrap();
    assert_eq!(list_cordons(&world.state).len(), CORDONS);
    world.refuse_field(decide, numbered(&world, CORDONS, 1), "cordons");
    // One that is set anew needs no further place.
    world.run(decide, numbered(&world, 0, 1)).unwrap();
    world.now_ns += (UNTIL_DAYS - 1) * DAY_NS;
    world.run(decide, numbered(&world, CORDONS, 1)).unwrap();
    // Of the first hundred all but the one that was set anew ended.
    assert_eq!(list_cordons(&world.state).len(), 1 + BATCH + 1);
    try_state(&world.state).unwrap();
}
