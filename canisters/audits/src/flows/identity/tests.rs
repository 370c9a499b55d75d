use super::*;
use crate::commands::testing::{World, provider_id, site, site_id};
use bonafide_types::audits::Criticality;
use bonafide_types::id::Sha256Hash;
use bonafide_types::identity::SchemaStanding;
use candid::Principal;

fn verifier_id(n: u8) -> VerifierId {
    VerifierId(Principal::from_slice(&[2, n]))
}

fn attestation(subject: u8, issuer: u8, verdict: Verdict) -> Attestation {
    Attestation {
        id: 0,
        schema: "company".into(),
        schema_version: 1,
        subject: provider_id(subject),
        facts_hash: Sha256Hash([0; 32]),
        issuer: verifier_id(issuer),
        verdict,
        checked: vec![],
        statement: None,
        contract: None,
        record: None,
        evidence_hash: None,
        request_id: None,
        issued_at_ns: 0,
        expires_at_ns: 0,
        revocation: None,
        superseded: None,
    }
}

fn standing(subject: u8, states: &[(bool, StandingState)]) -> Standing {
    let lines = states.iter().map(|(mandatory, state)| SchemaStanding {
        schema: "company".into(),
        mandatory: *mandatory,
        owners: 0,
        state: state.clone(),
    });
    Standing {
        subject: provider_id(subject),
        schemas: lines.collect(),
        confirmed_by_two: false,
    }
}

/// Takes over what the identity canister shows; tells how many sites that changes.
fn take(world: &mut World, known: &Known) -> usize {
    let events = changed(&world.state, known);
    let sizes = events.iter().map(|event| match event {
        Event::SitesSeen { sites } => sites.len(),
        other => panic!("{other:?}"),
    });
    let changed = sizes.sum();
    world.record(events);
    changed
}

#[test]
fn should_count_what_is_missing_of_what_is_mandatory() {
    let mut world = World::staffed(0, 3);
    let missing = StandingState::Missing { since_ns: 1 };
    let due = StandingState::Due { until_ns: 1 };
    let mut known = Known::default();
    let lines = [
        (true, missing.clone()),
        (true, missing.clone()),
        (false, missing.clone()),
        (true, due),
        (true, StandingState::Met),
        (true, StandingState::Stopped),
    ];
    known.standing(provider_id(1), Some(&standing(1, &lines)));
    known.standing(provider_id(2), None);
    assert_eq!(take(&mut world, &known), 1);
    let stamps = [1, 2, 3].map(|n| world.state.site(&site_id(n)).unwrap().missing_stamps);
    assert_eq!(stamps, [2, 0, 0]);
    assert_eq!(take(&mut world, &known), 0, "it is so already");
    known.standing(provider_id(1), Some(&standing(1, &[])));
    assert_eq!(take(&mut world, &known), 1);
}

#[test]
fn should_name_who_confirmed_anything_of_a_provider() {
    let mut world = World::staffed(0, 3);
    let mut known = Known::default();
    for provider in 1..=2 {
        known.standing(provider_id(provider), None);
    }
    for (subject, issuer, verdict) in [
        (1, 3, Verdict::Confirmed),
        (1, 2, Verdict::Confirmed),
        (1, 3, Verdict::Confirmed),
        (1, 4, Verdict::Refuted),
        (3, 5, Verdict::Confirmed),
    ] {
        known.attestation(&attestation(subject, issuer, verdict));
    }
    assert_eq!(take(&mut world, &known), 1);
    let verifiers = |n| world.state.site(&site_id(n)).unwrap().verifiers;
    assert_eq!(verifiers(1), [verifier_id(2), verifier_id(3)]);
    assert_eq!(verifiers(2), []);
    assert_eq!(verifiers(3), [], "its standing was not asked for");
}

#[test]
fn should_name_a_bounded_number_of_verifiers() {
    let mut world = World::staffed(0, 1);
    let mut known = Known::default();
    known.standing(provider_id(1), None);
    for issuer in 0..100 {
        known.attestation(&attestation(1, issuer, Verdict::Confirmed));
    }
    take(&mut world, &known);
    let verifiers = world.state.site(&site_id(1)).unwrap().verifiers;
    assert_eq!(verifiers.len(), SITE_VERIFIERS);
    assert!(verifiers.is_sorted());
}

#[test]
fn should_ask_for_providers_that_have_nodes() {
    let mut world = World::staffed(0, 3);
    let gone = Site {
        nodes: 0,
        ..site(2, Criticality::Spare)
    };
    world.record([Event::SitesSeen { sites: vec![gone] }]);
    let expected = BTreeSet::from([provider_id(1), provider_id(3)]);
    assert_eq!(providers(&world.state), expected);
}
