//! Reviews of NNS proposals on the membership of subnets: what they ask, and the verdict of the
//! registry on it.

use crate::id::{NodeId, Sha256Hash};
use crate::registry::MembershipChange;
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Asks for a review of NNS proposals, all of them together.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct ReviewNnsProposalsArgs {
    /// Their ids at the NNS: 1 to 8, each once, in any order.
    pub proposal_ids: Vec<u64>,
}

/// NNS proposals, and what the registry says to all of them together. Certified under the id of
/// each.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct NnsReview {
    /// The proposals, by id.
    #[n(0)]
    pub proposals: Vec<ReviewedProposal>,
    /// Whether no rule is broken by them together.
    #[n(1)]
    pub accepted: bool,
    /// SHA-256 of the verdict in CBOR. Whoever has the registry's rows can compute it again.
    #[n(2)]
    pub verdict_hash: Sha256Hash,
    /// The verdict in plain words, at most 12,000 bytes.
    #[n(3)]
    pub words: String,
    /// The state it was judged in: events of the registry up to then.
    #[n(4)]
    pub registry_events: u64,
    /// The hash of the last of these.
    #[n(5)]
    pub registry_tip: Sha256Hash,
    /// When it was recorded. Nanoseconds since the epoch.
    #[n(6)]
    pub reviewed_at_ns: u64,
}

impl NnsReview {
    /// Ids of the proposals, in order.
    pub fn proposal_ids(&self) -> impl Iterator<Item = u64> + '_ {
        self.proposals.iter().map(|proposal| proposal.proposal_id)
    }
}

/// An NNS proposal, as NNS governance showed it.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct ReviewedProposal {
    /// Its id.
    #[n(0)]
    pub proposal_id: u64,
    /// Where it stood, as NNS governance numbers it: 1 open, 2 rejected, 3 adopted, 4 executed,
    /// 5 failed.
    #[n(1)]
    pub status: i32,
    /// Its function, as NNS governance numbers them: 1 `CreateSubnet`, 2 `AddNodeToSubnet`,
    /// 13 `RemoveNodesFromSubnet`, 31 `ChangeSubnetMembership`.
    #[n(2)]
    pub nns_function: i32,
    /// SHA-256 of its payload.
    #[n(3)]
    pub payload_hash: Sha256Hash,
    /// What its payload asks.
    #[n(4)]
    pub request: NnsRequest,
}

/// What an NNS proposal asks.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum NnsRequest {
    /// To change members of subnets. Nodes that only leave were looked up in the registry: the
    /// payload does not say their subnet.
    #[n(0)]
    #[cbor(map)]
    Change {
        /// The changes, one for each subnet.
        #[n(0)]
        changes: Vec<MembershipChange>,
    },
    /// To make a subnet.
    #[n(1)]
    #[cbor(map)]
    Creation {
        /// The kind whose rules it is held against: `application`.
        #[n(0)]
        kind: String,
        /// The type that the payload says; absent: one that is not known here.
        #[n(1)]
        subnet_type: Option<NnsSubnetType>,
        /// Its members.
        #[n(2)]
        node_ids: Vec<NodeId>,
    },
}

/// A type of subnets, as the NNS registry has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum NnsSubnetType {
    /// `application`.
    #[n(0)]
    Application,
    /// `verified_application`.
    #[n(1)]
    VerifiedApplication,
    /// `system`.
    #[n(2)]
    System,
}

/// Why NNS proposals are not reviewed. Nothing is changed then.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, thiserror::Error)]
pub enum NnsReviewError {
    /// None, or too many.
    #[error("1 to {limit} proposals are reviewed together, not {given}")]
    WrongCount {
        /// Ids given.
        given: u64,
        /// Ids allowed.
        limit: u64,
    },
    /// An id stands twice.
    #[error("NNS proposal {proposal_id} stands twice")]
    NamedTwice {
        /// The proposal.
        proposal_id: u64,
    },
    /// The same proposals were reviewed a short time ago: `get_nns_review` has it.
    #[error("these proposals were reviewed a short time ago; again from {retry_at_ns} ns on")]
    ReviewedRecently {
        /// From when they can be reviewed again. Nanoseconds since the epoch.
        retry_at_ns: u64,
    },
    /// As many reviews as may be are being made. Try again.
    #[error("{limit} reviews are being made, as many as may be; try again")]
    Busy {
        /// Reviews at one time.
        limit: u64,
    },
    /// NNS governance answers alike for both.
    #[error("NNS proposal {proposal_id} is unknown there, or was collected")]
    UnknownOrCollected {
        /// The proposal asked for.
        proposal_id: u64,
    },
    /// The proposal calls no function of another canister.
    #[error("NNS proposal {proposal_id} is no ExecuteNnsFunction")]
    OtherAction {
        /// The proposal.
        proposal_id: u64,
    },
    /// The proposal does not change the membership of subnets.
    #[error(
        "NNS proposal {proposal_id} calls function {nns_function}, not 1 (CreateSubnet), 2 (AddNodeToSubnet), 13 (RemoveNodesFromSubnet) or 31 (ChangeSubnetMembership)"
    )]
    OtherFunction {
        /// The proposal.
        proposal_id: u64,
        /// Its function, as NNS governance numbers them.
        nns_function: i32,
    },
    /// The payload is not the argument of its function.
    #[error("the payload of NNS proposal {proposal_id} cannot be read: {reason}")]
    PayloadNotUnderstood {
        /// The proposal.
        proposal_id: u64,
        /// What the decoder says.
        reason: String,
    },
    /// More nodes would have to be looked up than one review may.
    #[error("{count} nodes would have to be looked up, at most {limit} may")]
    TooManyNodes {
        /// Nodes whose subnet the payloads do not say.
        count: u64,
        /// Nodes allowed.
        limit: u64,
    },
    /// A node that is to leave its subnet is in none, as far as the registry knows.
    #[error("NNS proposal {proposal_id}: the registry knows no subnet of node {node_id}")]
    NodeWithoutSubnet {
        /// The proposal.
        proposal_id: u64,
        /// The node.
        node_id: NodeId,
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
    /// The registry did not answer. Try again.
    #[error("the registry did not answer: {reason}")]
    RegistryNotReached {
        /// Why.
        reason: String,
    },
    /// The registry answered something that cannot be read.
    #[error("the answer of the registry cannot be read: {reason}")]
    RegistryNotUnderstood {
        /// What the decoder says.
        reason: String,
    },
    /// The registry gives no verdict on this.
    #[error("the registry gives no verdict: {reason}")]
    RegistryRefused {
        /// Its words.
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
