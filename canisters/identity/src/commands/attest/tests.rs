use super::decide;
use crate::commands::testing::{
    FEE, GOVERNANCE, World, facts, provider_id, recipient_id, verifier, verifier_id,
};
use crate::commands::{admit_verifier, remove_verifier, set_schema, suspend_verifier};
use bonafide_types::id::Caller;
use bonafide_types::identity::{
    AdmitVerifierArgs, AttestArgs, AttestationStatus, ContractTerms, Counterparty, IdentityError,
    JudgedRecord, NdaState, Record, RemoveVerifierArgs, SchemaKind, Scope, SetSchemaArgs, Subject,
    SuspendVerifierArgs, VerifierStatus,
};
use bonafide_types::limits::DAY_NS;
use bonafide_types::registry::ProviderStatus;

mod parts;
mod worth;

fn refuse(world: &mut World, spoil: impl FnOnce(&mut AttestArgs), expected: IdentityError) {
    let mut args = world.statement(1);
    spoil(&mut args);
    world.refuse_as(verifier_id(1).0, decide, args, expected);
}

fn suspend(world: &mut World) {
    let args = SuspendVerifierArgs {
        id: verifier_id(1),
        reason: "a complaint".into(),
    };
    world
        .run_as(GOVERNANCE, suspend_verifier::decide, args)
        .unwrap();
}

fn terms(world: &World, to_ns: Option<u64>) -> ContractTerms {
    ContractTerms {
        counterparty: Counterparty::Named("Example Carrier".into()),
        dc_id: Some("ld1".into()),
        from_ns: world.now_ns - DAY_NS,
        to_ns,
        nda: NdaState::None,
    }
}

/// A contract of provider 1.
fn contract(world: &World, to_ns: Option<u64>) -> AttestArgs {
    AttestArgs {
        schema: "contract-isp".into(),
        contract: Some(terms(world, to_ns)),
        ..world.statement(1)
    }
}

fn judged(row: &Record) -> JudgedRecord {
    JudgedRecord {
        record_id: row.record.record_id,
        version: row.record.version,
        ciphertext_hash: row.ciphertext_hash,
    }
}

#[test]
fn should_state_what_was_checked() {
    let mut world = World::new();
    let args = world.statement(1);
    let row = world.attest(1, args.clone());
    assert_eq!(world.state.attestation(0), Some(row.clone()));
    let AttestArgs {
        subject,
        schema,
        checked,
        ..
    } = args;
    assert_eq!(
        (row.subject, row.schema, row.checked),
        (subject, schema, checked)
    );
    assert_eq!(
        (row.issuer, row.issued_at_ns),
        (verifier_id(1), world.now_ns)
    );
    let until_ns = args.expires_at_ns;
    assert_eq!(world.worth(0), AttestationStatus::Valid { until_ns });
}

#[test]
fn should_refuse_who_may_not_attest() {
    let mut world = World::new();
    let args = world.statement(1);
    for other in [recipient_id(1), provider_id(1).0, GOVERNANCE] {
        let caller = Caller(other);
        let expected = IdentityError::CallerNotVerifier { caller };
        world.refuse_as(other, decide, args.clone(), expected);
    }
    let verifier = verifier_id(1);
    suspend(&mut world);
    let status = VerifierStatus::Suspended;
    refuse(
        &mut world,
        |_| {},
        IdentityError::VerifierStanding { verifier, status },
    );
    let gone = RemoveVerifierArgs {
        id: verifier,
        reason: "it lied".into(),
    };
    world
        .run_as(GOVERNANCE, remove_verifier::decide, gone)
        .unwrap();
    let status = VerifierStatus::Removed;
    refuse(
        &mut world,
        |_| {},
        IdentityError::VerifierStanding { verifier, status },
    );
}

#[test]
fn should_refuse_other_schemas() {
    let mut world = World::new();
    let schema = || "insurance".to_owned();
    let expected = IdentityError::OutOfScope {
        verifier: verifier_id(1),
        schema: schema(),
    };
    refuse(&mut world, |args| args.schema = schema(), expected);
    let schema = || "horoscope".to_owned();
    let expected = IdentityError::SchemaNotFound { schema: schema() };
    refuse(&mut world, |args| args.schema = schema(), expected);
    let next = SetSchemaArgs {
        name: "company".into(),
        kind: SchemaKind::Company,
        fields: vec!["existence".into()],
        mandatory: false,
    };
    world.run_as(GOVERNANCE, set_schema::decide, next).unwrap();
    let schema = || "company".to_owned();
    for given in [0, 1, 3] {
        let expected = IdentityError::SchemaVersion {
            schema: schema(),
            given,
            current: 2,
        };
        refuse(&mut world, |args| args.schema_version = given, expected);
    }
}

#[test]
fn should_refuse_subjects_it_does_not_apply_to() {
    let mut world = World::new();
    let unknown = provider_id(9);
    let expected = IdentityError::SubjectNotFound { subject: unknown };
    refuse(&mut world, |args| args.subject = unknown, expected);

    let subject = provider_id(1);
    let args = world.statement(1);
    let individual = AdmitVerifierArgs {
        scope: vec![Scope {
            schema: "person".into(),
            fee_e8s: FEE,
        }],
        ..verifier(3)
    };
    world
        .run_as(GOVERNANCE, admit_verifier::decide, individual)
        .unwrap();
    let person = AttestArgs {
        schema: "person".into(),
        checked: vec!["name".into()],
        ..args.clone()
    };
    let expected = IdentityError::SchemaDoesNotApply {
        schema: "person".into(),
        kind: SchemaKind::Person,
        subject,
    };
    world.refuse_as(verifier_id(3).0, decide, person, expected);

    let row = world.subject(1, 1);
    let bare = Subject {
        kind: None,
        facts_hash: None,
        ..row.clone()
    };
    world.show(bare);
    let expected = IdentityError::SubjectWithoutFacts { subject };
    world.refuse_as(verifier_id(1).0, decide, args.clone(), expected);
    for status in [ProviderStatus::Offboarded, ProviderStatus::HandedOver] {
        let left = Subject {
            status,
            ..row.clone()
        };
        world.show(left);
        let expected = IdentityError::SubjectNotActive { subject, status };
        world.refuse_as(verifier_id(1).0, decide, args.clone(), expected);
    }
    let suspended = Subject {
        status: ProviderStatus::Suspended,
        ..row
    };
    world.show(suspended);
    world.attest(1, args);
}

#[test]
fn should_refuse_those_who_belong_together() {
    let mut world = World::new();
    let linked = AdmitVerifierArgs {
        linked_providers: vec![provider_id(2)],
        ..verifier(3)
    };
    world
        .run_as(GOVERNANCE, admit_verifier::decide, linked)
        .unwrap();
    let refused = |subject: u8| IdentityError::VerifierInCluster {
        verifier: verifier_id(3),
        subject: provider_id(subject),
        linked: provider_id(2),
    };
    let args = world.statement(2);
    world.refuse_as(verifier_id(3).0, decide, args, refused(2));
    let args = world.statement(1);
    world.attest(3, args.clone());
    // Provider 1 joins the cluster of provider 2.
    let joined = Subject {
        cluster: provider_id(2),
        ..world.subject(1, 1)
    };
    world.show(joined);
    world.refuse_as(verifier_id(3).0, decide, args, refused(1));
}

#[test]
fn should_refuse_other_facts_than_the_current() {
    let mut world = World::new();
    let args = world.statement(1);
    world.see(1, 2);
    let expected = IdentityError::FactsChanged {
        subject: provider_id(1),
        given: facts(1, 1),
        current: facts(1, 2),
    };
    world.refuse_as(verifier_id(1).0, decide, args, expected);
}
