use super::*;
use crate::commands::remove_auditor;
use crate::commands::testing::{GOVERNANCE, World, auditor, auditor_id, no_conflicts, provider_id};
use bonafide_types::audits::{Conflicts, RemoveAuditorArgs, Tie, TieKind};
use bonafide_types::id::{ProviderId, VerifierId};
use bonafide_types::limits::{DEPOSIT_E8S, TIES};
use candid::Principal;

const STAKE: u64 = 10 * DEPOSIT_E8S;

fn args() -> ApplyAsAuditorArgs {
    ApplyAsAuditorArgs {
        name: "Example Auditor".into(),
        owner: "Example Owner".into(),
        conflicts: no_conflicts(),
        statement: "an example".into(),
    }
}

/// Somebody with the stake of an application.
fn staked() -> World {
    let mut world = World::new();
    world.deposit(Caller(auditor_id(1).0), STAKE);
    world.as_caller(auditor_id(1).0);
    world
}

fn apply(world: &mut World, args: ApplyAsAuditorArgs) -> Result<Auditor, AuditError> {
    world.run(|state, ctx| decide(state, args, ctx))
}

#[test]
fn should_apply_once_and_never_after_removal() {
    let mut world = staked();
    let applied = apply(&mut world, args()).unwrap();
    assert_eq!(applied.id, auditor_id(1));
    assert_eq!(applied.status(), AuditorStatus::Applied);
    assert_eq!(applied.history[0].reason, "an example");
    assert_eq!(world.state.auditor(auditor_id(1)), Some(applied));
    let again = |status| {
        let auditor = auditor_id(1);
        Err(AuditError::AlreadyApplied { auditor, status })
    };
    assert_eq!(
        apply(&mut world, args()),
        again(AuditorStatus::Applied),
        "it waits"
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
        apply(&mut world, args()),
        again(AuditorStatus::Removed),
        "for good"
    );
}

#[test]
fn should_need_free_stake_and_no_provider() {
    let mut world = World::new();
    world.deposit(Caller(auditor_id(1).0), STAKE - 1);
    world.as_caller(auditor_id(1).0);
    assert_eq!(
        apply(&mut world, args()),
        Err(AuditError::StakeTooSmall {
            free_e8s: STAKE - 1,
            needed_e8s: STAKE
        })
    );
    world.deposit(Caller(auditor_id(1).0), 1);
    apply(&mut world, args()).unwrap();
    world.deposit(Caller(provider_id(1).0), STAKE);
    world.as_caller(provider_id(1).0);
    let auditor = AuditorId(provider_id(1).0);
    assert_eq!(
        apply(&mut world, args()),
        Err(AuditError::AuditorIsProvider { auditor })
    );
}

#[test]
fn should_check_what_it_declares() {
    let mut world = staked();
    let tie = |n, kind| Tie {
        provider: provider_id(n),
        kind,
    };
    let conflicts = |providers| Conflicts {
        providers,
        ..no_conflicts()
    };
    let declaring = |conflicts| ApplyAsAuditorArgs {
        conflicts,
        ..args()
    };
    let twice = vec![tie(1, TieKind::Ownership), tie(1, TieKind::Ownership)];
    assert!(matches!(
        apply(&mut world, declaring(conflicts(twice))),
        Err(AuditError::DuplicateEntry { .. })
    ));
    let stranger = Tie {
        provider: ProviderId(Principal::from_slice(&[99])),
        kind: TieKind::Financing,
    };
    assert!(matches!(
        apply(&mut world, declaring(conflicts(vec![stranger]))),
        Err(AuditError::InvalidField { .. })
    ));
    let many = vec![tie(1, TieKind::Ownership); TIES + 1];
    assert!(matches!(
        apply(&mut world, declaring(conflicts(many))),
        Err(AuditError::TooMany { limit: 64, .. })
    ));
    let owners = Conflicts {
        dc_owners: vec!["Example".into(), " Example".into()],
        ..no_conflicts()
    };
    assert!(matches!(
        apply(&mut world, declaring(owners)),
        Err(AuditError::InvalidField { .. })
    ));
    let verifier = VerifierId(Principal::from_slice(&[2, 1]));
    let verifiers = Conflicts {
        verifiers: vec![verifier, verifier],
        ..no_conflicts()
    };
    assert!(matches!(
        apply(&mut world, declaring(verifiers)),
        Err(AuditError::DuplicateEntry { .. })
    ));
    let good = Conflicts {
        providers: vec![
            tie(1, TieKind::Ownership),
            tie(1, TieKind::Employment),
            tie(2, TieKind::Ownership),
        ],
        dc_owners: vec!["Example".into()],
        verifiers: vec![verifier],
    };
    let applied = apply(&mut world, declaring(good.clone())).unwrap();
    assert_eq!(applied.conflicts, good);
}

#[test]
fn should_say_who_it_is() {
    let mut world = staked();
    for (args, field) in [
        (
            ApplyAsAuditorArgs {
                name: String::new(),
                ..args()
            },
            "name",
        ),
        (
            ApplyAsAuditorArgs {
                owner: " ".into(),
                ..args()
            },
            "owner",
        ),
        (
            ApplyAsAuditorArgs {
                statement: String::new(),
                ..args()
            },
            "statement",
        ),
    ] {
        let field = field.into();
        assert_eq!(
            apply(&mut world, args),
            Err(AuditError::TextEmpty { field })
        );
    }
}

#[test]
fn should_take_so_many_applications_at_a_time() {
    let mut world = staked();
    let limit = u8::try_from(APPLICATIONS).unwrap();
    let others = (2..=limit + 1).map(|n| {
        let mut auditor = auditor(n, 0);
        auditor.history.truncate(1);
        Event::AuditorApplied { auditor }
    });
    world.record(others);
    let refused = apply(&mut world, args());
    assert!(
        matches!(
            &refused,
            Err(AuditError::TooMany { field, count: 101, limit: 100 }) if field == "applications"
        ),
        "{refused:?}"
    );
    // One of them is decided on.
    let auditor = auditor(2, 0);
    world.record([Event::AuditorChanged { auditor }]);
    apply(&mut world, args()).unwrap();
}
