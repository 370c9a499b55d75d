use super::decide;
use crate::commands::testing::{
    FEE, GOVERNANCE, World, provider_id, recipient_id, verifier, verifier_id,
};
use crate::commands::{
    admit_verifier, cancel_request, set_fee_budget, set_schema, suspend_verifier,
};
use crate::queries::verifiers::get_verifier;
use crate::tasks::lapse_requests;
use bonafide_types::identity::{
    AdmitVerifierArgs, AttestArgs, AttestationRequest, CancelRequestArgs, FeeBudget, IdentityError,
    RequestAttestationArgs, RequestState, SchemaKind, Scope, SetFeeBudgetArgs, SetSchemaArgs,
    SuspendVerifierArgs, VerifierStatus,
};
use bonafide_types::limits::DAY_NS;

fn asked() -> RequestAttestationArgs {
    RequestAttestationArgs {
        verifier: verifier_id(1),
        schema: "company".into(),
        max_fee_e8s: FEE,
    }
}

fn ask(world: &mut World, n: u8) -> AttestationRequest {
    world.run_as(provider_id(n).0, decide, asked()).unwrap()
}

fn refuse(
    world: &mut World,
    spoil: impl FnOnce(&mut RequestAttestationArgs),
    expected: IdentityError,
) {
    let mut args = asked();
    spoil(&mut args);
    world.refuse_as(provider_id(1).0, decide, args, expected);
}

fn budget(world: &World) -> (u64, u64, u64) {
    let budget @ FeeBudget {
        reserved_e8s,
        owed_e8s,
        ..
    } = world.state.fee_budget();
    (budget.free_e8s(), reserved_e8s, owed_e8s)
}

fn lapse(world: &mut World) -> usize {
    let events = lapse_requests(&world.state, world.now_ns);
    let count = events.len();
    for event in events {
        world.record(event);
    }
    count
}

fn set_budget(world: &mut World, authorized_e8s: u64) {
    let args = SetFeeBudgetArgs { authorized_e8s };
    world
        .run_as(GOVERNANCE, set_fee_budget::decide, args)
        .unwrap();
}

#[test]
fn should_reserve_the_fee_until_it_is_owed() {
    let mut world = World::new();
    let request = ask(&mut world, 1);
    assert_eq!(request.due_at_ns, world.now_ns + 30 * DAY_NS);
    assert_eq!(world.state.request(0), Some(request));
    assert_eq!(budget(&world), (9 * FEE, FEE, 0));
    let args = AttestArgs {
        request_id: Some(0),
        ..world.statement(1)
    };
    world.attest(1, args);
    assert_eq!(budget(&world), (9 * FEE, 0, FEE));
    let delivered = RequestState::Delivered {
        at_ns: world.now_ns,
        attestation_id: 0,
    };
    assert_eq!(world.state.request(0).unwrap().state, delivered);
    world.now_ns += 31 * DAY_NS;
    assert_eq!(lapse(&mut world), 0);
    let too_small = IdentityError::BudgetTooSmall {
        given_e8s: FEE - 1,
        committed_e8s: FEE,
    };
    let less = SetFeeBudgetArgs {
        authorized_e8s: FEE - 1,
    };
    world.refuse_as(GOVERNANCE, set_fee_budget::decide, less, too_small);
}

#[test]
fn should_free_the_fee_when_taken_back() {
    let mut world = World::new();
    ask(&mut world, 1);
    let args = || CancelRequestArgs { request_id: 0 };
    let decide = cancel_request::decide;
    let of_other = IdentityError::RequestForOther {
        request_id: 0,
        subject: provider_id(1),
        verifier: verifier_id(1),
        schema: "company".into(),
    };
    for other in [provider_id(2).0, verifier_id(1).0, GOVERNANCE] {
        world.refuse_as(other, decide, args(), of_other.clone());
    }
    let unknown = CancelRequestArgs { request_id: 1 };
    let expected = IdentityError::RequestNotFound { request_id: 1 };
    world.refuse_as(provider_id(1).0, decide, unknown, expected);
    world.run_as(provider_id(1).0, decide, args()).unwrap();
    assert_eq!(budget(&world), (10 * FEE, 0, 0));
    let closed = IdentityError::RequestClosed {
        request_id: 0,
        state: RequestState::Cancelled {
            at_ns: world.now_ns,
        },
    };
    world.refuse_as(provider_id(1).0, decide, args(), closed);
    world.now_ns += 31 * DAY_NS;
    assert_eq!(lapse(&mut world), 0);
}

#[test]
fn should_lapse_after_30_days_and_mark_the_verifier() {
    let mut world = World::new();
    let due_at_ns = ask(&mut world, 1).due_at_ns;
    world.now_ns = due_at_ns - 1;
    assert_eq!(lapse(&mut world), 0);
    world.now_ns = due_at_ns;
    assert_eq!(lapse(&mut world), 1);
    let lapsed = RequestState::Lapsed { at_ns: due_at_ns };
    assert_eq!(world.state.request(0).unwrap().state, lapsed);
    assert_eq!(budget(&world), (10 * FEE, 0, 0));
    let view = |world: &World, n| get_verifier(&world.state, verifier_id(n), world.now_ns).unwrap();
    assert_eq!((view(&world, 1).late, view(&world, 2).late), (1, 0));
    ask(&mut world, 1);
    ask(&mut world, 2);
    world.now_ns += 30 * DAY_NS - 1;
    assert!(!view(&world, 1).suspension_alert);
    world.now_ns += 1;
    assert_eq!(lapse(&mut world), 2);
    let late = view(&world, 1);
    assert_eq!((late.late, late.suspension_alert), (3, true));
    assert_eq!(
        late.status,
        VerifierStatus::Active,
        "the alert suspends nobody"
    );
    // The first silence is half a year ago.
    world.now_ns = due_at_ns + 180 * DAY_NS;
    let late = view(&world, 1);
    assert_eq!((late.late, late.suspension_alert), (2, false));
}

#[test]
fn should_refuse_what_nobody_can_pay() {
    let mut world = World::new();
    let above = IdentityError::FeeAboveMaximum {
        fee_e8s: FEE,
        max_fee_e8s: FEE - 1,
    };
    refuse(&mut world, |args| args.max_fee_e8s = FEE - 1, above);
    set_budget(&mut world, 2 * FEE - 1);
    ask(&mut world, 2);
    let exhausted = IdentityError::BudgetExhausted {
        free_e8s: FEE - 1,
        fee_e8s: FEE,
    };
    refuse(&mut world, |_| {}, exhausted);
    set_budget(&mut world, 2 * FEE);
    ask(&mut world, 1);
}

#[test]
fn should_refuse_the_same_twice_while_open() {
    let mut world = World::new();
    ask(&mut world, 1);
    let open = IdentityError::AlreadyRequested { request_id: 0 };
    refuse(&mut world, |_| {}, open);
    let other = RequestAttestationArgs {
        verifier: verifier_id(2),
        ..asked()
    };
    world.run_as(provider_id(1).0, decide, other).unwrap();
    let cancel = CancelRequestArgs { request_id: 0 };
    world
        .run_as(provider_id(1).0, cancel_request::decide, cancel)
        .unwrap();
    assert_eq!(ask(&mut world, 1).id, 2);
}

#[test]
fn should_refuse_more_than_16_open_ones() {
    let mut world = World::new();
    set_budget(&mut world, 100 * FEE);
    let mut scope = vec![];
    for n in 0..17 {
        let name = format!("schema-{n}");
        let args = SetSchemaArgs {
            name: name.clone(),
            kind: SchemaKind::Any,
            fields: vec!["it".into()],
            mandatory: false,
        };
        world.run_as(GOVERNANCE, set_schema::decide, args).unwrap();
        scope.push(Scope {
            schema: name,
            fee_e8s: FEE,
        });
    }
    let broad = AdmitVerifierArgs {
        scope,
        ..verifier(3)
    };
    world
        .run_as(GOVERNANCE, admit_verifier::decide, broad)
        .unwrap();
    let of = |n: u8| RequestAttestationArgs {
        verifier: verifier_id(3),
        schema: format!("schema-{n}"),
        max_fee_e8s: FEE,
    };
    for n in 0..16 {
        world.run_as(provider_id(1).0, decide, of(n)).unwrap();
    }
    let expected = IdentityError::TooMany {
        field: "open requests".into(),
        count: 17,
        limit: 16,
    };
    world.refuse_as(provider_id(1).0, decide, of(16), expected);
    world.run_as(provider_id(2).0, decide, of(16)).unwrap();
    world.now_ns += 30 * DAY_NS;
    world.run_as(provider_id(1).0, decide, of(16)).unwrap();
}

/// Asking and taking back costs nothing, and each leaves a row for ever.
#[test]
fn should_refuse_more_than_64_in_30_days() {
    let mut world = World::new();
    let begin_ns = world.now_ns;
    for request_id in 0..64 {
        ask(&mut world, 1);
        let cancel = CancelRequestArgs { request_id };
        world
            .run_as(provider_id(1).0, cancel_request::decide, cancel)
            .unwrap();
        world.now_ns += 1;
    }
    let expected = IdentityError::TooMany {
        field: "requests within 30 days".into(),
        count: 65,
        limit: 64,
    };
    refuse(&mut world, |_| {}, expected.clone());
    world.now_ns = begin_ns + 30 * DAY_NS - 1;
    refuse(&mut world, |_| {}, expected);
    world.now_ns += 1;
    ask(&mut world, 1);
}

#[test]
fn should_refuse_what_could_not_be_attested() {
    let mut world = World::new();
    let stranger = recipient_id(1);
    let expected = IdentityError::SubjectNotFound {
        subject: bonafide_types::id::ProviderId(stranger),
    };
    world.refuse_as(stranger, decide, asked(), expected);
    let unknown = verifier_id(9);
    let expected = IdentityError::VerifierNotFound { verifier: unknown };
    refuse(&mut world, |args| args.verifier = unknown, expected);
    let expected = IdentityError::SchemaNotFound {
        schema: "horoscope".into(),
    };
    refuse(
        &mut world,
        |args| args.schema = "horoscope".into(),
        expected,
    );
    let verifier = verifier_id(1);
    let expected = IdentityError::OutOfScope {
        verifier,
        schema: "insurance".into(),
    };
    refuse(
        &mut world,
        |args| args.schema = "insurance".into(),
        expected,
    );
    let expected = IdentityError::SchemaDoesNotApply {
        schema: "person".into(),
        kind: SchemaKind::Person,
        subject: provider_id(1),
    };
    refuse(&mut world, |args| args.schema = "person".into(), expected);
    let suspend = SuspendVerifierArgs {
        id: verifier,
        reason: "a complaint".into(),
    };
    world
        .run_as(GOVERNANCE, suspend_verifier::decide, suspend)
        .unwrap();
    let status = VerifierStatus::Suspended;
    refuse(
        &mut world,
        |_| {},
        IdentityError::VerifierStanding { verifier, status },
    );
}

/// Whoever pays, a request that is late is not lost: the verifier can deliver until it is
/// closed.
#[test]
fn should_take_a_late_delivery_before_it_lapses() {
    let mut world = World::new();
    world.now_ns = ask(&mut world, 1).due_at_ns;
    let args = AttestArgs {
        request_id: Some(0),
        ..world.statement(1)
    };
    world.attest(1, args);
    assert_eq!(lapse(&mut world), 0);
    assert_eq!(budget(&world), (9 * FEE, 0, FEE));
}
