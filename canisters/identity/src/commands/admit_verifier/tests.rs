use super::*;
use crate::commands::remove_verifier;
use crate::commands::testing::{FEE, GOVERNANCE, World, provider_id, verifier, verifier_id};
use bonafide_types::id::VerifierId;
use bonafide_types::identity::{RemoveVerifierArgs, Scope};

#[test]
fn should_admit_once_and_for_good() {
    let mut world = World::new();
    let again = |status| IdentityError::VerifierAlreadyAdmitted {
        verifier: verifier_id(1),
        status,
    };
    world.refuse_as(
        GOVERNANCE,
        decide,
        verifier(1),
        again(VerifierStatus::Active),
    );
    let remove = RemoveVerifierArgs {
        id: verifier_id(1),
        reason: "it lied".into(),
    };
    world
        .run_as(GOVERNANCE, remove_verifier::decide, remove)
        .unwrap();
    world.refuse_as(
        GOVERNANCE,
        decide,
        verifier(1),
        again(VerifierStatus::Removed),
    );
    world.run_as(GOVERNANCE, decide, verifier(3)).unwrap();
    let admitted = world.state.verifier(verifier_id(3)).unwrap();
    assert_eq!(admitted.status(), VerifierStatus::Active);
    assert_eq!(admitted.fee_e8s("company"), Some(FEE));
}

#[test]
fn should_admit_no_provider_and_nothing_unknown() {
    let mut world = World::new();
    let provider = VerifierId(provider_id(1).0);
    let unknown = provider_id(99);
    for (args, expected) in [
        (
            AdmitVerifierArgs {
                id: provider,
                ..verifier(3)
            },
            IdentityError::VerifierIsProvider { verifier: provider },
        ),
        (
            AdmitVerifierArgs {
                linked_providers: vec![unknown],
                ..verifier(3)
            },
            IdentityError::SubjectNotFound { subject: unknown },
        ),
        (
            AdmitVerifierArgs {
                scope: vec![Scope {
                    schema: "none".into(),
                    fee_e8s: 0,
                }],
                ..verifier(3)
            },
            IdentityError::SchemaNotFound {
                schema: "none".into(),
            },
        ),
        (
            AdmitVerifierArgs {
                scope: vec![],
                ..verifier(3)
            },
            IdentityError::TooFew {
                field: "scope".into(),
                count: 0,
                limit: 1,
            },
        ),
        (
            AdmitVerifierArgs {
                owner: " ".into(),
                ..verifier(3)
            },
            IdentityError::TextEmpty {
                field: "owner".into(),
            },
        ),
    ] {
        world.refuse_as(GOVERNANCE, decide, args, expected);
    }
}
