//! What can happen to governance. The log of these rebuilds everything else.
//!
//! An event holds what was decided, not what it was decided from: the ballots that followed,
//! the new tally, the new deadline. A later change of the voting rules therefore leaves the
//! past as it was. Numbers are part of the stored format: never reused, and a field added
//! later is optional.

use bonafide_types::governance::{
    Ballot, Canisters, Config, JournalEntry, Neuron, NnsReview, Outcome, Proposal, ProposalContent,
    ProposalState, Sources, Topic, VotingParameters,
};
use bonafide_types::id::{Blob, Caller};
use minicbor::{Decode, Encode};

/// One change of governance.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Event {
    /// The canister was installed.
    #[n(0)]
    #[cbor(map)]
    Initialized {
        /// First settings.
        #[n(0)]
        config: Config,
        /// The council, in the order of numbers, which begin with 1.
        #[n(1)]
        neurons: Vec<Neuron>,
    },
    /// A neuron submitted a proposal and voted yes on it.
    #[n(1)]
    #[cbor(map)]
    ProposalSubmitted {
        /// What never changes.
        #[n(0)]
        proposal: Proposal,
        /// What voters read.
        #[n(1)]
        content: ProposalContent,
        /// The proposer's ballot, and those that followed.
        #[n(2)]
        #[cbor(with = "super::cast")]
        ballots: Vec<Ballot>,
        /// Where it stands after these.
        #[n(3)]
        state: ProposalState,
        /// Decided proposals of the same topic that are collected for it.
        #[n(4)]
        collected: Vec<u64>,
    },
    /// A neuron voted.
    #[n(2)]
    #[cbor(map)]
    Voted {
        /// The proposal.
        #[n(0)]
        proposal_id: u64,
        /// The neuron's ballot, and those that followed.
        #[n(1)]
        #[cbor(with = "super::cast")]
        ballots: Vec<Ballot>,
        /// Where the proposal stands after these.
        #[n(2)]
        state: ProposalState,
        /// The neuron that voted; the others followed.
        #[n(3)]
        neuron_id: u64,
    },
    /// A proposal's deadline passed and decided it.
    #[n(3)]
    #[cbor(map)]
    DeadlineReached {
        /// Where the proposal stands now.
        #[n(0)]
        state: ProposalState,
    },
    /// A neuron follows others from now on.
    #[n(4)]
    #[cbor(map)]
    FolloweesSet {
        /// The neuron.
        #[n(0)]
        neuron_id: u64,
        /// On what.
        #[n(1)]
        topic: Topic,
        /// Whom.
        #[n(2)]
        followees: Vec<u64>,
    },
    /// A neuron's hot keys were set.
    #[n(5)]
    #[cbor(map)]
    HotKeysSet {
        /// The neuron.
        #[n(0)]
        neuron_id: u64,
        /// Its hot keys from now on.
        #[n(1)]
        hot_keys: Vec<Caller>,
    },
    /// A command was authorised. Its source is used up from here on.
    #[n(6)]
    #[cbor(map)]
    CommandAuthorized {
        /// The journal entry, open.
        #[n(0)]
        entry: JournalEntry,
        /// The command in canonical CBOR.
        #[n(1)]
        command: Blob,
    },
    /// The call of an authorised command goes out.
    #[n(7)]
    #[cbor(map)]
    ExecutionBegun {
        /// The entry.
        #[n(0)]
        journal_id: u64,
    },
    /// What became of an authorised command is known, or known to be unknown.
    #[n(8)]
    #[cbor(map)]
    ExecutionEnded {
        /// The entry.
        #[n(0)]
        journal_id: u64,
        /// What became of it.
        #[n(1)]
        outcome: Outcome,
        /// The beginning of the target's reply.
        #[n(2)]
        reply: Option<Blob>,
    },
    /// A command added a neuron.
    #[n(9)]
    #[cbor(map)]
    NeuronAdded {
        /// The neuron.
        #[n(0)]
        neuron: Neuron,
    },
    /// A command changed a neuron.
    #[n(10)]
    #[cbor(map)]
    NeuronChanged {
        /// The neuron as it is from now on.
        #[n(0)]
        neuron: Neuron,
    },
    /// A command switched sources of authority.
    #[n(11)]
    #[cbor(map)]
    SourcesSet {
        /// Those from now on.
        #[n(0)]
        sources: Sources,
    },
    /// A command said which SNS may decide.
    #[n(12)]
    #[cbor(map)]
    SnsGovernanceSet {
        /// Its governance canister.
        #[n(0)]
        sns_governance: Option<Caller>,
    },
    /// A command changed how later proposals are voted on.
    #[n(13)]
    #[cbor(map)]
    VotingParametersSet {
        /// Those from now on.
        #[n(0)]
        voting: VotingParameters,
    },
    /// A command said where the suite's canisters are.
    #[n(14)]
    #[cbor(map)]
    CanistersSet {
        /// Those from now on.
        #[n(0)]
        canisters: Canisters,
    },
    /// A command settled an unknown outcome.
    #[n(15)]
    #[cbor(map)]
    QuarantineSettled {
        /// The entry that is settled.
        #[n(0)]
        journal_id: u64,
        /// What became of it.
        #[n(1)]
        outcome: Outcome,
        /// The entry of the command that settled it.
        #[n(2)]
        by: u64,
    },
    /// NNS proposals were read, and the registry judged them.
    #[n(16)]
    #[cbor(map)]
    NnsProposalsReviewed {
        /// What they ask, and the verdict.
        #[n(0)]
        review: NnsReview,
        /// Proposals whose review is collected for it.
        #[n(1)]
        collected: Vec<u64>,
    },
}
