//! Arguments and replies of reads.

use crate::certified::RowKey;
use crate::governance::{
    Command, JournalEntry, Neuron, Proposal, ProposalContent, ProposalState, ProposalStatus,
    Source, Topic, Vote,
};
use crate::id::Sha256Hash;
use candid::CandidType;
use serde::{Deserialize, Serialize};

/// A proposal without its texts.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct ProposalSummary {
    /// What never changes.
    pub proposal: Proposal,
    /// What does.
    pub state: ProposalState,
}

/// A proposal whole.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct ProposalInfo {
    /// What never changes.
    pub proposal: Proposal,
    /// What does.
    pub state: ProposalState,
    /// What voters read.
    pub content: ProposalContent,
}

/// Asks for proposals, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct ListProposalsArgs {
    /// Only those with a number below this.
    pub before_proposal: Option<u64>,
    /// At most 100; `null`: 100.
    pub limit: Option<u32>,
    /// Only these; `null`: all.
    pub topic: Option<Topic>,
    /// Only these; `null`: all.
    pub status: Option<ProposalStatus>,
}

/// Proposals.
#[derive(Clone, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct ProposalPage {
    /// Newest first.
    pub proposals: Vec<ProposalSummary>,
    /// Ask on with `before_proposal`; `null`: there are no more.
    pub next: Option<u64>,
}

/// Asks for neurons, in the order of their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct ListNeuronsArgs {
    /// Start after this number.
    pub after: Option<u64>,
    /// At most 100; `null`: 100.
    pub limit: Option<u32>,
}

/// Neurons.
#[derive(Clone, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct NeuronPage {
    /// In the order of their numbers.
    pub neurons: Vec<Neuron>,
    /// Ask on with `after`; `null`: there are no more.
    pub next: Option<u64>,
}

/// A neuron's vote on a proposal.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct BallotView {
    /// Its voting power on this proposal.
    pub voting_power: u64,
    /// How it voted; `null`: it did not.
    pub vote: Option<Vote>,
}

/// Asks for journal entries, newest first. At most one of `record`, `command_hash`,
/// `method` and `source` is used, in this order.
#[derive(Clone, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct ListJournalArgs {
    /// Only entries below this number.
    pub before: Option<u64>,
    /// At most 100; `null`: 100.
    pub limit: Option<u32>,
    /// Only commands that name this record, by the keys of `Record`.
    pub record: Option<RowKey>,
    /// Only this command.
    pub command_hash: Option<Sha256Hash>,
    /// Only this governed method.
    pub method: Option<String>,
    /// Only this source.
    pub source: Option<Source>,
}

/// Journal entries.
#[derive(Clone, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct JournalPage {
    /// Newest first.
    pub entries: Vec<JournalEntry>,
    /// Ask on with `before`; `null`: there are no more.
    pub next: Option<u64>,
}

/// What a motion text would do.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct MotionExplanation {
    /// The command the text carries. Always there; a client that does not know it yet reads
    /// `null`.
    pub command: Option<Command>,
    /// Its hash, as the journal has it.
    pub command_hash: Sha256Hash,
    /// What it would do now, in the words of the canister that owns the record.
    pub effect: String,
}

/// How much there is.
#[derive(Clone, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct Summary {
    /// Neurons.
    pub neurons: u64,
    /// Voting power of all of them, units.
    pub voting_power: u64,
    /// Proposals ever submitted.
    pub proposals: u64,
    /// Of these in vote.
    pub open_proposals: u64,
    /// Journal entries.
    pub journal_entries: u64,
    /// Of these with an unknown outcome.
    pub quarantined: u64,
    /// Events in the log.
    pub events: u64,
}
