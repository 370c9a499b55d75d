//! What those who take part do, from some random bytes.

use super::{World, provider, somebody};
use crate::world::{DAY_NS, GOVERNANCE, provider_id, verifier_id};
use bonafide_identity::commands::{
    admit_verifier, attest, cancel_request, disclose_records, freeze_disclosures, lift_freeze,
    put_record, reinstate_verifier, release, remove_verifier, request_attestation,
    revoke_attestation, set_fee_budget, set_schema, set_score_weights, set_verifier_terms,
    suspend_verifier,
};
use bonafide_identity::domain::weights;
use bonafide_types::id::{Blob, Caller, Sha256Hash};
use bonafide_types::identity::{
    AdmitVerifierArgs, AttestArgs, CancelRequestArgs, Committee, DiscloseRecordsArgs,
    FreezeDisclosuresArgs, JudgedRecord, LiftFreezeArgs, PutRecordArgs, Recipient, RecordKind,
    RecordVersion, ReinstateVerifierArgs, ReleaseArgs, RemoveVerifierArgs, RequestAttestationArgs,
    RevokeAttestationArgs, SchemaKind, Scope, SetFeeBudgetArgs, SetSchemaArgs, SetScoreWeightsArgs,
    SetVerifierTermsArgs, SuspendVerifierArgs, Verdict,
};
use candid::Principal;
use ic_bls12_381::{G1Affine, G1Projective, Scalar};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

pub(super) type Bytes = [u8; 4];

static KEYS: LazyLock<[Vec<u8>; 3]> = LazyLock::new(|| {
    [1_u64, 2, 3].map(|n| {
        let point = G1Projective::generator() * Scalar::from(n);
        G1Affine::from(point).to_compressed().to_vec()
    })
});

pub(super) fn pick<T>(of: &[T], n: u8) -> &T {
    &of[usize::from(n) % of.len()]
}

fn recipient_id(n: u8) -> Principal {
    Principal::from_slice(&[n % 3, 30])
}

fn scope(fee: u8) -> Vec<Scope> {
    let fee_e8s = u64::from(fee % 4) * 100;
    let scope = ["company", "person", "report"].map(|schema| Scope {
        schema: schema.into(),
        fee_e8s,
    });
    scope.to_vec()
}

impl World {
    fn count(&self, count: fn(&bonafide_types::identity::Summary) -> u64) -> u64 {
        count(&self.state.summary())
    }

    pub(super) fn put(&mut self, [n, id, next, who]: Bytes) {
        let record_id = u32::from(id % 2);
        let before = self.state.latest_record(provider(n), record_id);
        let version = before.map_or(1, |row| row.record.version + 1) + u32::from(next % 8 == 0);
        let committee = (id % 8 == 0).then_some(Committee {
            threshold: 2,
            slots: 2,
        });
        let header = match committee {
            None => put_record::ONE_READER,
            Some(_) => put_record::COMMITTEE,
        };
        let mut ciphertext = header.to_vec();
        ciphertext.resize(150 + usize::from(next), next);
        let args = PutRecordArgs {
            record_id,
            version,
            kind: RecordKind::Address,
            committee,
            ciphertext: Blob(ciphertext),
        };
        let caller = somebody(provider(n).0, who);
        self.run(caller, |state, ctx| put_record::decide(state, &args, ctx));
    }

    pub(super) fn disclose(&mut self, [n, id, many, seconds]: Bytes) {
        let Some(row) = self.state.latest_record(provider(n), u32::from(id % 2)) else {
            return;
        };
        let slot = |n: u8| if row.committee.is_some() { n % 3 } else { 0 };
        let recipients = (0..many % 3 + 1).map(|at| Recipient {
            principal: Caller(recipient_id(at)),
            transport_key_hash: Sha256Hash(Sha256::digest(pick(&*KEYS, at)).into()),
            slot: slot(at + 1),
        });
        let args = DiscloseRecordsArgs {
            records: vec![row.record],
            purpose: "an audit".into(),
            recipients: recipients.collect(),
            valid_for_seconds: 1 + u64::from(seconds) * 10_000,
            uses: id % 4,
        };
        self.run(GOVERNANCE, |state, ctx| {
            disclose_records::decide(state, args, ctx)
        });
    }

    /// Mostly what the latest disclosure names.
    pub(super) fn release(&mut self, [n, other, key, who]: Bytes) {
        let grants = self.count(|summary| summary.grants);
        let grant_id = match other % 16 {
            15 => grants,
            14 => grants.saturating_sub(2),
            _ => grants - 1,
        };
        let named = self.state.grant(grant_id).map(|grant| grant.records[0]);
        let mut record = named.unwrap_or(RecordVersion {
            provider: provider(n),
            record_id: 0,
            version: 1,
        });
        record.version += u32::from(other % 8 == 0);
        let key = n % 3 + u8::from(key % 8 == 0);
        let args = ReleaseArgs {
            grant_id,
            record,
            transport_public_key: Blob(pick(&*KEYS, key % 3).clone()),
        };
        let caller = somebody(recipient_id(n), who);
        let reserved = self.run(caller, |state, ctx| release::decide(state, &args, ctx));
        self.waiting.extend(reserved);
    }

    pub(super) fn attest(&mut self, [n, by, what, who]: Bytes) {
        let subject = provider(n);
        let Some(facts_hash) = self.state.subject(subject).and_then(|row| row.facts_hash) else {
            return;
        };
        let facts_hash = if what % 16 == 15 {
            Sha256Hash([99; 32])
        } else {
            facts_hash
        };
        let issuer = verifier_id(by % 3);
        let name = *pick(&["company", "person", "report"], what);
        let schema = self.state.schema(name).unwrap();
        let row = self
            .state
            .latest_record(subject, 0)
            .filter(|_| what % 2 == 0);
        let requests = self.count(|summary| summary.requests);
        let fits = |id: &u64| {
            let request = self.state.request(*id);
            request.is_some_and(|request| {
                (request.subject, request.verifier, request.schema.as_str())
                    == (subject, issuer, name)
            })
        };
        let args = AttestArgs {
            subject,
            schema: name.into(),
            schema_version: schema.version,
            facts_hash,
            verdict: if what % 5 == 0 {
                Verdict::Refuted
            } else {
                Verdict::Confirmed
            },
            checked: schema.fields[..1].to_vec(),
            statement: None,
            contract: None,
            record: row.map(|row| JudgedRecord {
                record_id: 0,
                version: row.record.version,
                ciphertext_hash: row.ciphertext_hash,
            }),
            evidence_hash: None,
            request_id: (0..requests).rev().find(fits),
            expires_at_ns: self.now_ns + u64::from(who) * DAY_NS,
        };
        let caller = somebody(issuer.0, who);
        self.run(caller, |state, ctx| attest::decide(state, args, ctx));
    }

    pub(super) fn revoke(&mut self, [n, by, _, who]: Bytes) {
        let attestations = self.count(|summary| summary.attestations);
        let attestation_id = u64::from(n) % (attestations + 1);
        let issuer = self.state.attestation(attestation_id).map(|row| row.issuer);
        let args = RevokeAttestationArgs {
            attestation_id,
            reason: "a mistake".into(),
        };
        let caller = somebody(issuer.unwrap_or(verifier_id(by % 3)).0, who);
        self.run(caller, |state, ctx| {
            revoke_attestation::decide(state, args, ctx)
        });
    }

    pub(super) fn ask(&mut self, [n, of, what, who]: Bytes) {
        let schema = *pick(&["company", "person", "report", "insurance"], what);
        let args = RequestAttestationArgs {
            verifier: verifier_id(of % 3),
            schema: schema.into(),
            max_fee_e8s: 100 + u64::from(what),
        };
        let caller = somebody(provider(n).0, who);
        self.run(caller, |state, ctx| {
            request_attestation::decide(state, args, ctx)
        });
    }

    pub(super) fn cancel(&mut self, [n, _, _, who]: Bytes) {
        let requests = self.count(|summary| summary.requests);
        let request_id = u64::from(n) % (requests + 1);
        let subject = self.state.request(request_id).map(|row| row.subject);
        let args = CancelRequestArgs { request_id };
        let caller = somebody(subject.unwrap_or(provider(n)).0, who);
        self.run(caller, |state, ctx| {
            cancel_request::decide(state, args, ctx)
        });
    }

    /// Admits a verifier, or changes the terms of one that is there.
    pub(super) fn admit(&mut self, [n, fee, linked, _]: Bytes) {
        let id = verifier_id(n % 3);
        let linked = if linked % 4 == 3 {
            vec![provider_id(2)]
        } else {
            vec![]
        };
        let owner = format!("Example Owner {}", n % 5 / 2);
        if self.state.verifier(id).is_some() {
            let args = SetVerifierTermsArgs {
                id,
                owner: Some(owner),
                linked_providers: Some(linked),
                scope: Some(scope(fee)),
            };
            self.run(GOVERNANCE, |state, ctx| {
                set_verifier_terms::decide(state, args, ctx)
            });
        } else {
            let args = AdmitVerifierArgs {
                id,
                name: "Example Verifier".into(),
                owner,
                linked_providers: linked,
                scope: scope(fee),
                reason: "an example".into(),
            };
            self.run(GOVERNANCE, |state, ctx| {
                admit_verifier::decide(state, args, ctx)
            });
        }
    }

    pub(super) fn standing(&mut self, [n, how, ..]: Bytes) {
        let (id, reason) = (verifier_id(n % 3), "an example".to_owned());
        match how % 16 {
            0 => {
                let args = RemoveVerifierArgs { id, reason };
                self.run(GOVERNANCE, |state, ctx| {
                    remove_verifier::decide(state, args, ctx)
                })
            }
            1..=6 => {
                let args = SuspendVerifierArgs { id, reason };
                self.run(GOVERNANCE, |state, ctx| {
                    suspend_verifier::decide(state, args, ctx)
                })
            }
            _ => {
                let args = ReinstateVerifierArgs { id, reason };
                self.run(GOVERNANCE, |state, ctx| {
                    reinstate_verifier::decide(state, args, ctx)
                })
            }
        };
    }

    pub(super) fn set_schema(&mut self, [mandatory, field, ..]: Bytes) {
        let args = SetSchemaArgs {
            name: "report".into(),
            kind: SchemaKind::Any,
            fields: vec![format!("report-{}", field % 4)],
            mandatory: mandatory % 2 == 0,
        };
        self.run(GOVERNANCE, |state, ctx| {
            set_schema::decide(state, args, ctx)
        });
    }

    pub(super) fn set_weights(&mut self, [weight, ..]: Bytes) {
        let mut first = weights::first(0);
        first.stamps[0].weight = weight.into();
        let args = SetScoreWeightsArgs {
            categories: first.categories,
            stamps: first.stamps,
            findings: first.findings,
            effective_from_ns: None,
        };
        self.run(GOVERNANCE, |state, ctx| {
            set_score_weights::decide(state, args, ctx)
        });
    }

    pub(super) fn set_budget(&mut self, [sum, ..]: Bytes) {
        let args = SetFeeBudgetArgs {
            authorized_e8s: u64::from(sum) * 4,
        };
        self.run(GOVERNANCE, |state, ctx| {
            set_fee_budget::decide(state, args, ctx)
        });
    }

    pub(super) fn freeze(&mut self, [lift, ..]: Bytes) {
        let reason = "an incident".to_owned();
        if lift % 4 != 0 {
            let args = LiftFreezeArgs { reason };
            self.run(GOVERNANCE, |state, ctx| {
                lift_freeze::decide(state, args, ctx)
            });
        } else {
            let args = FreezeDisclosuresArgs { reason };
            self.run(GOVERNANCE, |state, ctx| {
                freeze_disclosures::decide(state, args, ctx)
            });
        }
    }
}
