//! Why an update was refused. A refused update changes nothing.

use crate::governance::{ProposalStatus, Source, Vote};
use crate::id::{Caller, Sha256Hash};
use candid::CandidType;
use serde::{Deserialize, Serialize};

/// Refusals of the council and of governance's own commands.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, thiserror::Error)]
pub enum GovernanceError {
    /// A text or a command is longer than allowed.
    #[error("{field}: {bytes} bytes, at most {limit} allowed")]
    TooLong {
        /// Which field.
        field: String,
        /// Its bytes.
        bytes: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// A text is shorter than allowed.
    #[error("{field}: {bytes} bytes, at least {limit} wanted")]
    TooShort {
        /// Which field.
        field: String,
        /// Its bytes.
        bytes: u64,
        /// Bytes wanted.
        limit: u64,
    },
    /// A field does not follow its grammar.
    #[error("{field}: {given:?} is not allowed: {rule}")]
    InvalidField {
        /// Which field.
        field: String,
        /// What was given, shortened to 64 characters.
        given: String,
        /// The rule it breaks, in words.
        rule: String,
    },
    /// More entries than allowed.
    #[error("{field}: {count} entries, at most {limit} allowed")]
    TooMany {
        /// Which field.
        field: String,
        /// Entries given.
        count: u64,
        /// Entries allowed.
        limit: u64,
    },
    /// A number is outside its range.
    #[error("{field}: {given} is outside {min} to {max}")]
    OutOfRange {
        /// Which field.
        field: String,
        /// What was given.
        given: u64,
        /// Least allowed.
        min: u64,
        /// Most allowed.
        max: u64,
    },
    /// No such neuron.
    #[error("no neuron {neuron_id}")]
    NeuronNotFound {
        /// The number asked for.
        neuron_id: u64,
    },
    /// The caller is neither the neuron's controller nor one of its hot keys.
    #[error("{caller} is neither controller nor hot key of neuron {neuron_id}")]
    NotAuthorized {
        /// The neuron.
        neuron_id: u64,
        /// Who called.
        caller: Caller,
    },
    /// Only the neuron's controller may do this.
    #[error("{caller} is not the controller of neuron {neuron_id}")]
    NotController {
        /// The neuron.
        neuron_id: u64,
        /// Who called.
        caller: Caller,
    },
    /// The neuron has no vote: none now, or none when the proposal was submitted.
    #[error("neuron {neuron_id} has no voting power here")]
    NoVotingPower {
        /// The neuron.
        neuron_id: u64,
    },
    /// No such proposal, or one that was collected.
    #[error("no proposal {proposal_id}: it was never made, or it was collected")]
    ProposalNotFound {
        /// The number asked for.
        proposal_id: u64,
    },
    /// The proposal is decided.
    #[error("proposal {proposal_id} is decided: {status:?}")]
    ProposalNotOpen {
        /// The proposal.
        proposal_id: u64,
        /// Where it stands.
        status: ProposalStatus,
    },
    /// The proposal's deadline has passed.
    #[error("votes on proposal {proposal_id} had to come before {deadline_timestamp_seconds} s")]
    DeadlinePassed {
        /// The proposal.
        proposal_id: u64,
        /// The deadline, seconds since the epoch.
        deadline_timestamp_seconds: u64,
    },
    /// The neuron voted, by itself or because those it follows did.
    #[error("neuron {neuron_id} has voted {vote:?} on proposal {proposal_id}")]
    AlreadyVoted {
        /// The neuron.
        neuron_id: u64,
        /// The proposal.
        proposal_id: u64,
        /// How it voted.
        vote: Vote,
    },
    /// A neuron cannot follow itself.
    #[error("neuron {neuron_id} cannot follow itself")]
    FollowsItself {
        /// The neuron.
        neuron_id: u64,
    },
    /// Following would go in a circle.
    #[error("following would go in a circle: {path:?}")]
    FollowingCycle {
        /// From the neuron over those it would follow back to it.
        path: Vec<u64>,
    },
    /// The neuron has as many open proposals as it may.
    #[error("neuron {neuron_id} has {limit} open proposals, as many as it may")]
    TooManyOpenProposals {
        /// The neuron.
        neuron_id: u64,
        /// Open proposals allowed.
        limit: u64,
    },
    /// The council has as many open proposals as it may.
    #[error("{limit} proposals are open, as many as may be")]
    CouncilBusy {
        /// Open proposals allowed.
        limit: u64,
    },
    /// The command would be refused; it was not put to the vote.
    #[error("the command would be refused: {reason}")]
    CommandRefused {
        /// The words of the canister that owns the record.
        reason: String,
    },
    /// Whether the command is valid could not be asked; it was not put to the vote.
    #[error("the command could not be checked: {reason}")]
    CommandNotChecked {
        /// Why.
        reason: String,
    },
    /// The canister that owns what the command changes is not part of the suite yet.
    #[error("the suite has no {canister} canister yet: SetCanisters names it")]
    CanisterNotSet {
        /// Which one.
        canister: String,
    },
    /// The source of authority is off.
    #[error("the source {source_off:?} is off")]
    SourceOff {
        /// Which one.
        source_off: Source,
    },
    /// The last source of authority cannot be switched off.
    #[error("one source of authority must stay on")]
    LastSource,
    /// The SNS source is or would be on without an SNS.
    #[error("the SNS source needs an SNS governance canister")]
    SnsNotSet,
    /// The council would be on without anybody who can vote.
    #[error("the council needs a neuron with voting power")]
    CouncilWithoutVotes,
    /// No such journal entry.
    #[error("no journal entry {journal_id}")]
    JournalEntryNotFound {
        /// The number asked for.
        journal_id: u64,
    },
    /// The entry's outcome is known.
    #[error("the outcome of journal entry {journal_id} is known")]
    NotQuarantined {
        /// The entry.
        journal_id: u64,
    },
    /// Another proposal on the membership of subnets names the same subnet or node. Verdicts of
    /// proposals in vote hold together, so one is decided and executed before the next.
    #[error("proposal {proposal_id}, which is in vote or being executed, names {record} as well")]
    MembershipInVote {
        /// The other proposal.
        proposal_id: u64,
        /// What both name: `subnet` or `node`, and its principal.
        record: String,
    },
    /// For refusals added later, so that older clients can still read them.
    #[error("{code}: {message}")]
    GenericError {
        /// A stable code.
        code: u64,
        /// What happened.
        message: String,
    },
}

/// Why an NNS motion is not executed.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, thiserror::Error)]
pub enum MotionError {
    /// Motions are not a source of authority now.
    #[error("the source NnsMotion is off")]
    SourceOff,
    /// NNS governance answers alike for both.
    #[error("NNS proposal {proposal_id} is unknown there, or was collected")]
    UnknownOrCollected {
        /// The proposal asked for.
        proposal_id: u64,
    },
    /// The proposal is something else.
    #[error("NNS proposal {proposal_id} is not a motion")]
    NotAMotion {
        /// The proposal.
        proposal_id: u64,
    },
    /// The motion's topic is another.
    #[error("NNS proposal {proposal_id} has topic {topic}, not 4 (Governance)")]
    OtherTopic {
        /// The proposal.
        proposal_id: u64,
        /// Its topic, as NNS governance numbers them.
        topic: i32,
    },
    /// The motion is in vote.
    #[error("NNS proposal {proposal_id} is open: the vote has not ended")]
    Open {
        /// The proposal.
        proposal_id: u64,
    },
    /// The motion was voted down.
    #[error("NNS proposal {proposal_id} was rejected")]
    Rejected {
        /// The proposal.
        proposal_id: u64,
    },
    /// The motion is neither open nor rejected nor executed.
    #[error("NNS proposal {proposal_id} has status {status}, not 4 (Executed)")]
    NotExecuted {
        /// The proposal.
        proposal_id: u64,
        /// Its status, as NNS governance numbers them.
        status: i32,
    },
    /// The text is longer than NNS governance allows for a motion.
    #[error("the text has {bytes} bytes, at most {limit} are allowed for a motion")]
    TooLong {
        /// Its bytes.
        bytes: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// The text does not begin with a command block.
    #[error("the text carries no command: {rule}")]
    NoCommand {
        /// What is missing.
        rule: String,
    },
    /// The text begins with a command block that is not exact.
    #[error("line {line} of the command block: {rule}")]
    MalformedBlock {
        /// Which line, from 1.
        line: u32,
        /// What is wrong.
        rule: String,
    },
    /// The block names another canister.
    #[error("the command is for {named}, this is {this}")]
    OtherCanister {
        /// The canister the block names.
        named: Caller,
        /// This canister.
        this: Caller,
    },
    /// The block's hash is not that of its command.
    #[error("the block states SHA-256 {stated}, its command has {actual}")]
    HashMismatch {
        /// As the block says.
        stated: Sha256Hash,
        /// Of the command's bytes.
        actual: Sha256Hash,
    },
    /// The block's bytes are no command.
    #[error("the block's bytes are no command: {reason}")]
    NotACommand {
        /// What the decoder says.
        reason: String,
    },
    /// The motion was executed before.
    #[error("NNS proposal {proposal_id} was executed before: journal entry {journal_id}")]
    AlreadyExecuted {
        /// The proposal.
        proposal_id: u64,
        /// The entry.
        journal_id: u64,
    },
    /// The motion is being executed.
    #[error("NNS proposal {proposal_id} is being executed")]
    InProgress {
        /// The proposal.
        proposal_id: u64,
    },
    /// NNS governance did not answer. Try again.
    #[error("NNS governance did not answer: {reason}")]
    NnsNotReached {
        /// Why.
        reason: String,
    },
    /// NNS governance answered something that cannot be read.
    #[error("the answer of NNS governance cannot be read: {reason}")]
    NnsNotUnderstood {
        /// What the decoder says.
        reason: String,
    },
    /// The command would be refused now. The motion is not used up: try again when that has
    /// changed.
    #[error("the command would be refused: {reason}")]
    CommandRefused {
        /// The words of the canister that owns the record.
        reason: String,
    },
    /// Whether the command is valid could not be asked. The motion is not used up.
    #[error("the command could not be checked: {reason}")]
    CommandNotChecked {
        /// Why.
        reason: String,
    },
    /// For refusals added later, so that older clients can still read them.
    #[error("{code}: {message}")]
    GenericError {
        /// A stable code.
        code: u64,
        /// What happened.
        message: String,
    },
}
