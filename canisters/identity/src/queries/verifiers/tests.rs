use super::*;
use crate::commands::testing::{GOVERNANCE, World, provider_id, verifier_id};
use crate::commands::{set_schema, suspend_verifier};
use bonafide_types::identity::{SetSchemaArgs, SuspendVerifierArgs};

fn mandatory(world: &mut World) {
    let args = SetSchemaArgs {
        name: "company".into(),
        kind: SchemaKind::Company,
        fields: vec!["existence".into()],
        mandatory: true,
    };
    world.run_as(GOVERNANCE, set_schema::decide, args).unwrap();
}

fn suspend(world: &mut World, n: u8) {
    let args = SuspendVerifierArgs {
        id: verifier_id(n),
        reason: "an example".into(),
    };
    world
        .run_as(GOVERNANCE, suspend_verifier::decide, args)
        .unwrap();
}

fn company(world: &World) -> SchemaStanding {
    let standing = get_standing(&world.state, provider_id(1), world.now_ns).unwrap();
    let mut lines = standing.schemas.into_iter();
    lines.find(|line| line.schema == "company").unwrap()
}

fn attest(world: &mut World, by: u8) {
    let mut args = world.statement(1);
    args.schema_version = world.state.schema("company").unwrap().version;
    world.attest(by, args);
}

const GRACE_NS: u64 = VERIFICATION_GRACE_DAYS * DAY_NS;

#[test]
fn should_ask_after_a_grace_and_be_met_by_one_owner() {
    let mut world = World::new();
    assert_eq!(company(&world).state, StandingState::Met, "nobody is asked");
    mandatory(&mut world);
    let until_ns = world.now_ns + GRACE_NS;
    assert_eq!(company(&world).state, StandingState::Due { until_ns });
    world.now_ns = until_ns;
    let missing = StandingState::Missing { since_ns: until_ns };
    assert_eq!(company(&world).state, missing);
    attest(&mut world, 1);
    assert_eq!(company(&world).state, StandingState::Met);
    let standing = get_standing(&world.state, provider_id(1), world.now_ns).unwrap();
    assert!(!standing.confirmed_by_two);
    let person = |line: &SchemaStanding| line.schema == "person";
    assert!(!standing.schemas.iter().any(person), "it is a company");
    attest(&mut world, 2);
    assert_eq!(company(&world).owners, 2);
    let standing = get_standing(&world.state, provider_id(1), world.now_ns).unwrap();
    assert!(standing.confirmed_by_two);
}

#[test]
fn should_blame_nobody_for_a_suspension_at_once_nor_for_want_of_verifiers() {
    let mut world = World::new();
    mandatory(&mut world);
    attest(&mut world, 1);
    world.now_ns += 2 * GRACE_NS;
    suspend(&mut world, 1);
    // One active verifier is too few: the time stands still.
    assert_eq!(company(&world).state, StandingState::Stopped);
    let short = |world: &World| {
        let mut views = list_schemas(&world.state).into_iter();
        let view = views.find(|view| view.schema.name == "company").unwrap();
        (view.active_owners, view.short_of_verifiers)
    };
    assert_eq!(short(&world), (1, true));
    let third = crate::commands::testing::verifier(3);
    world
        .run_as(GOVERNANCE, crate::commands::admit_verifier::decide, third)
        .unwrap();
    assert_eq!(short(&world), (2, false));
    let until_ns = world.now_ns + GRACE_NS;
    assert_eq!(company(&world).state, StandingState::Due { until_ns });
    world.now_ns = until_ns;
    let missing = StandingState::Missing { since_ns: until_ns };
    assert_eq!(company(&world).state, missing);
}
