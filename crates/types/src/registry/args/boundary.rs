//! Arguments about API boundary nodes. All governed; a batch takes effect whole or not at all.

use crate::id::{NodeId, Sha256Hash};
use crate::registry::BoundaryNodeKind;
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// One node to turn into a boundary node.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct AddApiBoundaryNodeArgs {
    /// An existing node with a domain that no other boundary node has, outside of subnets.
    #[n(0)]
    pub node_id: NodeId,
    /// What it serves.
    #[n(1)]
    pub kind: BoundaryNodeKind,
    /// SHA-256 of its operator's policy on local law, when it has one.
    #[n(2)]
    pub local_law_policy: Option<Sha256Hash>,
    /// Whether it also measures other nodes.
    #[n(3)]
    pub monitor: bool,
}

/// Adds boundary nodes. Governed, by the method of this name of the NNS registry.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct AddApiBoundaryNodesArgs {
    /// The nodes, 1 to 50, each once.
    #[n(0)]
    pub nodes: Vec<AddApiBoundaryNodeArgs>,
    /// The elected `GuestOS` version they run.
    #[n(1)]
    pub version: String,
}

/// Removes boundary nodes; they stay nodes. Refused when fewer operators than the policy
/// asks for would be left. Governed, by the method of this name of the NNS registry.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct RemoveApiBoundaryNodesArgs {
    /// Boundary nodes, 1 to 50, each once.
    #[n(0)]
    pub node_ids: Vec<NodeId>,
}

/// Upgrades boundary nodes. Governed, by the method of this name of the NNS registry.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct UpdateApiBoundaryNodesVersionArgs {
    /// Boundary nodes, 1 to 50, each once.
    #[n(0)]
    pub node_ids: Vec<NodeId>,
    /// An elected `GuestOS` version.
    #[n(1)]
    pub version: String,
}

/// Changes what is recorded of boundary nodes beside their version. Governed.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct UpdateApiBoundaryNodesTermsArgs {
    /// Boundary nodes, 1 to 50, each once.
    #[n(0)]
    pub node_ids: Vec<NodeId>,
    /// SHA-256 of their operator's policy on local law; `null`: none.
    #[n(1)]
    pub local_law_policy: Option<Sha256Hash>,
    /// Whether they also measure other nodes.
    #[n(2)]
    pub monitor: bool,
}
