//! What reads return beside the records themselves. Not certified.

use crate::id::{OperatorId, ProviderId, SubnetId};
use crate::registry::{
    Acceptance, DataCenter, DeclarationStatus, Node, NodeOperator, Provider, PublishedDeclaration,
    Subnet,
};
use candid::CandidType;
use serde::{Deserialize, Serialize};

/// A provider with what hangs on it.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct ProviderView {
    /// The record.
    pub provider: Provider,
    /// Where it stands with the declaration now.
    pub declaration: DeclarationStatus,
    /// Its latest acceptance.
    pub acceptance: Option<Acceptance>,
    /// Its documents published elsewhere.
    pub published: Option<PublishedDeclaration>,
    /// Its operator records.
    pub operators: u32,
    /// Its nodes.
    pub nodes: u32,
}

/// Which providers to list; all conditions given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct ProviderFilter {
    /// With (`true`) or without (`false`) nodes.
    pub has_nodes: Option<bool>,
    /// With or without documents published elsewhere.
    pub has_published_declaration: Option<bool>,
    /// With or without a profile adopted by proposal.
    pub has_profile: Option<bool>,
    /// With a lapsed declaration, or without.
    pub lapsed: Option<bool>,
}

/// Asks for providers in the order of their principals' bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct ListProvidersArgs {
    /// Start after this provider.
    pub after: Option<ProviderId>,
    /// Records wanted, 1 to 100; `null`: 100.
    pub limit: Option<u32>,
    /// Which.
    pub filter: Option<ProviderFilter>,
}

/// Some providers. A filtered page may hold fewer than asked and still have a next one,
/// because one call looks at a bounded number of records.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct ProviderPage {
    /// The providers.
    pub providers: Vec<ProviderView>,
    /// Pass as `after` to go on; `null` at the end.
    pub next: Option<ProviderId>,
}

/// Asks for data centres in the order of their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct ListDataCentersArgs {
    /// Start after this id.
    pub after: Option<String>,
    /// Records wanted, 1 to 100; `null`: 100.
    pub limit: Option<u32>,
}

/// Some data centres.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct DataCenterPage {
    /// The data centres.
    pub data_centers: Vec<DataCenter>,
    /// Pass as `after` to go on; `null` at the end.
    pub next: Option<String>,
}

/// Asks for operator records, all or one provider's.
#[derive(Clone, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct ListNodeOperatorsArgs {
    /// Start after this operator.
    pub after: Option<OperatorId>,
    /// Records wanted, 1 to 100; `null`: 100.
    pub limit: Option<u32>,
    /// Only this provider's.
    pub provider: Option<ProviderId>,
}

/// Some operator records.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct NodeOperatorPage {
    /// The records.
    pub node_operators: Vec<NodeOperator>,
    /// Pass as `after` to go on; `null` at the end.
    pub next: Option<OperatorId>,
}

/// Whose nodes to list. Each is answered from an index.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub enum NodeFilter {
    /// An operator's.
    Operator(OperatorId),
    /// A subnet's members.
    Subnet(SubnetId),
}

/// Asks for nodes in the order of their principals' bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct ListNodesArgs {
    /// Start after this node.
    pub after: Option<crate::id::NodeId>,
    /// Records wanted, 1 to 100; `null`: 100.
    pub limit: Option<u32>,
    /// Which; `null`: all.
    pub filter: Option<NodeFilter>,
}

/// Some nodes.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct NodePage {
    /// The nodes.
    pub nodes: Vec<Node>,
    /// Pass as `after` to go on; `null` at the end.
    pub next: Option<crate::id::NodeId>,
}

/// Asks for subnets in the order of their principals' bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct ListSubnetsArgs {
    /// Start after this subnet.
    pub after: Option<SubnetId>,
    /// Records wanted, 1 to 100; `null`: 100.
    pub limit: Option<u32>,
}

/// Some subnets.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct SubnetPage {
    /// The subnets.
    pub subnets: Vec<Subnet>,
    /// Pass as `after` to go on; `null` at the end.
    pub next: Option<SubnetId>,
}

/// How much the registry holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct Summary {
    /// Providers.
    pub providers: u64,
    /// Providers that an import named.
    pub imported_providers: u64,
    /// Data centres.
    pub data_centers: u64,
    /// Operator records.
    pub node_operators: u64,
    /// Nodes.
    pub nodes: u64,
    /// Subnets.
    pub subnets: u64,
    /// Providers with documents published elsewhere.
    pub published_declarations: u64,
    /// Declaration texts.
    pub declaration_texts: u64,
    /// Providers with an acceptance.
    pub acceptances: u64,
    /// Imports approved.
    pub imports: u64,
    /// Events in the log.
    pub events: u64,
}
