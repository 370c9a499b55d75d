use super::*;
use crate::commands::testing::{FEE, World, auditor_id};
use crate::commands::{remove_auditor, unbond_stake, withdraw_stake};
use bonafide_types::audits::{RemoveAuditorArgs, UnbondStakeArgs};
use bonafide_types::id::Sha256Hash;

const STAKE: u64 = 1_000 * FEE;

fn penalise(world: &mut World, amount_e8s: u64, evidence: u8) -> Result<(), AuditError> {
    let args = PenaliseAuditorArgs {
        id: auditor_id(1),
        amount_e8s,
        evidence_hash: Sha256Hash([evidence; 32]),
        reason: "a forged photograph".into(),
    };
    world.run(|state, ctx| decide(state, args, ctx))
}

fn unbond(world: &mut World, amount_e8s: u64) {
    let args = UnbondStakeArgs { amount_e8s };
    world
        .as_caller(auditor_id(1).0)
        .run(|state, ctx| unbond_stake::decide(state, args, ctx))
        .unwrap();
}

#[test]
fn should_take_free_stake_then_what_is_unbonding_then_no_more() {
    let mut world = World::staffed(1, 0);
    let treasury = world.state.books().free_e8s;
    for part in [100, 200] {
        unbond(&mut world, part * FEE);
    }
    // 700 are free; of the two parts the later one goes first.
    penalise(&mut world, 850 * FEE, 1).unwrap();
    let account = world.state.account(Caller(auditor_id(1).0));
    assert_eq!(account.free_e8s, 0);
    let parts: Vec<_> = account
        .unbonding
        .iter()
        .map(|part| part.amount_e8s)
        .collect();
    assert_eq!(parts, [100 * FEE, 50 * FEE]);
    penalise(&mut world, STAKE, 2).unwrap();
    let account = world.state.account(Caller(auditor_id(1).0));
    assert_eq!(account.total_e8s(), 0);
    assert!(account.unbonding.is_empty());
    assert_eq!(world.state.books().free_e8s, treasury + STAKE);
    assert!(matches!(
        penalise(&mut world, 1, 3),
        Err(AuditError::NothingToChange { .. })
    ));
}

#[test]
fn should_punish_once_for_the_same_evidence() {
    let mut world = World::staffed(2, 0);
    penalise(&mut world, 1, 1).unwrap();
    assert_eq!(
        penalise(&mut world, 1, 1),
        Err(AuditError::EvidenceUsed {
            auditor: auditor_id(1),
            evidence_hash: Sha256Hash([1; 32])
        })
    );
    penalise(&mut world, 1, 2).unwrap();
    // The same evidence may be against somebody else as well.
    let args = PenaliseAuditorArgs {
        id: auditor_id(2),
        amount_e8s: 1,
        evidence_hash: Sha256Hash([1; 32]),
        reason: "they were two".into(),
    };
    world
        .run(|state, ctx| decide(state, args, ctx))
        .expect("another auditor");
}

#[test]
fn should_reach_who_was_removed_but_not_what_left() {
    let mut world = World::staffed(1, 0);
    let remove = RemoveAuditorArgs {
        id: auditor_id(1),
        reason: "it lied".into(),
    };
    world
        .run(|state, ctx| remove_auditor::decide(state, remove, ctx))
        .unwrap();
    unbond(&mut world, STAKE - 5);
    world.pass_days(60);
    world
        .run(withdraw_stake::decide)
        .expect("all but 5 are on their way");
    let treasury = world.state.books().free_e8s;
    penalise(&mut world, STAKE, 1).unwrap();
    assert_eq!(world.state.books().free_e8s, treasury + 5);
}

#[test]
fn should_take_something_of_somebody_for_some_reason() {
    let mut world = World::staffed(1, 0);
    assert!(matches!(
        penalise(&mut world, 0, 1),
        Err(AuditError::OutOfRange { min: 1, .. })
    ));
    let args = PenaliseAuditorArgs {
        id: auditor_id(9),
        amount_e8s: 1,
        evidence_hash: Sha256Hash([1; 32]),
        reason: "nobody".into(),
    };
    let auditor = auditor_id(9);
    assert_eq!(
        world.run(|state, ctx| decide(state, args, ctx)),
        Err(AuditError::AuditorNotFound { auditor })
    );
}
