use super::*;
use crate::commands::remove_verifier;
use crate::commands::testing::{GOVERNANCE, World, provider_id, verifier_id};
use bonafide_kit::field;
use bonafide_types::identity::RemoveVerifierArgs;

fn terms() -> SetVerifierTermsArgs {
    SetVerifierTermsArgs {
        id: verifier_id(1),
        owner: None,
        linked_providers: None,
        scope: None,
    }
}

fn owned_by(owner: &str) -> SetVerifierTermsArgs {
    SetVerifierTermsArgs {
        owner: Some(owner.into()),
        ..terms()
    }
}

#[test]
fn should_change_what_is_given_and_leave_the_rest() {
    let mut world = World::new();
    let before = world.state.verifier(verifier_id(1)).unwrap();
    let args = SetVerifierTermsArgs {
        linked_providers: Some(vec![provider_id(2)]),
        ..terms()
    };
    world.run_as(GOVERNANCE, decide, args).unwrap();
    let after = world.state.verifier(verifier_id(1)).unwrap();
    let expected = Verifier {
        linked_providers: vec![provider_id(2)],
        ..before
    };
    assert_eq!(after, expected);
    let nothing = IdentityError::NothingToChange {
        what: format!("verifier {} has these terms", verifier_id(1)),
    };
    world.refuse_as(GOVERNANCE, decide, terms(), nothing);
}

#[test]
fn should_keep_the_owner_once_something_was_stated() {
    let mut world = World::new();
    world
        .run_as(GOVERNANCE, decide, owned_by("Example Buyer"))
        .unwrap();
    let args = world.statement(1);
    world.attest(1, args);
    let rule = "stays once the verifier stated something: admit the new owner's key";
    let expected = field::invalid("owner", "Example Other", rule).into();
    world.refuse_as(GOVERNANCE, decide, owned_by("Example Other"), expected);
    // The same one is no change.
    let nothing = IdentityError::NothingToChange {
        what: format!("verifier {} has these terms", verifier_id(1)),
    };
    world.refuse_as(GOVERNANCE, decide, owned_by("Example Buyer"), nothing);
}

#[test]
fn should_change_nothing_of_a_removed_one() {
    let mut world = World::new();
    let remove = RemoveVerifierArgs {
        id: verifier_id(1),
        reason: "it lied".into(),
    };
    world
        .run_as(GOVERNANCE, remove_verifier::decide, remove)
        .unwrap();
    let expected = IdentityError::VerifierStanding {
        verifier: verifier_id(1),
        status: VerifierStatus::Removed,
    };
    world.refuse_as(GOVERNANCE, decide, owned_by("Example Buyer"), expected);
}
