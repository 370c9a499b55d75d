//! Proposals, votes and tallies. Times are seconds since the epoch, as in NNS governance.

use crate::governance::{Command, Topic};
use crate::id::{Blob, Sha256Hash};
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Submits a proposal, on which the neuron then votes yes. By its controller or a hot key.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct SubmitProposalArgs {
    /// The neuron that proposes.
    pub neuron_id: u64,
    /// 5 to 256 bytes.
    pub title: String,
    /// At most 30,000 bytes.
    pub summary: String,
    /// Empty, or 10 to 2,048 bytes.
    pub url: String,
    /// What is proposed.
    pub action: Action,
}

/// What a proposal asks for.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub enum Action {
    /// To execute a command, at most 262,144 bytes.
    Command(Command),
    /// To agree to a text, 1 to 10,000 bytes.
    Motion(Motion),
}

/// A text to agree to.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct Motion {
    /// The text.
    pub motion_text: String,
}

/// Casts a vote. By the neuron's controller or a hot key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct VoteArgs {
    /// The neuron that votes.
    pub neuron_id: u64,
    /// On what.
    pub proposal_id: u64,
    /// How.
    pub vote: Vote,
}

/// A vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum Vote {
    /// For it.
    #[n(1)]
    Yes,
    /// Against it.
    #[n(2)]
    No,
}

/// What of a proposal never changes. Certified under its number.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct Proposal {
    /// Its number, from 1.
    #[n(0)]
    pub id: u64,
    /// The neuron that proposed it.
    #[n(1)]
    pub proposer: u64,
    /// Title.
    #[n(2)]
    pub title: String,
    /// Where to read more; may be empty.
    #[n(3)]
    pub url: String,
    /// For following.
    #[n(4)]
    pub topic: Topic,
    /// The governed method, or `motion`.
    #[n(5)]
    pub method: String,
    /// The command's hash, as [`crate::governance::JournalEntry`] says; `null` for a motion.
    #[n(6)]
    pub command_hash: Option<Sha256Hash>,
    /// When it was submitted.
    #[n(7)]
    pub proposal_timestamp_seconds: u64,
    /// The electorate that votes.
    #[n(8)]
    pub electorate: u64,
    /// The rules it is voted on with.
    #[n(9)]
    pub rules: Rules,
}

/// The rules one proposal is voted on with, fixed when it is submitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct Rules {
    /// How long it is voted on, seconds.
    #[n(0)]
    pub voting_period_seconds: u64,
    /// W of wait-for-quiet, seconds.
    #[n(1)]
    pub wait_for_quiet_seconds: u64,
    /// Yes votes needed at the deadline, basis points of all voting power.
    #[n(2)]
    pub quorum_bps: u32,
    /// Yes votes must be more than this share of the votes cast, basis points.
    #[n(3)]
    pub majority_bps: u32,
}

/// What voters read. Certified under the proposal's number.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct ProposalContent {
    /// The proposer's words.
    #[n(0)]
    pub summary: String,
    /// What it will do, in the words of the canister that owns the record, as of the time of
    /// submission. For a motion its text.
    #[n(1)]
    pub rendering: String,
    /// The command in canonical CBOR, whose hash is `command_hash`; `null` for a motion.
    /// `get_command` returns it as Candid.
    #[n(2)]
    pub command: Option<Blob>,
}

/// What of a proposal changes. Certified under its number.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct ProposalState {
    /// The proposal.
    #[n(0)]
    pub id: u64,
    /// Where it stands.
    #[n(1)]
    pub status: ProposalStatus,
    /// The votes.
    #[n(2)]
    pub latest_tally: Tally,
    /// Votes count if they come before this.
    #[n(3)]
    pub deadline_timestamp_seconds: u64,
    /// When it was adopted or rejected.
    #[n(4)]
    pub decided_timestamp_seconds: Option<u64>,
    /// When it was executed.
    #[n(5)]
    pub executed_timestamp_seconds: Option<u64>,
    /// When its execution failed or its outcome became unknown.
    #[n(6)]
    pub failed_timestamp_seconds: Option<u64>,
    /// Why.
    #[n(7)]
    pub failure_reason: Option<String>,
    /// The journal entry of its execution.
    #[n(8)]
    pub journal_id: Option<u64>,
}

/// Where a proposal stands. Names of the NNS, and one more.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    CandidType,
    Serialize,
    Deserialize,
    Encode,
    Decode,
)]
pub enum ProposalStatus {
    /// In vote.
    #[n(1)]
    Open,
    /// Voted down.
    #[n(2)]
    Rejected,
    /// Adopted; its execution has not ended.
    #[n(3)]
    Adopted,
    /// Executed; a motion is, when it is adopted.
    #[n(4)]
    Executed,
    /// Adopted, and the execution failed: nothing was changed.
    #[n(5)]
    Failed,
    /// Adopted, and whether it was executed is unknown. A proposal settles it.
    #[n(6)]
    Quarantined,
}

/// The votes at one time, in units of voting power.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode,
)]
#[cbor(map)]
pub struct Tally {
    /// When it was counted, seconds.
    #[n(0)]
    pub timestamp_seconds: u64,
    /// For.
    #[n(1)]
    pub yes: u64,
    /// Against.
    #[n(2)]
    pub no: u64,
    /// All that could vote.
    #[n(3)]
    pub total: u64,
}

/// The votes on a proposal. Certified under its number.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct Ballots {
    /// One byte per member of the proposal's electorate, in its order: 0 not cast, 1 yes,
    /// 2 no.
    #[n(0)]
    pub votes: Blob,
}

/// A ballot that was cast, by the neuron or because those it follows voted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(array)]
pub struct Ballot {
    /// The neuron.
    #[n(0)]
    pub neuron_id: u64,
    /// How it voted.
    #[n(1)]
    pub vote: Vote,
}
