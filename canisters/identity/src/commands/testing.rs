//! An identity canister on the heap for the commands' tests.

use super::{Decision, admit_verifier, attest, disclose_records, put_record, set_fee_budget};
use crate::domain::{schemas, weights};
use crate::queries::attestations;
use crate::state::{Event, State, invariants};
use bonafide_kit::Ctx;
use bonafide_kit::commit::{record, root_hash};
use bonafide_types::id::{Blob, Caller, ProviderId, Sha256Hash, VerifierId};
use bonafide_types::identity::{
    AdmitVerifierArgs, AttestArgs, Attestation, AttestationStatus, AuditFinding, Config,
    DiscloseRecordsArgs, IdentityError, PutRecordArgs, Recipient, Record, RecordKind,
    RecordVersion, Scope, SetFeeBudgetArgs, Subject, SubjectKind, Verdict,
};
use bonafide_types::limits::{DAY_NS, SECOND_NS};
use bonafide_types::registry::ProviderStatus;
use candid::Principal;
use ic_bls12_381::{G1Affine, G1Projective, Scalar};
use ic_stable_structures::VectorMemory;
use sha2::{Digest, Sha256};

pub(crate) const GOVERNANCE: Principal = Principal::from_slice(&[200, 1]);
pub(crate) const SELF_ID: Principal = Principal::from_slice(&[201, 1]);
pub(crate) const FEE: u64 = 1_000;

pub(crate) struct World {
    pub(crate) state: State<VectorMemory>,
    pub(crate) caller: Principal,
    pub(crate) now_ns: u64,
}

pub(crate) fn provider_id(n: u8) -> ProviderId {
    ProviderId(Principal::from_slice(&[1, n]))
}

pub(crate) fn verifier_id(n: u8) -> VerifierId {
    VerifierId(Principal::from_slice(&[2, n]))
}

pub(crate) fn recipient_id(n: u8) -> Principal {
    Principal::from_slice(&[3, n])
}

/// The facts of provider `n`, in their edition `edition`.
pub(crate) fn facts(n: u8, edition: u8) -> Sha256Hash {
    Sha256Hash([n, edition].repeat(16).try_into().expect("32 bytes"))
}

pub(crate) fn verifier(n: u8) -> AdmitVerifierArgs {
    AdmitVerifierArgs {
        id: verifier_id(n),
        name: format!("Example Verifier {n}"),
        owner: format!("Example Owner {n}"),
        linked_providers: vec![],
        scope: ["company", "contract-isp", "report"]
            .map(|schema| Scope {
                schema: schema.into(),
                fee_e8s: FEE,
            })
            .to_vec(),
        reason: "an example".into(),
    }
}

pub(crate) fn ciphertext(bytes: usize) -> Vec<u8> {
    let mut ciphertext = put_record::ONE_READER.to_vec();
    ciphertext.resize(bytes, 7);
    ciphertext
}

/// The transport public key number `n`: a point of G1.
pub(crate) fn transport_key(n: u64) -> Vec<u8> {
    let point = G1Projective::generator() * Scalar::from(n);
    G1Affine::from(point).to_compressed().to_vec()
}

/// Recipient `n`, with the transport key of its number.
pub(crate) fn recipient(n: u8, slot: u8) -> Recipient {
    Recipient {
        principal: Caller(recipient_id(n)),
        transport_key_hash: Sha256Hash(Sha256::digest(transport_key(n.into())).into()),
        slot,
    }
}

/// Opens records to recipients for a day, three times each.
pub(crate) fn disclosure(
    records: &[RecordVersion],
    recipients: &[Recipient],
) -> DiscloseRecordsArgs {
    DiscloseRecordsArgs {
        records: records.to_vec(),
        purpose: "an audit".into(),
        recipients: recipients.to_vec(),
        valid_for_seconds: DAY_NS / SECOND_NS,
        uses: 3,
    }
}

impl World {
    /// Providers 1 to 3, companies that are alone; verifiers 1 and 2 of owners of their own;
    /// a budget of ten fees.
    pub(crate) fn new() -> Self {
        let memory = bonafide_kit::memory::manager(VectorMemory::default());
        let now_ns = 1_767_225_600_000_000_000;
        let mut world = Self {
            state: State::open(&memory).unwrap(),
            caller: GOVERNANCE,
            now_ns,
        };
        world.record(Event::Initialized {
            config: Config {
                governance: Caller(GOVERNANCE),
                registry: Caller(Principal::from_slice(&[202, 1])),
                vetkd_key_name: "test_key_1".into(),
                public_key: None,
                audits: None,
            },
            schemas: schemas::first(now_ns),
            weights: weights::first(now_ns),
        });
        for n in 1..=3 {
            world.see(n, 1);
        }
        for n in 1..=2 {
            world
                .run_as(GOVERNANCE, admit_verifier::decide, verifier(n))
                .unwrap();
        }
        let budget = SetFeeBudgetArgs {
            authorized_e8s: 10 * FEE,
        };
        world
            .run_as(GOVERNANCE, set_fee_budget::decide, budget)
            .unwrap();
        world
    }

    pub(crate) fn ctx(&self) -> Ctx {
        Ctx {
            caller: self.caller,
            now_ns: self.now_ns,
            self_id: SELF_ID,
        }
    }

    pub(crate) fn record(&mut self, event: Event) {
        let ctx = self.ctx();
        record(&mut self.state, &ctx, [event]);
        invariants::try_state(&self.state).unwrap();
    }

    /// The registry shows provider `n`, a company, with its facts in an edition.
    pub(crate) fn see(&mut self, n: u8, edition: u8) {
        let subject = self.subject(n, edition);
        self.show(subject);
    }

    /// The registry shows a provider so.
    pub(crate) fn show(&mut self, subject: Subject) {
        let subjects = vec![subject];
        self.record(Event::SubjectsSeen { subjects });
    }

    /// The audits canister shows that a finding about provider `n` is final.
    pub(crate) fn find(&mut self, n: u8, id: u64, class: &str) {
        let findings = vec![AuditFinding {
            id,
            subject: provider_id(n),
            class: class.into(),
            nodes: 2,
            final_since_ns: self.now_ns - 1,
            seen_at_ns: self.now_ns,
        }];
        self.record(Event::FindingsSeen { findings });
    }

    pub(crate) fn subject(&self, n: u8, edition: u8) -> Subject {
        let id = provider_id(n);
        let before = self.state.subject(id);
        Subject {
            id,
            kind: Some(SubjectKind::Company),
            facts_hash: Some(facts(n, edition)),
            cluster: id,
            status: ProviderStatus::Active,
            declaration_current: false,
            seen_at_ns: self.now_ns,
            known_since_ns: before.map_or(self.now_ns, |before| before.known_since_ns),
            left_at_ns: None,
        }
    }

    /// Decides and, when it is so decided, changes the state.
    pub(crate) fn run_as<A, R>(
        &mut self,
        caller: Principal,
        decide: impl FnOnce(&State<VectorMemory>, A, &Ctx) -> Result<Decision<R>, IdentityError>,
        args: A,
    ) -> Result<R, IdentityError> {
        self.caller = caller;
        let ctx = self.ctx();
        let decision = decide(&self.state, args, &ctx)?;
        record(&mut self.state, &ctx, decision.events);
        invariants::try_state(&self.state).unwrap();
        Ok(decision.reply)
    }

    /// Checks that a command is refused so and changes nothing.
    pub(crate) fn refuse_as<A, R>(
        &mut self,
        caller: Principal,
        decide: impl FnOnce(&State<VectorMemory>, A, &Ctx) -> Result<Decision<R>, IdentityError>,
        args: A,
        expected: IdentityError,
    ) {
        let before = root_hash(&mut self.state);
        let outcome = self.run_as(caller, decide, args).map(drop);
        assert_eq!(outcome, Err(expected));
        assert_eq!(
            root_hash(&mut self.state),
            before,
            "a refusal changes nothing"
        );
    }

    /// What verifier 1 can state of provider `n`: that the company exists, for a year.
    pub(crate) fn statement(&self, n: u8) -> AttestArgs {
        AttestArgs {
            subject: provider_id(n),
            schema: "company".into(),
            schema_version: 1,
            facts_hash: self
                .state
                .subject(provider_id(n))
                .unwrap()
                .facts_hash
                .unwrap(),
            verdict: Verdict::Confirmed,
            checked: vec!["existence".into()],
            statement: None,
            contract: None,
            record: None,
            evidence_hash: None,
            request_id: None,
            expires_at_ns: self.now_ns + 365 * DAY_NS,
        }
    }

    /// Verifier `by` states something.
    pub(crate) fn attest(&mut self, by: u8, args: AttestArgs) -> Attestation {
        self.run_as(verifier_id(by).0, attest::decide, args)
            .unwrap()
    }

    /// What a statement is worth now.
    pub(crate) fn worth(&self, id: u64) -> AttestationStatus {
        attestations::status(&self.state, id, self.now_ns).unwrap()
    }

    /// A vote opens records to recipients.
    pub(crate) fn disclose(&mut self, records: &[RecordVersion], recipients: &[Recipient]) -> u64 {
        let args = disclosure(records, recipients);
        self.run_as(GOVERNANCE, disclose_records::decide, args)
            .unwrap()
    }

    /// Provider `n` stores the next version of a record.
    pub(crate) fn put(&mut self, n: u8, record_id: u32) -> Record {
        let before = self.state.latest_record(provider_id(n), record_id);
        let args = PutRecordArgs {
            record_id,
            version: before.map_or(1, |row| row.record.version + 1),
            kind: RecordKind::Address,
            committee: None,
            ciphertext: Blob(ciphertext(200)),
        };
        let put = |state: &State<VectorMemory>, args: PutRecordArgs, ctx: &Ctx| {
            put_record::decide(state, &args, ctx)
        };
        let row = self.run_as(provider_id(n).0, put, args.clone()).unwrap();
        self.state.put_ciphertext(row.record, args.ciphertext.0);
        row
    }

    pub(crate) fn version(n: u8, record_id: u32, version: u32) -> RecordVersion {
        RecordVersion {
            provider: provider_id(n),
            record_id,
            version,
        }
    }
}
