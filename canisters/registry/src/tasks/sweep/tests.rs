//! Sweeps step by step.

use super::*;
use crate::commands::testing::World;
use crate::commands::testing::subnets::{changes, member_row, network, node_ids, subnet_id};
use crate::commands::{change_subnet_membership, set_cordons};
use crate::queries::decentralization::verify_membership;
use crate::state::invariants::try_state;
use bonafide_types::registry::{
    CordonArgs, Dimension, MembershipChange, NodeStatus, SetCordonsArgs, VerifyMembershipArgs,
};

/// One slice of one subnet, and the report there is then.
fn step(world: &World, sweeps: &mut Sweeps) -> Option<SweepReport> {
    slice(&world.state, sweeps, 1, world.now_ns);
    reported(&world.state, sweeps)
}

fn whole(world: &World, sweeps: &mut Sweeps) -> SweepReport {
    slice(&world.state, sweeps, SLICE, world.now_ns);
    reported(&world.state, sweeps).unwrap()
}

/// Nodes 4 and 8 do not run.
fn ill() -> World {
    let mut world = network();
    let down = NodeStatus::Down;
    world.import(&[member_row(4, down, 1), member_row(8, down, 2)]);
    world
}

fn all_changes(report: &SweepReport) -> Vec<MembershipChange> {
    let healings = report.healings.iter();
    healings.map(|healing| healing.change.clone()).collect()
}

#[test]
fn should_go_in_slices_and_then_rest() {
    let world = ill();
    let mut sweeps = Sweeps::default();
    assert_eq!(step(&world, &mut sweeps), None, "half a sweep is no report");
    assert!(sweeps.under_way.is_some());
    let report = step(&world, &mut sweeps).unwrap();
    assert!(report.current);
    assert_eq!((report.slices, report.subnets, report.violating), (2, 2, 0));
    assert_eq!(report.network_version, world.state.mirror.version);
    assert_eq!(report.registry_events, world.state.log.tip().length);
    assert_eq!(report.healings.len(), 2);
    assert_eq!(step(&world, &mut sweeps), Some(report.clone()), "it rests");
    assert!(sweeps.under_way.is_none());
    // However it is cut, a sweep finds the same.
    let at_once = whole(&world, &mut Sweeps::default());
    assert_eq!(
        SweepReport {
            slices: 2,
            ..at_once
        },
        report
    );
}

#[test]
fn should_throw_away_what_it_found_when_the_network_moved() {
    let mut world = ill();
    let mut sweeps = Sweeps::default();
    assert_eq!(step(&world, &mut sweeps), None);
    // Subnet 1 is healed by hand in the meantime.
    world.change_members(1, &[9], &[4]);
    assert_eq!(step(&world, &mut sweeps), None, "it began again");
    let report = step(&world, &mut sweeps).unwrap();
    assert_eq!((report.slices, report.subnets), (2, 2));
    assert_eq!(report.network_version, world.state.mirror.version);
    let healed: Vec<_> = all_changes(&report)
        .into_iter()
        .map(|change| change.subnet_id)
        .collect();
    assert_eq!(healed, [subnet_id(2)]);
}

#[test]
fn should_say_whether_the_report_is_about_the_network_as_it_is() {
    let mut world = ill();
    let mut sweeps = Sweeps::default();
    let old = whole(&world, &mut sweeps);
    world.change_members(1, &[9], &[4]);
    let report = reported(&world.state, &sweeps).unwrap();
    assert_eq!(
        report,
        SweepReport {
            current: false,
            ..old.clone()
        }
    );
    let report = whole(&world, &mut sweeps);
    assert!(report.current && report.network_version > old.network_version);
    // What does not count for subnets makes no new sweep.
    world.register_provider(90);
    assert_eq!(whole(&world, &mut sweeps), report);
}

#[test]
fn should_look_again_after_a_day() {
    let mut world = ill();
    let mut sweeps = Sweeps::default();
    let first = whole(&world, &mut sweeps);
    world.now_ns += FRESH_NS - 1;
    assert_eq!(whole(&world, &mut sweeps), first);
    world.now_ns += 1;
    let second = whole(&world, &mut sweeps);
    assert_eq!(second.finished_at_ns, world.now_ns);
    assert_eq!(second.network_version, first.network_version);
}

#[test]
fn should_find_healings_that_can_all_be_done() {
    let mut world = ill();
    // Operator 9 alone has nodes to give, 9 and 29, which are alike.
    let until_ns = world.now_ns + DAY_NS;
    let cordon = |country: &str| CordonArgs {
        dimension: Dimension::Country,
        actor: country.into(),
        reason: "example".into(),
        until_ns,
    };
    let args = SetCordonsArgs {
        set: ["CH", "DE", "FR", "US", "SG"].map(cordon).to_vec(),
        lift: vec![],
    };
    world.run(set_cordons::decide, args).unwrap();
    world.suspend(10);

    let report = whole(&world, &mut Sweeps::default());
    let changes_found = all_changes(&report);
    let mut removed: Vec<_> = changes_found
        .iter()
        .flat_map(|change| change.node_ids_remove.clone())
        .collect();
    removed.sort();
    assert_eq!(removed, node_ids(&[4, 8]));
    let mut added: Vec<_> = changes_found
        .iter()
        .flat_map(|change| change.node_ids_add.clone())
        .collect();
    added.sort();
    assert_eq!(added, node_ids(&[9, 29]), "no node twice");
    for healing in &report.healings {
        assert_eq!(healing.violations_after, []);
        assert_eq!(healing.before.size, healing.after.size);
    }

    let asked = VerifyMembershipArgs {
        changes: changes_found.clone(),
        creations: vec![],
    };
    let found = verify_membership(&world.state, &asked, world.now_ns).unwrap();
    assert!(found.verdict.accepted, "{}", found.words);
    world
        .run(change_subnet_membership::decide, changes(changes_found))
        .unwrap();
    try_state(&world.state).unwrap();
    let report = whole(&world, &mut Sweeps::default());
    assert_eq!(report.healings, [], "nothing is left to heal");
}

#[test]
fn should_count_subnets_that_break_rules() {
    let mut world = network();
    world.cluster(&[1, 2], true);
    let report = whole(&world, &mut Sweeps::default());
    assert_eq!((report.subnets, report.violating), (2, 1));
    // A subnet of the kind that is healed first comes first, with the same nodes to give.
    let mut world = ill();
    let mut sweeps = Sweeps::default();
    world.set_rules("nns", crate::commands::testing::subnets::sizes(4, 4));
    world.set_kinds(&[2], "nns");
    assert_eq!(step(&world, &mut sweeps), None);
    let next = sweeps.under_way.as_ref().unwrap().left.last();
    assert_eq!(next.map(|(id, _)| *id), Some(subnet_id(1)));
}

#[test]
fn should_report_on_a_registry_without_subnets() {
    let world = World::new();
    let report = whole(&world, &mut Sweeps::default());
    assert_eq!((report.subnets, report.violating, report.slices), (0, 0, 1));
}
