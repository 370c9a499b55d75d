//! The whole life of an auditor's standing.

use super::*;
use crate::commands::testing::{World, auditor_id};
use crate::commands::{remove_auditor, suspend_auditor};
use bonafide_types::audits::{Auditor, RemoveAuditorArgs, SuspendAuditorArgs};
use bonafide_types::id::AuditorId;
use bonafide_types::limits::AUDITOR_CHANGES;

fn suspend(world: &mut World, id: AuditorId) -> Result<(), AuditError> {
    let args = SuspendAuditorArgs {
        id,
        reason: "a doubt".into(),
    };
    world.run(|state, ctx| suspend_auditor::decide(state, args, ctx))
}

fn reinstate(world: &mut World, id: AuditorId) -> Result<(), AuditError> {
    let args = ReinstateAuditorArgs {
        id,
        reason: "no doubt is left".into(),
    };
    world.run(|state, ctx| decide(state, args, ctx))
}

fn remove(world: &mut World, id: AuditorId) -> Result<(), AuditError> {
    let args = RemoveAuditorArgs {
        id,
        reason: "it lied".into(),
    };
    world.run(|state, ctx| remove_auditor::decide(state, args, ctx))
}

fn standing(auditor: AuditorId, status: AuditorStatus) -> Result<(), AuditError> {
    Err(AuditError::AuditorStanding { auditor, status })
}

#[test]
fn should_go_from_standing_to_standing_only_as_allowed() {
    let mut world = World::staffed(1, 0);
    let id = auditor_id(1);
    let status = |world: &World| world.state.auditor(id).as_ref().map(Auditor::status);
    assert_eq!(
        reinstate(&mut world, id),
        standing(id, AuditorStatus::Active)
    );
    suspend(&mut world, id).unwrap();
    assert_eq!(status(&world), Some(AuditorStatus::Suspended));
    assert_eq!(
        suspend(&mut world, id),
        standing(id, AuditorStatus::Suspended)
    );
    reinstate(&mut world, id).unwrap();
    assert_eq!(status(&world), Some(AuditorStatus::Active));
    remove(&mut world, id).unwrap();
    assert_eq!(status(&world), Some(AuditorStatus::Removed));
    for refused in [
        suspend(&mut world, id),
        reinstate(&mut world, id),
        remove(&mut world, id),
    ] {
        assert_eq!(refused, standing(id, AuditorStatus::Removed));
    }
    let auditor = auditor_id(2);
    let unknown = Err(AuditError::AuditorNotFound { auditor });
    assert_eq!(suspend(&mut world, auditor), unknown);
    assert_eq!(remove(&mut world, auditor), unknown);
}

#[test]
fn should_say_why() {
    let mut world = World::staffed(1, 0);
    let args = SuspendAuditorArgs {
        id: auditor_id(1),
        reason: String::new(),
    };
    let field = "reason".into();
    assert_eq!(
        world.run(|state, ctx| suspend_auditor::decide(state, args, ctx)),
        Err(AuditError::TextEmpty { field })
    );
}

#[test]
fn should_keep_the_last_change_for_the_removal() {
    let mut world = World::staffed(1, 0);
    let id = auditor_id(1);
    for change in 2..AUDITOR_CHANGES - 1 {
        if change % 2 == 0 {
            suspend(&mut world, id).unwrap();
        } else {
            reinstate(&mut world, id).unwrap();
        }
    }
    // The last of them suspended it.
    assert!(matches!(
        reinstate(&mut world, id),
        Err(AuditError::TooMany { .. })
    ));
    remove(&mut world, id).unwrap();
    let changes = world.state.auditor(id).unwrap().history.len();
    assert_eq!(changes, AUDITOR_CHANGES);
}
