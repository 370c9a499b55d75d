use super::*;
use crate::commands::testing::{FEE, World, auditor_id};
use bonafide_types::audits::{
    Draw, DrawEnd, DrawPurpose, DrawResult, DrawRules, Randomness, RandomnessSource, Snapshot,
    SnapshotAuditor, Team,
};
use bonafide_types::id::{Blob, Sha256Hash};

fn unbond(world: &mut World, amount_e8s: u64) -> Result<StakeAccount, AuditError> {
    let args = UnbondStakeArgs { amount_e8s };
    world.run(|state, ctx| decide(state, args, ctx))
}

#[test]
fn should_move_free_stake_out_of_reach_of_new_promises() {
    let mut world = World::staffed(1, 0);
    let owner = Caller(auditor_id(1).0);
    world.as_caller(owner.0);
    let account = unbond(&mut world, FEE).unwrap();
    assert_eq!(account, world.state.account(owner), "as it is told");
    assert_eq!(account.free_e8s, 999 * FEE);
    let part = Unbonding {
        amount_e8s: FEE,
        due_at_ns: world.now_ns + 60 * DAY_NS,
    };
    assert_eq!(account.unbonding, [part]);
    assert_eq!(account.total_e8s(), 1_000 * FEE);
    assert_eq!(
        unbond(&mut world, 999 * FEE + 1),
        Err(AuditError::StakeTooSmall {
            free_e8s: 999 * FEE,
            needed_e8s: 999 * FEE + 1
        })
    );
    assert!(matches!(
        unbond(&mut world, 0),
        Err(AuditError::OutOfRange { .. })
    ));
    unbond(&mut world, 999 * FEE).unwrap();
}

#[test]
fn should_keep_so_many_parts() {
    let mut world = World::staffed(1, 0);
    world.as_caller(auditor_id(1).0);
    for _ in 0..UNBONDING_PARTS {
        unbond(&mut world, 1).unwrap();
    }
    assert!(matches!(
        unbond(&mut world, 1),
        Err(AuditError::TooMany { limit: 16, .. })
    ));
}

/// A draw about nothing, with auditor 1 in its snapshot.
fn open_draw() -> Event {
    let team = Team {
        auditors: 3,
        quorum: 2,
    };
    let rules = DrawRules {
        sites: 1,
        ordinary: team,
        critical: team,
        fee_e8s: FEE,
        budget_e8s: FEE,
        lock_e8s: FEE,
    };
    let snapshot = Snapshot {
        at_ns: 0,
        hash: Sha256Hash([1; 32]),
        sites_hash: Sha256Hash([2; 32]),
        sites: 0,
        critical_sites: 0,
        certain_sites: 0,
        total_weight: 0,
        auditors: 1,
        rules,
    };
    Event::DrawOpened {
        draw: Draw {
            id: 0,
            purpose: DrawPurpose::Appeal { finding_id: 0 },
            snapshot,
            randomness: None,
            result: None,
        },
        auditors: vec![SnapshotAuditor {
            id: auditor_id(1),
            capacity: 1,
            group: 0,
        }],
    }
}

#[test]
fn should_wait_for_a_draw_that_counts_on_it() {
    let mut world = World::staffed(2, 0);
    world.record([open_draw()]);
    world.as_caller(auditor_id(1).0);
    assert_eq!(
        unbond(&mut world, 1),
        Err(AuditError::DrawUnderWay { draw_id: 0 })
    );
    // Who is not in it does not wait.
    world.as_caller(auditor_id(2).0);
    unbond(&mut world, 1).unwrap();
    let randomness = Randomness {
        seed: Sha256Hash([3; 32]),
        source: RandomnessSource::RawRand {
            bytes: Blob(vec![4; 32]),
        },
        at_ns: world.now_ns,
    };
    let result = DrawResult {
        drawn: vec![],
        skipped: vec![],
        ended: DrawEnd::NoSiteLeft,
    };
    world.record([Event::Drawn {
        draw_id: 0,
        randomness,
        result,
        assignments: vec![],
    }]);
    world.as_caller(auditor_id(1).0);
    unbond(&mut world, 1).unwrap();
}
