use super::*;
use crate::commands::remove_auditor;
use crate::commands::testing::{GOVERNANCE, World, auditor_id, no_conflicts, provider_id};
use bonafide_types::audits::{Conflicts, RemoveAuditorArgs, Tie, TieKind};

fn declare(world: &mut World, conflicts: Conflicts) -> Result<Auditor, AuditError> {
    let args = DeclareConflictsArgs { conflicts };
    world.run(|state, ctx| decide(state, args, ctx))
}

fn tied() -> Conflicts {
    Conflicts {
        providers: vec![Tie {
            provider: provider_id(1),
            kind: TieKind::Employment,
        }],
        ..no_conflicts()
    }
}

#[test]
fn should_change_conflicts_and_nothing_else() {
    let mut world = World::staffed(1, 0);
    let before = world.state.auditor(auditor_id(1)).unwrap();
    world.as_caller(auditor_id(1).0);
    let after = declare(&mut world, tied()).unwrap();
    assert_eq!(after.conflicts, tied());
    let expected = Auditor {
        conflicts: tied(),
        ..before
    };
    assert_eq!(after, expected);
    assert_eq!(world.state.auditor(auditor_id(1)), Some(expected));
    assert!(matches!(
        declare(&mut world, tied()),
        Err(AuditError::NothingToChange { .. })
    ));
}

#[test]
fn should_be_for_auditors_that_are_not_removed() {
    let mut world = World::staffed(1, 0);
    let caller = Caller(auditor_id(2).0);
    world.as_caller(caller.0);
    assert_eq!(
        declare(&mut world, tied()),
        Err(AuditError::CallerNotAuditor { caller })
    );
    let remove = RemoveAuditorArgs {
        id: auditor_id(1),
        reason: "it lied".into(),
    };
    world
        .as_caller(GOVERNANCE)
        .run(|state, ctx| remove_auditor::decide(state, remove, ctx))
        .unwrap();
    world.as_caller(auditor_id(1).0);
    assert_eq!(
        declare(&mut world, tied()),
        Err(AuditError::AuditorStanding {
            auditor: auditor_id(1),
            status: AuditorStatus::Removed
        })
    );
}
