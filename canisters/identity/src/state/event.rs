//! What can happen to the identity canister. The log of these rebuilds every certified row.
//!
//! Numbers are part of the stored format: never reused, and a field added later is optional.
//! Nothing personal is in an event: of a record only its size and the hash of its ciphertext.

use bonafide_types::id::Blob;
use bonafide_types::identity::{
    Access, AccessOutcome, Attestation, AttestationRequest, AuditFinding, Config, Freeze, Grant,
    Record, RecordVersion, RequestState, Revocation, Schema, Score, ScoreWeights, Subject,
    Verifier,
};
use minicbor::{Decode, Encode};

/// One change of the identity canister.
#[expect(
    clippy::large_enum_variant,
    reason = "few are held at a time, and none for long"
)]
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Event {
    /// The canister was installed.
    #[n(0)]
    #[cbor(map)]
    Initialized {
        /// First settings.
        #[n(0)]
        config: Config,
        /// The schemas it begins with.
        #[n(1)]
        schemas: Vec<Schema>,
        /// The weights it begins with.
        #[n(2)]
        weights: ScoreWeights,
    },
    /// An upgrade argument changed the settings.
    #[n(1)]
    #[cbor(map)]
    ConfigChanged {
        /// Settings from now on.
        #[n(0)]
        config: Config,
    },
    /// The system told the public key that records are encrypted to.
    #[n(2)]
    #[cbor(map)]
    PublicKeyLearned {
        /// The key.
        #[n(0)]
        public_key: Blob,
    },
    /// The registry showed providers that are new or changed.
    #[n(3)]
    #[cbor(map)]
    SubjectsSeen {
        /// Their rows from now on.
        #[n(0)]
        subjects: Vec<Subject>,
    },
    /// All of the registry's facts up to an event of its log are here.
    #[n(4)]
    #[cbor(map)]
    RegistryFollowed {
        /// Length of its log before its providers were read.
        #[n(0)]
        events: u64,
    },
    /// A proposal admitted a verifier.
    #[n(5)]
    #[cbor(map)]
    VerifierAdmitted {
        /// The verifier.
        #[n(0)]
        verifier: Verifier,
    },
    /// A proposal changed a verifier's terms or standing.
    #[n(6)]
    #[cbor(map)]
    VerifierChanged {
        /// The verifier from now on.
        #[n(0)]
        verifier: Verifier,
    },
    /// A proposal set a schema.
    #[n(7)]
    #[cbor(map)]
    SchemaSet {
        /// The schema from now on.
        #[n(0)]
        schema: Schema,
    },
    /// A proposal set the weights of the score.
    #[n(8)]
    #[cbor(map)]
    ScoreWeightsSet {
        /// The weights, with the time of their effect.
        #[n(0)]
        weights: ScoreWeights,
    },
    /// A proposal set the budget for fees.
    #[n(9)]
    #[cbor(map)]
    FeeBudgetSet {
        /// The sum.
        #[n(0)]
        authorized_e8s: u64,
    },
    /// A provider asked a verifier.
    #[n(10)]
    #[cbor(map)]
    AttestationRequested {
        /// The request, open.
        #[n(0)]
        request: AttestationRequest,
    },
    /// A request was taken back, or its verifier was silent.
    #[n(11)]
    #[cbor(map)]
    RequestClosed {
        /// The request.
        #[n(0)]
        request_id: u64,
        /// What became of it.
        #[n(1)]
        state: RequestState,
    },
    /// A verifier stated something.
    #[n(12)]
    #[cbor(map)]
    AttestationIssued {
        /// The statement; it closes the request that it names.
        #[n(0)]
        attestation: Attestation,
        /// The issuer's statements that it overtakes.
        #[n(1)]
        supersedes: Vec<u64>,
    },
    /// A verifier took a statement back.
    #[n(13)]
    #[cbor(map)]
    AttestationRevoked {
        /// The statement.
        #[n(0)]
        attestation_id: u64,
        /// When, by whom, why.
        #[n(1)]
        revocation: Revocation,
    },
    /// A provider stored a version of a record.
    #[n(14)]
    #[cbor(map)]
    RecordStored {
        /// What is known of it.
        #[n(0)]
        record: Record,
    },
    /// The time to keep ciphertexts was over.
    #[n(15)]
    #[cbor(map)]
    RecordsErased {
        /// Whose.
        #[n(0)]
        records: Vec<RecordVersion>,
    },
    /// A disclosure was executed.
    #[n(16)]
    #[cbor(map)]
    RecordsGranted {
        /// The disclosure.
        #[n(0)]
        grant: Grant,
    },
    /// Disclosures were frozen.
    #[n(17)]
    #[cbor(map)]
    DisclosuresFrozen {
        /// Since when, until when, why.
        #[n(0)]
        freeze: Freeze,
    },
    /// A freeze was lifted before its end.
    #[n(18)]
    #[cbor(map)]
    FreezeLifted {
        /// Why, in the words of the proposal.
        #[n(0)]
        reason: String,
    },
    /// A use of a disclosure was reserved; the key is being derived.
    #[n(19)]
    #[cbor(map)]
    UseReserved {
        /// The entry of the access log.
        #[n(0)]
        access: Access,
    },
    /// A reserved use was used or given back.
    #[n(20)]
    #[cbor(map)]
    UseSettled {
        /// The entry of the access log.
        #[n(0)]
        access_id: u64,
        /// What became of it.
        #[n(1)]
        outcome: AccessOutcome,
    },
    /// Scores changed.
    #[n(21)]
    #[cbor(map)]
    ScoresComputed {
        /// Their rows from now on.
        #[n(0)]
        scores: Vec<Score>,
    },
    /// The audits canister showed findings that are final now.
    #[n(22)]
    #[cbor(map)]
    FindingsSeen {
        /// Their rows.
        #[n(0)]
        findings: Vec<AuditFinding>,
    },
    /// All final findings of the audits canister up to an event of its log are here. Written
    /// with findings only: that canister follows this one's log, and each would make the
    /// other's longer for ever.
    #[n(23)]
    #[cbor(map)]
    AuditsFollowed {
        /// Length of its log before its findings were read.
        #[n(0)]
        events: u64,
    },
}
