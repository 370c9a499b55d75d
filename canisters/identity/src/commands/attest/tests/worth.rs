//! What statements are worth in the course of time.

use super::*;
use crate::commands::{reinstate_verifier, remove_verifier, revoke_attestation};
use crate::queries::attestations;
use bonafide_types::identity::{
    AttestationStatus, ReinstateVerifierArgs, RemoveVerifierArgs, RevokeAttestationArgs,
    SupersededBy, Verdict,
};
use bonafide_types::limits::VERIFICATION_GRACE_DAYS;

fn reinstate(world: &mut World) {
    let args = ReinstateVerifierArgs {
        id: verifier_id(1),
        reason: "cleared".into(),
    };
    world
        .run_as(GOVERNANCE, reinstate_verifier::decide, args)
        .unwrap();
}

fn remove(world: &mut World) {
    let args = RemoveVerifierArgs {
        id: verifier_id(1),
        reason: "it lied".into(),
    };
    world
        .run_as(GOVERNANCE, remove_verifier::decide, args)
        .unwrap();
}

fn revoke(attestation_id: u64) -> RevokeAttestationArgs {
    RevokeAttestationArgs {
        attestation_id,
        reason: "a mistake".into(),
    }
}

fn valid(world: &World, id: u64) -> AttestationStatus {
    let until_ns = world.state.attestation(id).unwrap().expires_at_ns;
    AttestationStatus::Valid { until_ns }
}

fn superseded(since_ns: u64, by: SupersededBy) -> AttestationStatus {
    AttestationStatus::Superseded { since_ns, by }
}

#[test]
fn should_end_a_positive_statement_with_its_facts_for_good() {
    let mut world = World::new();
    let args = world.statement(1);
    world.attest(1, args.clone());
    let negative = AttestArgs {
        verdict: Verdict::Refuted,
        ..args
    };
    world.attest(2, negative);
    world.now_ns += 1;
    world.see(1, 2);
    let overtaken = superseded(world.now_ns, SupersededBy::Facts(facts(1, 2)));
    assert_eq!(world.worth(0), overtaken);
    // It was true of the facts that it names.
    assert_eq!(world.worth(1), valid(&world, 1));
    world.now_ns += 1;
    world.see(1, 1);
    assert_eq!(world.worth(0), overtaken);
    assert_eq!(world.worth(1), valid(&world, 1));
}

#[test]
fn should_end_a_positive_statement_without_facts() {
    let mut world = World::new();
    let args = world.statement(1);
    world.attest(1, args);
    let bare = Subject {
        facts_hash: None,
        ..world.subject(1, 1)
    };
    world.show(bare);
    let overtaken = superseded(world.now_ns, SupersededBy::FactsGone);
    assert_eq!(world.worth(0), overtaken);
}

#[test]
fn should_keep_statements_when_the_facts_stay() {
    let mut world = World::new();
    let args = world.statement(1);
    world.attest(1, args);
    let joined = Subject {
        cluster: provider_id(2),
        declaration_current: true,
        ..world.subject(1, 1)
    };
    world.show(joined);
    assert_eq!(world.worth(0), valid(&world, 0));
}

#[test]
fn should_be_overtaken_by_the_same_verifier_only() {
    let mut world = World::new();
    let judged = judged(&world.put(1, 0));
    let args = world.statement(1);
    world.attest(1, args.clone());
    world.attest(2, args.clone());
    let report = AttestArgs {
        schema: "report".into(),
        checked: vec!["report".into()],
        ..args.clone()
    };
    world.attest(1, report);
    let judging = AttestArgs {
        record: Some(judged),
        ..args.clone()
    };
    world.attest(1, judging);
    let of_other = world.statement(2);
    world.attest(1, of_other);
    for id in 0..5 {
        assert_eq!(world.worth(id), valid(&world, id));
    }
    world.now_ns += 1;
    let refuted = AttestArgs {
        verdict: Verdict::Refuted,
        ..args
    };
    world.attest(1, refuted);
    let by = SupersededBy::Attestation(5);
    assert_eq!(world.worth(0), superseded(world.now_ns, by));
    for id in 1..6 {
        assert_eq!(world.worth(id), valid(&world, id));
    }
}

#[test]
fn should_be_overtaken_by_the_next_version_of_its_record() {
    let mut world = World::new();
    let judging = AttestArgs {
        record: Some(judged(&world.put(1, 0))),
        ..world.statement(1)
    };
    world.attest(1, judging.clone());
    let refuted = AttestArgs {
        verdict: Verdict::Refuted,
        ..judging
    };
    world.attest(2, refuted);
    world.put(1, 1);
    assert_eq!(world.worth(0), valid(&world, 0));
    world.now_ns += 1;
    world.put(1, 0);
    let by = SupersededBy::RecordVersion(2);
    assert_eq!(world.worth(0), superseded(world.now_ns, by));
    // It was true of the version that it names.
    assert_eq!(world.worth(1), valid(&world, 1));
}

#[test]
fn should_follow_its_issuer() {
    let mut world = World::new();
    for n in 1..=2 {
        let args = world.statement(1);
        world.attest(n, args);
    }
    let [valid_1, valid_2] = [valid(&world, 0), valid(&world, 1)];
    let begin_ns = world.now_ns;
    world.now_ns += DAY_NS;
    suspend(&mut world);
    let since_ns = world.now_ns;
    let suspended = AttestationStatus::IssuerSuspended {
        since_ns,
        grace_until_ns: since_ns + VERIFICATION_GRACE_DAYS * DAY_NS,
    };
    assert_eq!(world.worth(0), suspended);
    world.now_ns += DAY_NS;
    reinstate(&mut world);
    assert_eq!(world.worth(0), valid_1);
    world.now_ns += DAY_NS;
    remove(&mut world);
    let removed = AttestationStatus::IssuerRemoved {
        since_ns: world.now_ns,
    };
    assert_eq!(world.worth(0), removed);
    assert_eq!(world.worth(1), valid_2);
    // The past is what it was.
    let at = |at_ns| attestations::status(&world.state, 0, at_ns);
    assert_eq!(at(begin_ns - 1), None);
    assert_eq!(at(begin_ns), Some(valid_1.clone()));
    assert_eq!(at(since_ns - 1), Some(valid_1.clone()));
    assert_eq!(at(since_ns), Some(suspended.clone()));
    assert_eq!(at(since_ns + DAY_NS - 1), Some(suspended));
    assert_eq!(at(since_ns + DAY_NS), Some(valid_1));
    assert_eq!(at(since_ns + 2 * DAY_NS), Some(removed));
}

#[test]
fn should_reproduce_what_it_was_worth_before_it_was_overtaken() {
    let mut world = World::new();
    let args = world.statement(1);
    world.attest(1, args);
    let before = valid(&world, 0);
    world.now_ns += 1;
    world.see(1, 2);
    let after = world.worth(0);
    world.now_ns += 1;
    let decide = revoke_attestation::decide;
    world.run_as(verifier_id(1).0, decide, revoke(0)).unwrap();
    let at = |at_ns| attestations::status(&world.state, 0, at_ns);
    assert_eq!(at(world.now_ns - 2), Some(before));
    assert_eq!(at(world.now_ns - 1), Some(after));
    let revoked = |status| matches!(status, AttestationStatus::Revoked { .. });
    assert!(at(world.now_ns).is_some_and(revoked));
}

#[test]
fn should_be_taken_back_by_its_issuer_once() {
    let mut world = World::new();
    let args = world.statement(1);
    world.attest(1, args);
    let decide = revoke_attestation::decide;
    let not_issuer = IdentityError::NotIssuer {
        attestation_id: 0,
        issuer: verifier_id(1),
    };
    for other in [verifier_id(2).0, provider_id(1).0, GOVERNANCE] {
        world.refuse_as(other, decide, revoke(0), not_issuer.clone());
    }
    let issuer = verifier_id(1).0;
    let unknown = IdentityError::AttestationNotFound { attestation_id: 1 };
    world.refuse_as(issuer, decide, revoke(1), unknown);
    // Also one that is suspended may.
    suspend(&mut world);
    world.now_ns += 1;
    world.run_as(issuer, decide, revoke(0)).unwrap();
    let at_ns = world.now_ns;
    let revoked = AttestationStatus::Revoked {
        since_ns: at_ns,
        reason: "a mistake".into(),
    };
    assert_eq!(world.worth(0), revoked);
    let again = IdentityError::AlreadyRevoked {
        attestation_id: 0,
        at_ns,
    };
    world.refuse_as(issuer, decide, revoke(0), again);
    // The gravest reason is named.
    remove(&mut world);
    assert_eq!(world.worth(0), revoked);
}

#[test]
fn should_end_at_its_end() {
    let mut world = World::new();
    let args = world.statement(1);
    world.attest(1, args);
    let since_ns = world.state.attestation(0).unwrap().expires_at_ns;
    world.now_ns = since_ns - 1;
    assert_eq!(world.worth(0), valid(&world, 0));
    world.now_ns = since_ns;
    let expired = AttestationStatus::Expired { since_ns };
    assert_eq!(world.worth(0), expired);
}

#[test]
fn should_end_with_the_contract() {
    let mut world = World::new();
    let to_ns = world.now_ns + DAY_NS;
    let args = contract(&world, Some(to_ns));
    let later = args.expires_at_ns + 1;
    world.attest(1, args);
    let args = contract(&world, Some(later));
    world.attest(2, args);
    assert_eq!(world.worth(0), AttestationStatus::Valid { until_ns: to_ns });
    assert_eq!(world.worth(1), valid(&world, 1));
    world.now_ns = to_ns;
    let expired = AttestationStatus::Expired { since_ns: to_ns };
    assert_eq!(world.worth(0), expired);
    assert_eq!(world.worth(1), valid(&world, 1));
}
