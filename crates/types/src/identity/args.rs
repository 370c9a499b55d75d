//! Arguments of updates.

use super::{
    Category, Committee, ContractTerms, FindingWeight, JudgedRecord, Recipient, RecordKind,
    RecordVersion, SchemaKind, Scope, StampWeight, Verdict,
};
use crate::id::{Blob, ProviderId, Sha256Hash, VerifierId};
use crate::shape::{sent, stored};

stored! {
    /// Admits a verifier. Governed, critical.
    pub struct AdmitVerifierArgs {
        /// The principal it will attest with.
        #[n(0)]
        pub id: VerifierId,
        /// Its name, 1 to 255 bytes.
        #[n(1)]
        pub name: String,
        /// Who owns it, 1 to 255 bytes.
        #[n(2)]
        pub owner: String,
        /// Providers it belongs together with, at most 16.
        #[n(3)]
        pub linked_providers: Vec<ProviderId>,
        /// What it may attest, and for how much; 1 to 32.
        #[n(4)]
        pub scope: Vec<Scope>,
        /// Why, 1 to 1,000 bytes.
        #[n(5)]
        pub reason: String,
    }

    /// Changes what a verifier may attest and what it asks for it, or whom it belongs to.
    /// Governed.
    pub struct SetVerifierTermsArgs {
        /// The verifier.
        #[n(0)]
        pub id: VerifierId,
        /// Who owns it; `null` stays, and so does it once the verifier stated something.
        #[n(1)]
        pub owner: Option<String>,
        /// Providers it belongs together with; `null` stays.
        #[n(2)]
        pub linked_providers: Option<Vec<ProviderId>>,
        /// What it may attest, and for how much; `null` stays.
        #[n(3)]
        pub scope: Option<Vec<Scope>>,
    }

    /// Suspends a verifier. Governed, critical.
    pub struct SuspendVerifierArgs {
        /// The verifier.
        #[n(0)]
        pub id: VerifierId,
        /// Why, 1 to 1,000 bytes.
        #[n(1)]
        pub reason: String,
    }

    /// Ends a verifier's suspension. Governed, critical.
    pub struct ReinstateVerifierArgs {
        /// The verifier.
        #[n(0)]
        pub id: VerifierId,
        /// Why, 1 to 1,000 bytes.
        #[n(1)]
        pub reason: String,
    }

    /// Removes a verifier for good. Governed, critical.
    pub struct RemoveVerifierArgs {
        /// The verifier.
        #[n(0)]
        pub id: VerifierId,
        /// Why, 1 to 1,000 bytes.
        #[n(1)]
        pub reason: String,
    }

    /// Adds a schema, or sets the next version of one. Governed.
    pub struct SetSchemaArgs {
        /// Name, 1 to 32 small letters, digits and `-`.
        #[n(0)]
        pub name: String,
        /// Whom it is about; that of a schema does not change.
        #[n(1)]
        pub kind: SchemaKind,
        /// The facts that may be checked, 1 to 16, each named like a schema.
        #[n(2)]
        pub fields: Vec<String>,
        /// Whether every provider it applies to is asked for it. Needs two active verifiers of
        /// distinct owners.
        #[n(3)]
        pub mandatory: bool,
    }

    /// Sets what stamps are worth, as the next version. Governed.
    pub struct SetScoreWeightsArgs {
        /// Categories with their caps, 1 to 16.
        #[n(0)]
        pub categories: Vec<Category>,
        /// What a valid stamp adds; at most 64.
        #[n(1)]
        pub stamps: Vec<StampWeight>,
        /// What a finding takes away; at most 32.
        #[n(2)]
        pub findings: Vec<FindingWeight>,
        /// From when, 7 to 366 days from now and not before the version it follows; `null`: as
        /// early as may be. Nanoseconds since the epoch.
        #[n(3)]
        pub effective_from_ns: Option<u64>,
    }

    /// Says what the treasury will pay to verifiers, all together. Governed.
    pub struct SetFeeBudgetArgs {
        /// The sum; not below what is reserved and owed.
        #[n(0)]
        pub authorized_e8s: u64,
    }

    /// Opens records to recipients. Governed, critical: the only way to a key.
    pub struct DiscloseRecordsArgs {
        /// Which versions of which records, 1 to 16.
        #[n(0)]
        pub records: Vec<RecordVersion>,
        /// Why, 1 to 1,000 bytes.
        #[n(1)]
        pub purpose: String,
        /// To whom, 1 to 16; with shares of records sealed for a committee, or all with 0.
        #[n(2)]
        pub recipients: Vec<Recipient>,
        /// For how long from the execution on, 1 second to 30 days.
        #[n(3)]
        pub valid_for_seconds: u64,
        /// Releases of each record to each recipient, 1 to 3.
        #[n(4)]
        pub uses: u8,
    }

    /// Stops all releases for 14 days, or until the freeze is lifted. Governed.
    pub struct FreezeDisclosuresArgs {
        /// Why, 1 to 1,000 bytes.
        #[n(0)]
        pub reason: String,
    }

    /// Ends a freeze. Governed, critical.
    pub struct LiftFreezeArgs {
        /// Why, 1 to 1,000 bytes.
        #[n(0)]
        pub reason: String,
    }
}

sent! {
    /// A provider asks a verifier to look at it.
    pub struct RequestAttestationArgs {
        /// Who is asked.
        pub verifier: VerifierId,
        /// For what.
        pub schema: String,
        /// The most it may cost.
        pub max_fee_e8s: u64,
    }

    /// A provider takes an open request back.
    pub struct CancelRequestArgs {
        /// The request.
        pub request_id: u64,
    }

    /// A verifier states something about a provider.
    pub struct AttestArgs {
        /// The provider.
        pub subject: ProviderId,
        /// What it is about.
        pub schema: String,
        /// The schema's version in force.
        pub schema_version: u32,
        /// Hash of the subject's facts that were judged; must be those of now.
        pub facts_hash: Sha256Hash,
        /// What is stated.
        pub verdict: Verdict,
        /// Which of the schema's facts were checked; 1 at least.
        pub checked: Vec<String>,
        /// In words, 1 to 500 bytes; nothing personal.
        pub statement: Option<String>,
        /// Terms, when the schema is about a contract, and only then.
        pub contract: Option<ContractTerms>,
        /// The encrypted record whose content was seen; must be its latest version.
        pub record: Option<JudgedRecord>,
        /// Hash of evidence that the verifier keeps.
        pub evidence_hash: Option<Sha256Hash>,
        /// The open request it answers.
        pub request_id: Option<u64>,
        /// Until when it holds: after now, within 396 days. Nanoseconds since the epoch.
        pub expires_at_ns: u64,
    }

    /// A verifier takes a statement of its own back.
    pub struct RevokeAttestationArgs {
        /// The attestation.
        pub attestation_id: u64,
        /// Why, 1 to 1,000 bytes.
        pub reason: String,
    }

    /// A provider stores the next version of an encrypted record.
    pub struct PutRecordArgs {
        /// The provider's own number for it, 0 to 63.
        pub record_id: u32,
        /// The version it was encrypted for: one above the last, 1 for a new record.
        pub version: u32,
        /// What is inside; that of a record does not change.
        pub kind: RecordKind,
        /// Whether it is sealed for a committee.
        pub committee: Option<Committee>,
        /// The ciphertext, 137 to 65,536 bytes.
        pub ciphertext: Blob,
    }

    /// A recipient asks for the key to a record.
    pub struct ReleaseArgs {
        /// The disclosure that allows it.
        pub grant_id: u64,
        /// The record, by the version that the disclosure names.
        pub record: RecordVersion,
        /// The transport public key, 48 bytes, whose hash the disclosure names.
        pub transport_public_key: Blob,
    }
}
