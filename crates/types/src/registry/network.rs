//! Answers in the shapes of the NNS registry and NNS governance, for clients that know
//! those: names, field names and types are theirs. Coordinates are floats there, and only
//! here in this suite.

use candid::{CandidType, Principal};
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

/// `GetApiBoundaryNodeIdsRequest`: nothing to say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct GetApiBoundaryNodeIdsRequest {}

/// `ApiBoundaryNodeIdRecord`.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct ApiBoundaryNodeIdRecord {
    /// The node.
    pub id: Option<Principal>,
}

/// `DataCenterRecord`.
#[derive(Clone, Debug, PartialEq, CandidType, Serialize, Deserialize)]
pub struct DataCenterRecord {
    /// Id.
    pub id: String,
    /// `Continent,CC,City`.
    pub region: String,
    /// Owner.
    pub owner: String,
    /// Coordinates.
    pub gps: Option<GpsRecord>,
}

/// `Gps`.
#[derive(Clone, Debug, PartialEq, CandidType, Serialize, Deserialize)]
pub struct GpsRecord {
    /// Degrees north.
    pub latitude: f32,
    /// Degrees east.
    pub longitude: f32,
}

/// `NodeOperatorRecord`.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct NodeOperatorRecord {
    /// Principal of the operator.
    pub node_operator_principal_id: ByteBuf,
    /// Nodes it may still register.
    pub node_allowance: u64,
    /// Principal of the provider.
    pub node_provider_principal_id: ByteBuf,
    /// Data centre.
    pub dc_id: String,
    /// Nodes paid for, by reward type.
    pub rewardable_nodes: Vec<(String, u32)>,
    /// IPv6 prefix.
    pub ipv6: Option<String>,
    /// Most nodes paid for, by reward type.
    pub max_rewardable_nodes: Vec<(String, u32)>,
}

/// `NodeProvider`.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct NodeProvider {
    /// Principal.
    pub id: Option<Principal>,
    /// Where rewards go; not known here.
    pub reward_account: Option<AccountIdentifier>,
}

/// `AccountIdentifier`.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct AccountIdentifier {
    /// 32 bytes with checksum.
    pub hash: ByteBuf,
}

/// `ListNodeProvidersResponse`.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct ListNodeProvidersResponse {
    /// All of them.
    pub node_providers: Vec<NodeProvider>,
}

/// `GovernanceError`.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct GovernanceErrorRecord {
    /// Kind, by the numbers of NNS governance: 5 is `NotFound`.
    pub error_type: i32,
    /// What is wrong.
    pub error_message: String,
}
