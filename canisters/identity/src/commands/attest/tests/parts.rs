//! What a statement says, part by part.

use super::*;
use crate::commands::request_attestation;
use bonafide_types::id::Sha256Hash;
use bonafide_types::identity::{RequestAttestationArgs, RequestState};
use bonafide_types::limits::{ATTESTATION_DAYS, LIVE_ATTESTATIONS};

fn request(schema: &str) -> RequestAttestationArgs {
    RequestAttestationArgs {
        verifier: verifier_id(1),
        schema: schema.into(),
        max_fee_e8s: FEE,
    }
}

#[test]
fn should_refuse_lists_and_texts_out_of_form() {
    let mut world = World::new();
    let field = || "checked".to_owned();
    let expected = IdentityError::TooFew {
        field: field(),
        count: 0,
        limit: 1,
    };
    refuse(&mut world, |args| args.checked.clear(), expected);
    let expected = IdentityError::DuplicateEntry {
        field: field(),
        entry: "existence".into(),
    };
    refuse(
        &mut world,
        |args| args.checked.push("existence".into()),
        expected,
    );
    let expected = IdentityError::InvalidField {
        field: field(),
        given: "honesty".into(),
        rule: "one of existence, address, representative-authority".into(),
    };
    refuse(
        &mut world,
        |args| args.checked.push("honesty".into()),
        expected,
    );
    let expected = IdentityError::TextTooLong {
        field: "statement".into(),
        bytes: 501,
        limit: 500,
    };
    refuse(
        &mut world,
        |args| args.statement = Some("a".repeat(501)),
        expected,
    );
}

#[test]
fn should_refuse_ends_out_of_range() {
    let mut world = World::new();
    let now_ns = world.now_ns;
    for expires_at_ns in [0, now_ns] {
        let expected = IdentityError::ExpiryInThePast {
            expires_at_ns,
            now_ns,
        };
        refuse(
            &mut world,
            |args| args.expires_at_ns = expires_at_ns,
            expected,
        );
    }
    let latest_ns = now_ns + ATTESTATION_DAYS * DAY_NS;
    for expires_at_ns in [latest_ns + 1, u64::MAX] {
        let expected = IdentityError::ExpiryTooFar {
            expires_at_ns,
            latest_ns,
        };
        refuse(
            &mut world,
            |args| args.expires_at_ns = expires_at_ns,
            expected,
        );
    }
    for expires_at_ns in [now_ns + 1, latest_ns] {
        let args = AttestArgs {
            expires_at_ns,
            ..world.statement(1)
        };
        world.attest(1, args);
    }
}

#[test]
fn should_want_terms_of_contracts_only() {
    let mut world = World::new();
    let now_ns = world.now_ns;
    let given = Some(terms(&world, None));
    let schema = || "company".to_owned();
    let expected = IdentityError::ContractUnexpected { schema: schema() };
    refuse(&mut world, |args| args.contract = given, expected);
    let isp = contract(&world, None);
    let schema = isp.schema.clone();
    let missing = AttestArgs {
        contract: None,
        ..isp
    };
    world.refuse_as(
        verifier_id(1).0,
        decide,
        missing,
        IdentityError::ContractMissing { schema },
    );
    let from_ns = now_ns - DAY_NS;
    for to_ns in [0, from_ns, now_ns] {
        let args = contract(&world, Some(to_ns));
        let expected = IdentityError::ContractTerm { from_ns, to_ns };
        world.refuse_as(verifier_id(1).0, decide, args, expected);
    }
    // In the future, and over before it begins.
    let mut args = contract(&world, Some(now_ns + 1));
    let from_ns = now_ns + 1;
    args.contract.as_mut().unwrap().from_ns = from_ns;
    let expected = IdentityError::ContractTerm {
        from_ns,
        to_ns: now_ns + 1,
    };
    world.refuse_as(verifier_id(1).0, decide, args, expected);
    let args = contract(&world, Some(now_ns + 1));
    world.attest(1, args);
}

#[test]
fn should_judge_the_latest_version_of_a_record() {
    let mut world = World::new();
    let row = world.put(1, 0);
    let current = Some(judged(&row));
    let record = || row.record.to_string();
    let other = Some(JudgedRecord {
        ciphertext_hash: Sha256Hash([9; 32]),
        ..judged(&row)
    });
    let not_current = || IdentityError::RecordNotCurrent { record: record() };
    refuse(&mut world, |args| args.record = other, not_current());
    let unknown = Some(JudgedRecord {
        version: 2,
        ..judged(&row)
    });
    let expected = IdentityError::RecordNotFound {
        record: World::version(1, 0, 2).to_string(),
    };
    refuse(&mut world, |args| args.record = unknown, expected);
    let args = AttestArgs {
        record: current.clone(),
        ..world.statement(1)
    };
    world.attest(1, args);
    world.put(1, 0);
    refuse(&mut world, |args| args.record = current, not_current());
}

#[test]
fn should_answer_its_own_open_requests_only() {
    let mut world = World::new();
    let expected = IdentityError::RequestNotFound { request_id: 0 };
    refuse(&mut world, |args| args.request_id = Some(0), expected);
    let ask = request_attestation::decide;
    let of_other = |request_id, subject, schema: &str| IdentityError::RequestForOther {
        request_id,
        subject: provider_id(subject),
        verifier: verifier_id(1),
        schema: schema.into(),
    };
    world
        .run_as(provider_id(2).0, ask, request("company"))
        .unwrap();
    refuse(
        &mut world,
        |args| args.request_id = Some(0),
        of_other(0, 2, "company"),
    );
    world
        .run_as(provider_id(1).0, ask, request("report"))
        .unwrap();
    refuse(
        &mut world,
        |args| args.request_id = Some(1),
        of_other(1, 1, "report"),
    );
    world
        .run_as(provider_id(1).0, ask, request("company"))
        .unwrap();
    let args = AttestArgs {
        request_id: Some(2),
        ..world.statement(1)
    };
    let expected = of_other(2, 1, "company");
    world.refuse_as(verifier_id(2).0, decide, args.clone(), expected);
    world.attest(1, args);
    let state = RequestState::Delivered {
        at_ns: world.now_ns,
        attestation_id: 0,
    };
    let request_id = 2;
    let expected = IdentityError::RequestClosed { request_id, state };
    refuse(
        &mut world,
        |args| args.request_id = Some(request_id),
        expected,
    );
}

#[test]
fn should_limit_what_holds_at_a_time() {
    let mut world = World::new();
    // One for each record that is judged.
    for record_id in 0..64 {
        let args = AttestArgs {
            record: Some(judged(&world.put(1, record_id))),
            ..world.statement(1)
        };
        world.attest(1, args);
    }
    let limit = LIVE_ATTESTATIONS as u64;
    let expected = IdentityError::TooManyAttestations {
        subject: provider_id(1),
        count: limit + 1,
        limit,
    };
    refuse(&mut world, |_| {}, expected);
    // A renewal takes no further place; what is over makes room.
    let renewal = AttestArgs {
        record: world.state.attestation(0).unwrap().record,
        ..world.statement(1)
    };
    world.attest(1, renewal);
    world.now_ns += 366 * DAY_NS;
    let args = world.statement(1);
    world.attest(1, args);
}
