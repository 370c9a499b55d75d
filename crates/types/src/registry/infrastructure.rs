//! Data centres, operator records, nodes and subnets, in the real network's terms.

use crate::id::{Blob, NodeId, OperatorId, ProviderId, SubnetId};
use crate::registry::NodeAttestation;
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Where a fact comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum Provenance {
    /// Copied from the network by this import.
    #[n(0)]
    Imported(#[n(0)] u64),
    /// Adopted by proposal.
    #[n(1)]
    Proposal,
    /// Written by the operator's own key.
    #[n(2)]
    SelfRegistered,
}

/// Coordinates in millionths of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct Gps {
    /// North positive, at most 90,000,000 either way.
    #[n(0)]
    pub latitude_udeg: i32,
    /// East positive, at most 180,000,000 either way.
    #[n(1)]
    pub longitude_udeg: i32,
}

/// `DataCenterRecord` of the NNS registry.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct DataCenter {
    /// Id, lower case.
    #[n(0)]
    pub id: String,
    /// Name.
    #[n(1)]
    pub name: String,
    /// Who owns the building.
    #[n(2)]
    pub owner: String,
    /// `Continent,CC,City` with an ISO 3166-1 alpha-2 country code.
    #[n(3)]
    pub region: String,
    /// Where it stands, when known.
    #[n(4)]
    pub gps: Option<Gps>,
    /// Where the record comes from.
    #[n(5)]
    pub provenance: Provenance,
}

/// How many nodes of a reward type an operator is paid for.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct RewardableNodes {
    /// Reward type: `type1.1`, `type3.1`, ...
    #[n(0)]
    pub node_type: String,
    /// Number of nodes.
    #[n(1)]
    pub count: u32,
}

/// `NodeOperatorRecord` of the NNS registry: links a provider to a data centre.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct NodeOperator {
    /// Principal of the operator, who registers nodes.
    #[n(0)]
    pub id: OperatorId,
    /// The provider behind it.
    #[n(1)]
    pub provider: ProviderId,
    /// Data centre.
    #[n(2)]
    pub dc_id: String,
    /// Nodes it may still register.
    #[n(3)]
    pub node_allowance: u64,
    /// Nodes paid for, by reward type.
    #[n(4)]
    pub rewardable_nodes: Vec<RewardableNodes>,
    /// IPv6 prefix of its machines.
    #[n(5)]
    pub ipv6_prefix: Option<String>,
    /// Where the record comes from.
    #[n(6)]
    pub provenance: Provenance,
    /// Most nodes it may be paid for, by reward type.
    #[n(7)]
    #[cbor(with = "crate::later", has_nil)]
    pub max_rewardable_nodes: Vec<RewardableNodes>,
    /// The last hand-over to the provider it has now.
    #[n(8)]
    pub handed_over: Option<HandOver>,
}

/// An operator record came from another provider. Until the provider it has now accepts the
/// declaration after that, it registers no nodes; what its nodes attested before is void.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct HandOver {
    /// From whom.
    #[n(0)]
    pub from: ProviderId,
    /// When. Nanoseconds since the epoch.
    #[n(1)]
    pub at_ns: u64,
}

/// What a node does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum NodeRole {
    /// Member of a subnet.
    #[n(0)]
    Replica,
    /// Spare.
    #[n(1)]
    Unassigned,
    /// API boundary node.
    #[n(2)]
    ApiBoundary,
}

/// Health as last seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum NodeStatus {
    /// Not known: registered here, not yet observed.
    #[n(0)]
    Unknown,
    /// Running.
    #[n(1)]
    Up,
    /// Running with trouble.
    #[n(2)]
    Degraded,
    /// Not answering.
    #[n(3)]
    Down,
}

/// A node machine.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct Node {
    /// The node's principal, derived from its own key.
    #[n(0)]
    pub id: NodeId,
    /// The operator record it stands under.
    #[n(1)]
    pub operator: OperatorId,
    /// What it does.
    #[n(2)]
    pub role: NodeRole,
    /// Health.
    #[n(3)]
    pub status: NodeStatus,
    /// IPv6 address, canonical text.
    #[n(4)]
    pub ipv6: String,
    /// Hardware generation as the network names it, when known.
    #[n(5)]
    pub generation: Option<String>,
    /// SEV-SNP chip id, when attested.
    #[n(6)]
    pub chip_id: Option<Blob>,
    /// The subnet it is a member of.
    #[n(7)]
    pub subnet: Option<SubnetId>,
    /// When it entered this registry. Nanoseconds since the epoch.
    #[n(8)]
    pub registered_at_ns: u64,
    /// Where the record comes from.
    #[n(9)]
    pub provenance: Provenance,
    /// Reward type, `type1.1`, `type3.1`, ..., when known.
    #[n(10)]
    pub node_reward_type: Option<String>,
    /// Domain name.
    #[n(11)]
    pub domain: Option<String>,
    /// Public IPv4 address, canonical text.
    #[n(12)]
    pub ipv4: Option<String>,
    /// Evidence of what it runs.
    #[n(13)]
    pub attestation: Option<NodeAttestation>,
}

/// A subnet. Its members are the nodes that name it.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct Subnet {
    /// Id.
    #[n(0)]
    pub id: SubnetId,
    /// Number of members.
    #[n(1)]
    pub members: u32,
    /// Where the record comes from.
    #[n(2)]
    pub provenance: Provenance,
    /// Its kind, when one was named: `nns`, `swiss`, ...; else it is `application`.
    #[n(3)]
    pub kind: Option<String>,
}
