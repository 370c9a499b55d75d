//! Scores: what stamps are worth, and the sum with every line explained.

use super::AttestationStatus;
use crate::id::{ProviderId, VerifierId};
use crate::shape::stored;
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// The stamp of a declaration that is accepted and current, which the registry attests.
pub const DECLARATION_STAMP: &str = "declaration";
/// The finding of a verifier that refuted the facts.
pub const REFUTED_FINDING: &str = "refuted";

stored! {
    /// What stamps are worth from a time on. Certified, by version. A score orders audits and
    /// informs voters; nothing is taken from anyone because of it.
    pub struct ScoreWeights {
        /// Counted from 0, the weights at installation.
        #[n(0)]
        pub version: u32,
        /// Since when. Nanoseconds since the epoch.
        #[n(1)]
        pub effective_from_ns: u64,
        /// Categories with their caps.
        #[n(2)]
        pub categories: Vec<Category>,
        /// What a valid stamp adds to its category.
        #[n(3)]
        pub stamps: Vec<StampWeight>,
        /// What a finding takes away.
        #[n(4)]
        pub findings: Vec<FindingWeight>,
    }

    /// Stamps of one kind, and what they may add together.
    pub struct Category {
        /// Name, as schemas are named.
        #[n(0)]
        pub name: String,
        /// Most that they add together.
        #[n(1)]
        pub cap: u32,
    }

    /// What a stamp is worth.
    pub struct StampWeight {
        /// The schema, or `declaration`.
        #[n(0)]
        pub schema: String,
        /// The category it counts in.
        #[n(1)]
        pub category: String,
        /// What one adds. Stamps of one schema count once for each owner of verifiers.
        #[n(2)]
        pub weight: u32,
    }

    /// What a finding takes away.
    pub struct FindingWeight {
        /// Class: `refuted`, and those of audits by their names, `node-absent` for example.
        #[n(0)]
        pub class: String,
        /// What one takes away; findings have no cap.
        #[n(1)]
        pub weight: u32,
    }

    /// A provider's score at a time. Certified, by subject, as of when it last changed; anyone
    /// can compute it from the certified rows at any time.
    pub struct Score {
        /// Whose.
        #[n(0)]
        pub subject: ProviderId,
        /// As of when. Nanoseconds since the epoch.
        #[n(1)]
        pub at_ns: u64,
        /// By which weights.
        #[n(2)]
        pub weights_version: u32,
        /// The sum of the lines.
        #[n(3)]
        pub total: i64,
        /// Every stamp and finding, in an order that depends on them alone.
        #[n(4)]
        pub lines: Vec<ScoreLine>,
    }

    /// What one stamp or finding adds, and why.
    pub struct ScoreLine {
        /// The stamp or finding.
        #[n(0)]
        pub source: ScoreSource,
        /// Category; empty for findings and for stamps without a weight.
        #[n(1)]
        pub category: String,
        /// What it adds; findings take away.
        #[n(2)]
        pub points: i64,
        /// Why so much.
        #[n(3)]
        pub reason: ScoreReason,
    }
}

/// What a line of a score is about.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, CandidType, Serialize, Deserialize, Encode, Decode,
)]
pub enum ScoreSource {
    /// A fact of the registry.
    #[n(0)]
    Registry(#[n(0)] String),
    /// A verifier's statement.
    #[n(1)]
    #[cbor(map)]
    Attestation {
        /// What it is about.
        #[n(0)]
        schema: String,
        /// Who states it.
        #[n(1)]
        issuer: VerifierId,
        /// Its number.
        #[n(2)]
        id: u64,
    },
    /// A finding of an audit.
    #[n(2)]
    #[cbor(map)]
    Finding {
        /// Its class.
        #[n(0)]
        class: String,
        /// Its number.
        #[n(1)]
        id: u64,
    },
    /// A stamp with a weight that the subject does not have.
    #[n(3)]
    Absent(#[n(0)] String),
}

/// Why a line has its points.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum ScoreReason {
    /// It counts in full.
    #[n(0)]
    #[cbor(map)]
    Counts {
        /// Until then; absent when it has no end of its own. Nanoseconds since the epoch.
        #[n(0)]
        until_ns: Option<u64>,
    },
    /// Its category's cap leaves less than its weight, or nothing.
    #[n(1)]
    #[cbor(map)]
    Capped {
        /// Its weight.
        #[n(0)]
        weight: u32,
        /// The category's cap.
        #[n(1)]
        cap: u32,
    },
    /// A stamp of the same schema from a verifier of the same owner counts already.
    #[n(2)]
    #[cbor(map)]
    SameOwner {
        /// The attestation that counts.
        #[n(0)]
        counted: u64,
        /// The owner.
        #[n(1)]
        owner: String,
    },
    /// The weights do not name it.
    #[n(3)]
    NoWeight,
    /// It is not valid.
    #[n(4)]
    NotValid(#[n(0)] AttestationStatus),
    /// The subject does not have it.
    #[n(5)]
    NotThere,
    /// It is a finding against the subject.
    #[n(6)]
    Found,
}
