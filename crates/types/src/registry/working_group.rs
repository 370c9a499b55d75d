//! Motions of working groups, as facts: what was moved, and how the group decided.

use crate::id::{Blob, Sha256Hash};
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Names a record by table and key of the certified tree.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct RecordRef {
    /// Table label, for example `generation`.
    #[n(0)]
    pub table: String,
    /// Key bytes.
    #[n(1)]
    pub key: Blob,
}

/// How a working group decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum MotionOutcome {
    /// For it.
    #[n(0)]
    Adopted,
    /// Against it.
    #[n(1)]
    Rejected,
    /// Its movers took it back.
    #[n(2)]
    Withdrawn,
}

/// Votes in a working group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct MotionTally {
    /// For.
    #[n(0)]
    pub yes: u32,
    /// Against.
    #[n(1)]
    pub no: u32,
    /// Neither.
    #[n(2)]
    pub abstain: u32,
}

/// The end of a motion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct MotionDecision {
    /// How.
    #[n(0)]
    pub outcome: MotionOutcome,
    /// Votes, where the group counted them.
    #[n(1)]
    pub tally: Option<MotionTally>,
    /// When it was recorded. Nanoseconds since the epoch.
    #[n(2)]
    pub recorded_at_ns: u64,
}

/// A motion of a working group. Certified, by number.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct WorkingGroupMotion {
    /// Number, counted from 0.
    #[n(0)]
    pub id: u64,
    /// Name of the group.
    #[n(1)]
    pub working_group: String,
    /// Title.
    #[n(2)]
    pub title: String,
    /// SHA-256 of the motion's text.
    #[n(3)]
    pub text_sha256: Sha256Hash,
    /// Where the text can be read.
    #[n(4)]
    pub url: Option<String>,
    /// The records it is about.
    #[n(5)]
    pub records: Vec<RecordRef>,
    /// When it was recorded. Nanoseconds since the epoch.
    #[n(6)]
    pub recorded_at_ns: u64,
    /// How the group decided, once it did.
    #[n(7)]
    pub decision: Option<MotionDecision>,
}
