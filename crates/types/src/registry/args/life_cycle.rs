//! Arguments about who may take part, with which machines, and until when.

use crate::id::{Blob, NodeId, OperatorId, ProviderId, Sha256Hash};
use crate::registry::{Gps, RewardableNodes};
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Suspends an active provider: its operators register no nodes until it is reinstated.
/// Governed.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct SuspendProviderArgs {
    /// An active provider.
    #[n(0)]
    pub id: ProviderId,
    /// Why, 1 to 1,000 bytes.
    #[n(1)]
    pub reason: String,
}

/// Ends a provider's suspension. Governed.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct ReinstateProviderArgs {
    /// A suspended provider.
    #[n(0)]
    pub id: ProviderId,
    /// Why, 1 to 1,000 bytes.
    #[n(1)]
    pub reason: String,
}

/// Ends a provider's part in the network. All that its operators may still register is
/// gone, and it, its operators and its cluster are barred from coming back. Governed,
/// critical.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct OffboardProviderArgs {
    /// A provider that is active or suspended.
    #[n(0)]
    pub id: ProviderId,
    /// Why, 1 to 1,000 bytes.
    #[n(1)]
    pub reason: String,
}

/// Lets a barred provider take part (again). No allowance comes back with it. Governed,
/// critical.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct ReadmitProviderArgs {
    /// The provider: itself offboarded, or in the cluster of one that is, or not known yet.
    #[n(0)]
    pub id: ProviderId,
    /// The offboarded providers that no longer stand against it, 1 to 16, each once. Itself,
    /// when it is offboarded.
    #[n(1)]
    pub despite: Vec<ProviderId>,
    /// Why, 1 to 1,000 bytes.
    #[n(2)]
    pub reason: String,
}

/// Moves a provider's records to another principal, which then has to accept the
/// declaration and answer the questions of independence itself. Governed, critical.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct HandOverProviderArgs {
    /// A provider that is active or suspended, with at most 100 operator records.
    #[n(0)]
    pub from: ProviderId,
    /// A principal that has no profile here.
    #[n(1)]
    pub to: ProviderId,
    /// Why, 1 to 1,000 bytes.
    #[n(2)]
    pub reason: String,
}

/// Changes a data centre to which no operator record refers. Governed.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct ChangeDataCenterArgs {
    /// An existing data centre.
    #[n(0)]
    pub id: String,
    /// Name, 1 to 255 bytes.
    #[n(1)]
    pub name: String,
    /// Owner, 1 to 255 bytes.
    #[n(2)]
    pub owner: String,
    /// `Continent,CC,City`.
    #[n(3)]
    pub region: String,
    /// Coordinates.
    #[n(4)]
    pub gps: Gps,
}

/// Removes data centres to which no operator record refers: all, or none. Governed.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct RemoveDataCentersArgs {
    /// Existing data centres, 1 to 100, each once.
    #[n(0)]
    pub ids: Vec<String>,
}

/// Changes an operator record; an absent field stays. A record that an import brought is
/// from then on one of proposal. Governed, by `UpdateNodeOperatorConfigPayload` of the NNS
/// registry.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct UpdateNodeOperatorConfigArgs {
    /// An existing operator record.
    #[n(0)]
    pub id: OperatorId,
    /// Another provider, registered and active: the record is handed over to it.
    #[n(1)]
    pub provider: Option<ProviderId>,
    /// Another data centre, which exists; only while the operator has no nodes.
    #[n(2)]
    pub dc_id: Option<String>,
    /// Nodes it may still register, at most 1,000.
    #[n(3)]
    pub node_allowance: Option<u64>,
    /// Nodes paid for; as in the NNS registry, an empty list changes nothing.
    #[n(4)]
    pub rewardable_nodes: Vec<RewardableNodes>,
    /// Most nodes it may be paid for; an empty list changes nothing.
    #[n(5)]
    pub max_rewardable_nodes: Vec<RewardableNodes>,
    /// Another IPv6 prefix `2001:db8:1:2::/64`.
    #[n(6)]
    pub ipv6_prefix: Option<String>,
    /// Takes the prefix away; refused beside `ipv6_prefix`.
    #[n(7)]
    pub set_ipv6_to_none: bool,
}

/// Removes operator records that have no nodes: all, or none. Governed.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct RemoveNodeOperatorsArgs {
    /// Existing operators without nodes, 1 to 100, each once.
    #[n(0)]
    pub ids: Vec<OperatorId>,
}

/// Ejects nodes: all, or none. Governed.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct RemoveNodesArgs {
    /// Existing nodes, 1 to 100, each once, none of which is a member of a subnet or an API
    /// boundary node.
    #[n(0)]
    pub ids: Vec<NodeId>,
    /// Whether each gives one of its operator's allowance back. The NNS registry always
    /// does; here only when the proposal says so.
    #[n(1)]
    pub return_allowance: bool,
}

/// Hands an operator record over to another provider. Called with the key of the provider
/// it belongs to, as `update_node_operator_config_directly` of the NNS registry.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct UpdateNodeOperatorConfigDirectlyArgs {
    /// One of the caller's operators.
    pub node_operator_id: OperatorId,
    /// The provider that takes over, registered and active.
    pub node_provider_id: ProviderId,
}

/// Removes a node. Called with the key of its operator.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct RemoveNodeDirectlyArgs {
    /// One of the caller's nodes, neither member of a subnet nor API boundary node.
    pub node_id: NodeId,
}

/// Sets a node's domain name. Called with the key of its operator.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct UpdateNodeDomainDirectlyArgs {
    /// One of the caller's nodes, not an API boundary node.
    pub node_id: NodeId,
    /// A domain name in lower case, at most 253 bytes; `null`: none.
    pub domain: Option<String>,
}

/// Deposits evidence of what a node runs. Called with the key of its operator. It is not
/// verified yet: the measurement is one that an elected version has, and that is all.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct SubmitNodeAttestationArgs {
    /// One of the caller's nodes, registered with a chip id.
    pub node_id: NodeId,
    /// SEV-SNP launch measurement, 48 bytes, of an elected `GuestOS` version.
    pub measurement: Blob,
    /// SHA-256 of the attestation report.
    pub report_sha256: Sha256Hash,
}
