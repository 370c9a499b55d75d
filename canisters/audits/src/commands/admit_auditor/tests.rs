use super::*;
use crate::commands::testing::{FEE, World, auditor, auditor_id};
use crate::commands::unbond_stake;
use crate::state::Membership;
use bonafide_types::audits::UnbondStakeArgs;
use bonafide_types::id::{AuditorId, ProviderId};
use bonafide_types::limits::DEPOSIT_E8S;

/// With an applicant of exactly the stake of an application.
fn applied() -> World {
    let mut world = World::new();
    world.deposit(Caller(auditor_id(1).0), 10 * DEPOSIT_E8S);
    let mut applicant = auditor(1, world.now_ns);
    applicant.history.truncate(1);
    world.record([Event::AuditorApplied { auditor: applicant }]);
    world
}

fn admit(world: &mut World, id: AuditorId) -> Result<(), AuditError> {
    let args = AdmitAuditorArgs {
        id,
        reason: "an example".into(),
    };
    world.run(|state, ctx| decide(state, args, ctx))
}

#[test]
fn should_admit_who_applied_once() {
    let mut world = applied();
    world.pass_days(1);
    let auditor = auditor_id(1);
    admit(&mut world, auditor).unwrap();
    let row = world.state.auditor(auditor).unwrap();
    assert_eq!(row.history.len(), 2);
    assert_eq!(row.history[1].at_ns, world.now_ns);
    assert_eq!(row.status(), AuditorStatus::Active);
    assert_eq!(
        admit(&mut world, auditor),
        Err(AuditError::AuditorStanding {
            auditor,
            status: AuditorStatus::Active
        })
    );
    let auditor = auditor_id(2);
    assert_eq!(
        admit(&mut world, auditor),
        Err(AuditError::AuditorNotFound { auditor })
    );
}

#[test]
fn should_not_admit_whose_stake_left() {
    let mut world = applied();
    let unbond = UnbondStakeArgs { amount_e8s: 1 };
    world
        .as_caller(auditor_id(1).0)
        .run(|state, ctx| unbond_stake::decide(state, unbond, ctx))
        .unwrap();
    let needed_e8s = 10 * DEPOSIT_E8S;
    assert_eq!(
        admit(&mut world, auditor_id(1)),
        Err(AuditError::StakeTooSmall {
            free_e8s: needed_e8s - 1,
            needed_e8s
        })
    );
    world.deposit(Caller(auditor_id(1).0), FEE);
    admit(&mut world, auditor_id(1)).unwrap();
}

#[test]
fn should_not_admit_who_became_a_provider() {
    let mut world = applied();
    let provider = ProviderId(auditor_id(1).0);
    let clusters = vec![Membership {
        provider,
        cluster: provider,
    }];
    world.record([Event::ClustersSeen { clusters }]);
    let auditor = auditor_id(1);
    assert_eq!(
        admit(&mut world, auditor),
        Err(AuditError::AuditorIsProvider { auditor })
    );
}
