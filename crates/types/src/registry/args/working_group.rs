//! Arguments about motions of working groups. All governed.

use crate::id::Sha256Hash;
use crate::registry::{MotionOutcome, MotionTally, RecordRef};
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Records a motion of a working group. Governed.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct RecordWorkingGroupMotionArgs {
    /// Name of the group, 1 to 64 bytes.
    #[n(0)]
    pub working_group: String,
    /// Title, 5 to 256 bytes.
    #[n(1)]
    pub title: String,
    /// SHA-256 of the motion's text.
    #[n(2)]
    pub text_sha256: Sha256Hash,
    /// Where the text can be read: an `https` URL.
    #[n(3)]
    pub url: Option<String>,
    /// The records it is about, which exist, at most 16, each once.
    #[n(4)]
    pub records: Vec<RecordRef>,
}

/// Records how a working group decided. Governed.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct SettleWorkingGroupMotionArgs {
    /// An open motion.
    #[n(0)]
    pub id: u64,
    /// How.
    #[n(1)]
    pub outcome: MotionOutcome,
    /// Votes, where the group counted them. Adopted: more yes than no; rejected: not so.
    #[n(2)]
    pub tally: Option<MotionTally>,
}
