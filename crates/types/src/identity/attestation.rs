//! What verifiers state, and what a statement is worth at a time.

use crate::id::{Caller, ProviderId, Sha256Hash, VerifierId};
use crate::shape::stored;
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

stored! {
    /// A verifier's statement. Certified, by number. That there is one says nothing: only
    /// [`AttestationStatus`] says what it is worth.
    pub struct Attestation {
        /// Its number, from 0.
        #[n(0)]
        pub id: u64,
        /// What it is about.
        #[n(1)]
        pub schema: String,
        /// The version of the schema then in force.
        #[n(2)]
        pub schema_version: u32,
        /// The provider it is about.
        #[n(3)]
        pub subject: ProviderId,
        /// Hash of the subject's facts that were judged: `policy::facts`.
        #[n(4)]
        pub facts_hash: Sha256Hash,
        /// Who states it, by its own call.
        #[n(5)]
        pub issuer: VerifierId,
        /// What it states.
        #[n(6)]
        pub verdict: Verdict,
        /// Which of the schema's facts were checked.
        #[n(7)]
        pub checked: Vec<String>,
        /// In words, for everyone to read; nothing personal belongs here.
        #[n(8)]
        pub statement: Option<String>,
        /// Terms, when the schema is about a contract.
        #[n(9)]
        pub contract: Option<ContractTerms>,
        /// The encrypted record whose content was seen.
        #[n(10)]
        pub record: Option<JudgedRecord>,
        /// Hash of evidence that the verifier keeps.
        #[n(11)]
        pub evidence_hash: Option<Sha256Hash>,
        /// The request it answers.
        #[n(12)]
        pub request_id: Option<u64>,
        /// When it was issued. Nanoseconds since the epoch.
        #[n(13)]
        pub issued_at_ns: u64,
        /// Until when it holds, itself excluded: 13 months at most. Nanoseconds since the epoch.
        #[n(14)]
        pub expires_at_ns: u64,
        /// Its revocation by the issuer.
        #[n(15)]
        pub revocation: Option<Revocation>,
        /// What it was overtaken by.
        #[n(16)]
        pub superseded: Option<Superseded>,
    }

    /// The version of a record that a verifier saw opened by its owner.
    pub struct JudgedRecord {
        /// The record.
        #[n(0)]
        pub record_id: u32,
        /// Its version.
        #[n(1)]
        pub version: u32,
        /// SHA-256 of its ciphertext.
        #[n(2)]
        pub ciphertext_hash: Sha256Hash,
    }

    /// That a contract exists, and for how long; never its text or its amounts.
    pub struct ContractTerms {
        /// The other side.
        #[n(0)]
        pub counterparty: Counterparty,
        /// The data centre it is about, if any.
        #[n(1)]
        pub dc_id: Option<String>,
        /// From when. Nanoseconds since the epoch.
        #[n(2)]
        pub from_ns: u64,
        /// Until when; absent when it has no end. Nanoseconds since the epoch.
        #[n(3)]
        pub to_ns: Option<u64>,
        /// Whether its content may be told.
        #[n(4)]
        pub nda: NdaState,
    }

    /// A verifier takes a statement back.
    pub struct Revocation {
        /// When. Nanoseconds since the epoch.
        #[n(0)]
        pub at_ns: u64,
        /// Who.
        #[n(1)]
        pub by: Caller,
        /// Why.
        #[n(2)]
        pub reason: String,
    }

    /// A statement was overtaken.
    pub struct Superseded {
        /// When. Nanoseconds since the epoch.
        #[n(0)]
        pub at_ns: u64,
        /// By what.
        #[n(1)]
        pub by: SupersededBy,
    }
}

/// What a statement says of the facts checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum Verdict {
    /// They are as stated.
    #[n(0)]
    Confirmed,
    /// They are not. It stands when the facts are changed: it was true of those it names.
    #[n(1)]
    Refuted,
}

/// The other side of a contract.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum Counterparty {
    /// By name.
    #[n(0)]
    Named(#[n(0)] String),
    /// SHA-256 of a secret salt and the name, when the name may not be told.
    #[n(1)]
    SaltedHash(#[n(0)] Sha256Hash),
}

/// Whether a contract's content may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum NdaState {
    /// Nothing forbids it.
    #[n(0)]
    None,
    /// A non-disclosure agreement forbids it.
    #[n(1)]
    Bound,
    /// The other side released the provider from it.
    #[n(2)]
    Waived,
}

/// What overtook a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum SupersededBy {
    /// The subject's facts have this hash now.
    #[n(0)]
    Facts(#[n(0)] Sha256Hash),
    /// The subject has no adopted facts any more, or was handed over.
    #[n(1)]
    FactsGone,
    /// The same verifier stated it anew.
    #[n(2)]
    Attestation(#[n(0)] u64),
    /// The record has this version now.
    #[n(3)]
    RecordVersion(#[n(0)] u32),
}

/// What a statement is worth at a time. The gravest reason is named.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum AttestationStatus {
    /// It holds.
    #[n(0)]
    #[cbor(map)]
    Valid {
        /// Until then: its own end, or the contract's. Nanoseconds since the epoch.
        #[n(0)]
        until_ns: u64,
    },
    /// Its time is over.
    #[n(1)]
    #[cbor(map)]
    Expired {
        /// Since then. Nanoseconds since the epoch.
        #[n(0)]
        since_ns: u64,
    },
    /// Its issuer took it back.
    #[n(2)]
    #[cbor(map)]
    Revoked {
        /// Since then. Nanoseconds since the epoch.
        #[n(0)]
        since_ns: u64,
        /// Why.
        #[n(1)]
        reason: String,
    },
    /// It was overtaken.
    #[n(3)]
    #[cbor(map)]
    Superseded {
        /// Since then. Nanoseconds since the epoch.
        #[n(0)]
        since_ns: u64,
        /// By what.
        #[n(1)]
        by: SupersededBy,
    },
    /// Its issuer is suspended.
    #[n(4)]
    #[cbor(map)]
    IssuerSuspended {
        /// Since then. Nanoseconds since the epoch.
        #[n(0)]
        since_ns: u64,
        /// Until then the subject is not asked for another. Nanoseconds since the epoch.
        #[n(1)]
        grace_until_ns: u64,
    },
    /// Its issuer was removed.
    #[n(5)]
    #[cbor(map)]
    IssuerRemoved {
        /// Since then. Nanoseconds since the epoch.
        #[n(0)]
        since_ns: u64,
    },
}
