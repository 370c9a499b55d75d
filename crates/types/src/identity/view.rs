//! What reads return beside the records themselves. Not certified.

use super::{
    Access, Attestation, AttestationRequest, AttestationStatus, Grant, Record, Schema, Score,
    Verifier, VerifierStatus,
};
use crate::id::{Blob, ProviderId, VerifierId};
use crate::shape::sent;
use candid::CandidType;
use serde::{Deserialize, Serialize};

sent! {
    /// A key, encrypted for its recipient, with what it opens.
    pub struct Released {
        /// The entry of the access log.
        pub access_id: u64,
        /// The vetKey, encrypted for the transport key: 192 bytes.
        pub encrypted_key: Blob,
        /// The ciphertext.
        pub ciphertext: Blob,
        /// The record's row: what is said to be inside, and for which committee.
        pub record: Record,
        /// Which share the key opens; 0 for records without a committee.
        pub slot: u8,
    }

    /// A statement and what it is worth.
    pub struct AttestationView {
        /// The statement.
        pub attestation: Attestation,
        /// What it is worth at the time asked for.
        pub status: AttestationStatus,
    }

    /// Asks for statements in the order of their numbers.
    #[derive(Default)]
    pub struct ListAttestationsArgs {
        /// Start after this number.
        pub after: Option<u64>,
        /// Records wanted, 1 to 100; `null`: 100.
        pub limit: Option<u32>,
        /// About this provider.
        pub subject: Option<ProviderId>,
        /// By this verifier.
        pub issuer: Option<VerifierId>,
        /// Only contracts that end within this many days and hold until then.
        pub contract_ends_within_days: Option<u32>,
    }

    /// Some statements.
    pub struct AttestationPage {
        /// With what they are worth now.
        pub attestations: Vec<AttestationView>,
        /// Pass as `after` to go on; `null` at the end.
        pub next: Option<u64>,
    }

    /// A verifier and how it does.
    pub struct VerifierView {
        /// The record.
        pub verifier: Verifier,
        /// Where it stands now.
        pub status: VerifierStatus,
        /// Requests that it let lapse within 180 days.
        pub late: u32,
        /// Whether these are so many that a suspension should be voted on.
        pub suspension_alert: bool,
    }

    /// A schema and who can attest it.
    pub struct SchemaView {
        /// The record.
        pub schema: Schema,
        /// Owners of active verifiers that have it in scope.
        pub active_owners: u32,
        /// Whether it is mandatory with fewer than two of these: deadlines stand still, and
        /// governance should admit another.
        pub short_of_verifiers: bool,
    }

    /// Asks for requests in the order of their numbers.
    #[derive(Default)]
    pub struct ListRequestsArgs {
        /// Start after this number.
        pub after: Option<u64>,
        /// Records wanted, 1 to 100; `null`: 100.
        pub limit: Option<u32>,
        /// By this provider.
        pub subject: Option<ProviderId>,
        /// To this verifier.
        pub verifier: Option<VerifierId>,
    }

    /// Some requests.
    pub struct RequestPage {
        /// The requests.
        pub requests: Vec<AttestationRequest>,
        /// Pass as `after` to go on; `null` at the end.
        pub next: Option<u64>,
    }

    /// Asks for entries of the access log in the order of their numbers.
    #[derive(Default)]
    pub struct ListAccessArgs {
        /// Start after this number.
        pub after: Option<u64>,
        /// Records wanted, 1 to 100; `null`: 100.
        pub limit: Option<u32>,
        /// About this provider's records.
        pub provider: Option<ProviderId>,
        /// By this disclosure.
        pub grant_id: Option<u64>,
    }

    /// Some entries of the access log.
    pub struct AccessPage {
        /// The entries.
        pub accesses: Vec<Access>,
        /// Pass as `after` to go on; `null` at the end.
        pub next: Option<u64>,
    }

    /// Asks for disclosures in the order of their numbers.
    #[derive(Default)]
    pub struct ListGrantsArgs {
        /// Start after this number.
        pub after: Option<u64>,
        /// Records wanted, 1 to 100; `null`: 100.
        pub limit: Option<u32>,
    }

    /// Some disclosures.
    pub struct GrantPage {
        /// The disclosures.
        pub grants: Vec<Grant>,
        /// Pass as `after` to go on; `null` at the end.
        pub next: Option<u64>,
    }

    /// Asks for a score.
    pub struct GetScoreArgs {
        /// Whose.
        pub subject: ProviderId,
        /// As of when, not after now; `null`: now. Nanoseconds since the epoch.
        pub at_ns: Option<u64>,
        /// By which weights; `null`: those in effect then. A later version shows what it will
        /// change.
        pub weights_version: Option<u32>,
    }

    /// Where a provider stands with what is asked of everyone.
    pub struct Standing {
        /// Whose.
        pub subject: ProviderId,
        /// One line for each schema that applies.
        pub schemas: Vec<SchemaStanding>,
        /// Whether verifiers of two owners confirm the person or the company: asked of those
        /// whose nodes serve critical subnets.
        pub confirmed_by_two: bool,
    }

    /// Where a provider stands with one schema.
    pub struct SchemaStanding {
        /// The schema's name.
        pub schema: String,
        /// Whether it is mandatory.
        pub mandatory: bool,
        /// Owners of verifiers that validly confirm it.
        pub owners: u32,
        /// What follows.
        pub state: StandingState,
    }

    /// How much the canister holds.
    pub struct Summary {
        /// Providers known from the registry.
        pub subjects: u64,
        /// Verifiers ever admitted.
        pub verifiers: u64,
        /// Schemas.
        pub schemas: u64,
        /// Statements.
        pub attestations: u64,
        /// Requests.
        pub requests: u64,
        /// Versions of encrypted records.
        pub records: u64,
        /// Disclosures.
        pub grants: u64,
        /// Entries of the access log.
        pub accesses: u64,
        /// Events in the log.
        pub events: u64,
        /// Events of the registry's log up to which its facts were fetched.
        pub registry_events: u64,
        /// Events of the audits canister's log when its newest finding was fetched.
        pub audits_events: u64,
        /// Final findings of audits.
        pub findings: u64,
    }
}

/// Where a provider stands with one schema.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub enum StandingState {
    /// Not asked for, or confirmed.
    Met,
    /// Asked for until then.
    Due {
        /// Until then. Nanoseconds since the epoch.
        until_ns: u64,
    },
    /// Asked for and not there.
    Missing {
        /// Since then. Nanoseconds since the epoch.
        since_ns: u64,
    },
    /// Asked for, but too few verifiers can attest it: nobody is blamed.
    Stopped,
}

/// Why a score was not computed.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, thiserror::Error)]
pub enum ScoreError {
    /// No such provider is known.
    #[error("no provider {subject} is known here")]
    SubjectNotFound {
        /// Who was asked for.
        subject: ProviderId,
    },
    /// No such version.
    #[error("there are no weights {version}")]
    WeightsNotFound {
        /// The version asked for.
        version: u32,
    },
    /// The future is not known.
    #[error("{at_ns} is after now, {now_ns}")]
    AfterNow {
        /// The time asked for.
        at_ns: u64,
        /// Now.
        now_ns: u64,
    },
}

/// A score, or why there is none.
pub type ScoreResult = Result<Score, ScoreError>;
