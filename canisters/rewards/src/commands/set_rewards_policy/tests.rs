use super::*;
use crate::commands::testing::{GOVERNANCE, World};
use bonafide_types::rewards::{Mode, Windows};

fn set(world: &mut World, policy: RewardsPolicy) -> Result<(), RewardsError> {
    let args = SetRewardsPolicyArgs { policy };
    world.execute(GOVERNANCE, |state, ctx| decide(state, args, ctx))
}

/// The policy in force, with another base of one class and the version that a caller sends.
fn harder(world: &World, late_update_bps: u32, version: u32) -> RewardsPolicy {
    let before = world.state.policy();
    RewardsPolicy {
        penalties: PenaltyTable {
            version,
            late_update_bps,
            ..before.penalties
        },
        ..before
    }
}

#[test]
fn should_set_what_is_new() {
    let mut world = World::new();
    let policy = RewardsPolicy {
        mode: Mode::LogOnly,
        bounty_bps: 0,
        windows: Windows {
            decision_days: 20,
            ..Windows::default()
        },
        ..world.state.policy()
    };
    assert_eq!(set(&mut world, policy), Ok(()));
    assert_eq!(world.state.policy(), policy);
    assert_eq!(policy.penalties.version, 0);
}

#[test]
fn should_count_versions_of_the_penalties_itself() {
    let mut world = World::new();
    for (bps, given, version) in [(200, 0, 1), (300, 7, 2), (0, 2, 3)] {
        let policy = harder(&world, bps, given);
        assert_eq!(set(&mut world, policy), Ok(()));
        let penalties = world.state.policy().penalties;
        assert_eq!(penalties.version, version);
        assert_eq!(penalties.late_update_bps, bps);
    }
    // Another number leaves the penalties and their version alone, whatever is sent.
    let policy = RewardsPolicy {
        bounty_bps: 1,
        ..harder(&world, 0, 99)
    };
    assert_eq!(set(&mut world, policy), Ok(()));
    assert_eq!(world.state.policy().bounty_bps, 1);
    assert_eq!(world.state.policy().penalties.version, 3);
}

#[test]
fn should_refuse_what_is_in_force() {
    let mut world = World::new();
    let nothing = Err(RewardsError::NothingToChange {
        what: "these numbers are in force".into(),
    });
    let policy = world.state.policy();
    assert_eq!(set(&mut world, policy), nothing);
    // A version alone is no change.
    let policy = harder(&world, policy.penalties.late_update_bps, 5);
    assert_eq!(set(&mut world, policy), nothing);
}

#[test]
fn should_refuse_what_does_not_fit() {
    let mut world = World::new();
    let before = world.state.policy();
    let policy = harder(&world, 10_001, 0);
    let refusal = RewardsError::OutOfRange {
        field: "penalties.late-update".into(),
        given: 10_001,
        min: 0,
        max: 10_000,
    };
    assert_eq!(set(&mut world, policy), Err(refusal));
    let mut policy = before;
    policy.windows.appeal_days = 13;
    assert!(matches!(
        set(&mut world, policy),
        Err(RewardsError::WindowsDoNotFit { rule }) if rule.contains("13 days")
    ));
    assert_eq!(world.state.policy(), before);
}
