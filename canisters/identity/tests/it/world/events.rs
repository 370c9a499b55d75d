//! One history with every event in it.

use super::{
    DAY_NS, NOW_NS, config, installed, provider_id, recipient, verifier, verifier_id, version,
};
use crate::scores::score;
use bonafide_identity::domain::weights;
use bonafide_identity::state::Event;
use bonafide_types::audits::FindingClass;
use bonafide_types::id::{Blob, Caller, Sha256Hash};
use bonafide_types::identity::{
    Access, AccessOutcome, Attestation, AttestationRequest, AuditFinding, Committee, ContractTerms,
    Counterparty, Freeze, Grant, JudgedRecord, NdaState, Record, RecordKind, RecordVersion,
    RequestState, Revocation, Schema, SchemaKind, Subject, SubjectKind, Verdict, Verifier,
    VerifierChange, VerifierStatus,
};
use bonafide_types::registry::ProviderStatus;

fn subject(n: u8, edition: u8) -> Subject {
    let individual = n == 1;
    Subject {
        id: provider_id(n),
        kind: Some(if individual {
            SubjectKind::Individual
        } else {
            SubjectKind::Company
        }),
        facts_hash: Some(Sha256Hash([edition; 32])),
        cluster: provider_id(n),
        status: ProviderStatus::Active,
        declaration_current: individual,
        seen_at_ns: NOW_NS,
        known_since_ns: NOW_NS,
        left_at_ns: None,
    }
}

fn standing(n: u8, statuses: &[VerifierStatus]) -> Verifier {
    let mut verifier = verifier(n);
    verifier
        .history
        .extend(statuses.iter().map(|status| VerifierChange {
            at_ns: NOW_NS + 1,
            status: *status,
            reason: "another example".into(),
        }));
    verifier
}

fn request(id: u64) -> AttestationRequest {
    AttestationRequest {
        id,
        subject: provider_id(1),
        verifier: verifier_id(1),
        schema: "contract-isp".into(),
        fee_e8s: 1_000,
        requested_at_ns: NOW_NS,
        due_at_ns: NOW_NS + 30 * DAY_NS,
        state: RequestState::Open,
    }
}

fn row(record: RecordVersion, committee: Option<Committee>) -> Record {
    Record {
        record,
        kind: RecordKind::Contract,
        bytes: 200,
        ciphertext_hash: Sha256Hash([7; 32]),
        committee,
        stored_at_ns: NOW_NS,
        replaced_at_ns: None,
        disclosed_at_ns: None,
        erased_at_ns: None,
    }
}

fn finding(id: u64, class: FindingClass) -> AuditFinding {
    AuditFinding {
        id,
        subject: provider_id(1),
        class: class.name().into(),
        nodes: 2,
        final_since_ns: NOW_NS - DAY_NS,
        seen_at_ns: NOW_NS,
    }
}

/// A statement with everything in it that there can be.
fn attestation(id: u64) -> Attestation {
    Attestation {
        id,
        schema: "contract-isp".into(),
        schema_version: 1,
        subject: provider_id(1),
        facts_hash: Sha256Hash([1; 32]),
        issuer: verifier_id(1),
        verdict: Verdict::Confirmed,
        checked: vec!["existence".into(), "duration".into()],
        statement: Some("seen in original".into()),
        contract: Some(ContractTerms {
            counterparty: Counterparty::Named("Example Carrier".into()),
            dc_id: Some("ld1".into()),
            from_ns: NOW_NS - DAY_NS,
            to_ns: Some(NOW_NS + 100 * DAY_NS),
            nda: NdaState::Bound,
        }),
        record: None,
        evidence_hash: Some(Sha256Hash([8; 32])),
        request_id: None,
        issued_at_ns: NOW_NS,
        expires_at_ns: NOW_NS + 365 * DAY_NS,
        revocation: None,
        superseded: None,
    }
}

/// A statement with little in it.
fn bare(id: u64, verdict: Verdict) -> Attestation {
    Attestation {
        schema: "report".into(),
        checked: vec!["report".into()],
        verdict,
        statement: None,
        contract: None,
        evidence_hash: None,
        ..attestation(id)
    }
}

fn access(id: u64, n: u8) -> Event {
    let access = Access {
        id,
        grant_id: 0,
        record: version(0, 1),
        recipient: recipient(n),
        reserved_at_ns: NOW_NS,
        outcome: AccessOutcome::Reserved,
    };
    Event::UseReserved { access }
}

fn issued(attestation: Attestation, supersedes: &[u64]) -> Event {
    Event::AttestationIssued {
        attestation,
        supersedes: supersedes.to_vec(),
    }
}

fn frozen() -> Event {
    let freeze = Freeze {
        since_ns: NOW_NS,
        until_ns: NOW_NS + 14 * DAY_NS,
        reason: "an incident".into(),
    };
    Event::DisclosuresFrozen { freeze }
}

/// One history with every kind of event, and with every form of their parts that rows have.
pub(crate) fn events() -> Vec<Event> {
    use VerifierStatus::{Active, Removed, Suspended};
    let committee = Committee {
        threshold: 2,
        slots: 3,
    };
    let judged = |record_id, version| JudgedRecord {
        record_id,
        version,
        ciphertext_hash: Sha256Hash([7; 32]),
    };
    let mut next_weights = weights::first(NOW_NS + 7 * DAY_NS);
    next_weights.version = 1;
    let with = |id, change: fn(&mut Attestation)| {
        let mut attestation = attestation(id);
        change(&mut attestation);
        attestation
    };
    let at_ns = NOW_NS;
    vec![
        installed(),
        Event::ConfigChanged { config: config(2) },
        Event::PublicKeyLearned {
            public_key: Blob(vec![9; 96]),
        },
        Event::SubjectsSeen {
            subjects: vec![subject(1, 1), subject(2, 1)],
        },
        Event::RegistryFollowed { events: 42 },
        Event::VerifierAdmitted {
            verifier: verifier(1),
        },
        Event::VerifierAdmitted {
            verifier: verifier(2),
        },
        Event::VerifierChanged {
            verifier: standing(2, &[Suspended, Active, Removed]),
        },
        Event::SchemaSet {
            schema: Schema {
                name: "audit".into(),
                version: 1,
                kind: SchemaKind::Any,
                fields: vec!["books".into()],
                mandatory_since_ns: Some(at_ns),
                set_at_ns: at_ns,
            },
        },
        Event::ScoreWeightsSet {
            weights: next_weights,
        },
        Event::FeeBudgetSet {
            authorized_e8s: 10_000,
        },
        Event::AttestationRequested {
            request: request(0),
        },
        Event::AttestationRequested {
            request: request(1),
        },
        Event::AttestationRequested {
            request: request(2),
        },
        Event::AttestationRequested {
            request: request(3),
        },
        Event::RequestClosed {
            request_id: 1,
            state: RequestState::Cancelled { at_ns },
        },
        Event::RequestClosed {
            request_id: 2,
            state: RequestState::Lapsed { at_ns },
        },
        Event::RecordStored {
            record: row(version(0, 1), None),
        },
        Event::RecordStored {
            record: row(version(1, 1), Some(committee)),
        },
        issued(with(0, |row| row.request_id = Some(0)), &[]),
        issued(
            with(1, |row| {
                let terms = row.contract.as_mut().unwrap();
                terms.counterparty = Counterparty::SaltedHash(Sha256Hash([6; 32]));
                (terms.dc_id, terms.to_ns, terms.nda) = (None, None, NdaState::Waived);
            }),
            &[0],
        ),
        issued(bare(2, Verdict::Refuted), &[]),
        Event::AttestationRevoked {
            attestation_id: 2,
            revocation: Revocation {
                at_ns,
                by: Caller(verifier_id(1).0),
                reason: "a mistake".into(),
            },
        },
        issued(
            Attestation {
                record: Some(judged(0, 1)),
                ..bare(3, Verdict::Confirmed)
            },
            &[],
        ),
        Event::RecordStored {
            record: row(version(0, 2), None),
        },
        Event::SubjectsSeen {
            subjects: vec![subject(1, 2)],
        },
        issued(
            Attestation {
                facts_hash: Sha256Hash([2; 32]),
                ..bare(4, Verdict::Confirmed)
            },
            &[],
        ),
        Event::RecordsGranted {
            grant: Grant {
                id: 0,
                records: vec![version(0, 1)],
                purpose: "an audit".into(),
                recipients: vec![recipient(1), recipient(2)],
                granted_at_ns: at_ns,
                expires_at_ns: at_ns + DAY_NS,
                uses: 1,
            },
        },
        access(0, 1),
        Event::UseSettled {
            access_id: 0,
            outcome: AccessOutcome::Returned {
                at_ns,
                reason: "no answer".into(),
            },
        },
        access(1, 1),
        Event::UseSettled {
            access_id: 1,
            outcome: AccessOutcome::Released { at_ns },
        },
        access(2, 2),
        frozen(),
        Event::FreezeLifted {
            reason: "over".into(),
        },
        frozen(),
        Event::ScoresComputed {
            scores: vec![score()],
        },
        Event::RecordsErased {
            records: vec![version(0, 1)],
        },
        Event::FindingsSeen {
            findings: vec![
                finding(3, FindingClass::NodeAbsent),
                finding(1, FindingClass::WrongOwner),
            ],
        },
        Event::AuditsFollowed { events: 43 },
        Event::SubjectsSeen {
            subjects: vec![Subject {
                kind: None,
                facts_hash: None,
                status: ProviderStatus::Offboarded,
                left_at_ns: Some(at_ns),
                ..subject(1, 2)
            }],
        },
    ]
}
