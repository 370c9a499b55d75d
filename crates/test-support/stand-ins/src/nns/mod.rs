//! What NNS governance replies to `get_proposal_info`, whole: every record, variant and field
//! that the type table of a real reply names. Names are those of NNS governance; what a field
//! means is said there. A reply made of these types is the real one byte for byte.

mod canister;
mod launch;
mod membership;
mod neuron;
mod proposal;

pub use canister::*;
pub use launch::*;
pub use membership::*;
pub use neuron::*;
pub use proposal::*;

use candid::{CandidType, Deserialize};

/// A proposal by number.
pub type ProposalId = NeuronId;

/// Topic of motions.
pub const TOPIC_GOVERNANCE: i32 = 4;
/// The proposal is in vote.
pub const STATUS_OPEN: i32 = 1;
/// The proposal was voted down.
pub const STATUS_REJECTED: i32 = 2;
/// The proposal was adopted, and the canister that executes it has not answered.
pub const STATUS_ADOPTED: i32 = 3;
/// The proposal was executed; a motion is, in the message that adopts it.
pub const STATUS_EXECUTED: i32 = 4;
/// The proposal was adopted and its execution failed.
pub const STATUS_FAILED: i32 = 5;
/// Title of a motion, bytes.
pub const TITLE_BYTES: std::ops::RangeInclusive<usize> = 5..=256;
/// Summary of a motion, bytes.
pub const SUMMARY_BYTES: usize = 30_000;
/// Text of a motion, bytes.
pub const MOTION_BYTES: usize = 10_000;

/// Test control: a motion as it shall be seen.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct SetMotion {
    /// Its number.
    pub id: u64,
    /// Its topic; 4 for every real motion.
    pub topic: i32,
    /// Its status.
    pub status: i32,
    /// Its text.
    pub motion_text: String,
}
