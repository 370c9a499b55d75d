use super::*;
use crate::commands::suspend_verifier;
use crate::commands::testing::{GOVERNANCE, World, verifier_id};
use bonafide_kit::field;
use bonafide_types::identity::{SchemaKind, SuspendVerifierArgs};

fn company(mandatory: bool) -> SetSchemaArgs {
    SetSchemaArgs {
        name: "company".into(),
        kind: SchemaKind::Company,
        fields: vec!["existence".into()],
        mandatory,
    }
}

#[test]
fn should_count_versions_and_keep_the_beginning_of_the_duty() {
    let mut world = World::new();
    let asked_ns = world.now_ns;
    world.run_as(GOVERNANCE, decide, company(true)).unwrap();
    world.now_ns += 5;
    let more = SetSchemaArgs {
        fields: vec!["existence".into(), "address".into()],
        ..company(true)
    };
    world.run_as(GOVERNANCE, decide, more.clone()).unwrap();
    let schema = world.state.schema("company").unwrap();
    assert_eq!(
        (schema.version, schema.mandatory_since_ns),
        (3, Some(asked_ns))
    );
    let expected = IdentityError::NothingToChange {
        what: "schema \"company\" is so".into(),
    };
    world.refuse_as(GOVERNANCE, decide, more, expected);
}

#[test]
fn should_ask_for_nothing_that_one_owner_alone_can_attest() {
    let mut world = World::new();
    let suspend = SuspendVerifierArgs {
        id: verifier_id(2),
        reason: "an example".into(),
    };
    world
        .run_as(GOVERNANCE, suspend_verifier::decide, suspend)
        .unwrap();
    let expected = IdentityError::TooFewVerifiers {
        schema: "company".into(),
        owners: 1,
    };
    world.refuse_as(GOVERNANCE, decide, company(true), expected);
}

#[test]
fn should_keep_kinds_and_the_name_that_the_registry_attests() {
    let mut world = World::new();
    let other = SetSchemaArgs {
        kind: SchemaKind::Any,
        ..company(false)
    };
    let expected = IdentityError::SchemaKindFixed {
        schema: "company".into(),
        current: SchemaKind::Company,
    };
    world.refuse_as(GOVERNANCE, decide, other, expected);
    let reserved = SetSchemaArgs {
        name: DECLARATION_STAMP.into(),
        ..company(false)
    };
    let expected = field::invalid("name", "declaration", "the registry alone attests this").into();
    world.refuse_as(GOVERNANCE, decide, reserved, expected);
}
