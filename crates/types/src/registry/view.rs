//! What reads return beside the records themselves. Not certified.

use crate::id::{Blob, NodeId, OperatorId, ProviderId, SubnetId};
use crate::registry::{
    Acceptance, AnswersStatus, ApiBoundaryNode, Bar, ClaimAlert, DataCenter, DeclarationStatus,
    Node, NodeOperator, NodeRole, NodeStatus, OwnerAlias, Provider, ProviderStatus,
    PublishedDeclaration, RecordRef, RegistryError, Subnet, WorkingGroupMotion,
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
    /// Its cluster; a provider that is alone stands for itself.
    pub cluster: ProviderId,
    /// Providers of that cluster, itself counted.
    pub cluster_size: u32,
    /// Where it stands with the questions of independence now.
    pub answers: AnswersStatus,
    /// What bars it now, at most 100.
    pub bars: Vec<Bar>,
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
    /// With this status.
    pub status: Option<ProviderStatus>,
    /// Of this cluster, which any of its members names.
    pub cluster: Option<ProviderId>,
    /// Whose profile names this country, ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Whose legal, display or imported name contains this text, 2 to 64 bytes, whatever
    /// the case of its ASCII letters.
    pub name: Option<String>,
    /// With answers of independence to be given again, or not.
    pub answers_reopened: Option<bool>,
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
    /// Which; `null`: all.
    pub filter: Option<DataCenterFilter>,
}

/// Which data centres to list; all conditions given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct DataCenterFilter {
    /// Of this owner, by canonical name or alias.
    pub owner: Option<String>,
    /// In this country, ISO 3166-1 alpha-2; `UK` is taken as `GB`.
    pub country: Option<String>,
    /// In a country of this jurisdiction tag.
    pub jurisdiction: Option<String>,
}

/// Some data centres. A filtered page may hold fewer than asked and still have a next one,
/// because one call looks at a bounded number of records.
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

/// Which nodes to list; all conditions given must hold. One of them is answered from an
/// index, in the order in which they stand here; the others are checked on what it gives.
#[derive(Clone, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct NodeFilter {
    /// An operator's.
    pub operator: Option<OperatorId>,
    /// A subnet's members.
    pub subnet: Option<SubnetId>,
    /// In this data centre.
    pub dc_id: Option<String>,
    /// A provider's.
    pub provider: Option<ProviderId>,
    /// Of all providers of a cluster, which any of them names.
    pub cluster: Option<ProviderId>,
    /// In data centres of this owner, by canonical name or alias.
    pub owner: Option<String>,
    /// In this country, ISO 3166-1 alpha-2; `UK` is taken as `GB`.
    pub country: Option<String>,
    /// Of this hardware generation.
    pub generation: Option<String>,
    /// Whose generation's support ends before this moment. Nanoseconds since the epoch.
    pub support_ends_before_ns: Option<u64>,
    /// With this role.
    pub role: Option<NodeRole>,
    /// With this health.
    pub status: Option<NodeStatus>,
    /// Whose provider's declaration has lapsed (`true`) or not (`false`).
    pub declaration_lapsed: Option<bool>,
    /// In a country of this jurisdiction tag.
    pub jurisdiction: Option<String>,
}

/// Asks for nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct ListNodesArgs {
    /// Go on where a page with the same filter ended: its `next`.
    pub after: Option<Blob>,
    /// Records wanted, 1 to 100; `null`: 100.
    pub limit: Option<u32>,
    /// Which; `null`: all.
    pub filter: Option<NodeFilter>,
}

/// Where a node's hardware generation stands now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub enum SupportStatus {
    /// The generation is not known, or not in the table.
    Unknown,
    /// Supported; new nodes of it may register or may soon.
    Supported,
    /// Supported; new nodes of it may no longer register.
    Closed {
        /// When support ends, if announced. Nanoseconds since the epoch.
        supported_until_ns: Option<u64>,
    },
    /// Past support.
    Past {
        /// Since when. Nanoseconds since the epoch.
        since_ns: u64,
    },
}

/// A node with what follows from the records it refers to.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct NodeView {
    /// The record.
    pub node: Node,
    /// Its operator's provider.
    pub provider: ProviderId,
    /// Its operator's data centre.
    pub dc_id: String,
    /// Where its generation stands now.
    pub support: SupportStatus,
    /// Whether it deposited evidence that no hand-over has made void.
    pub attested: bool,
}

/// Some nodes. A page may hold fewer than asked and still have a next one, because one call
/// looks at a bounded number of records.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct NodePage {
    /// The nodes.
    pub nodes: Vec<NodeView>,
    /// Pass as `after`, with the same filter, to go on; `null` at the end.
    pub next: Option<Blob>,
}

/// Whether an operator may register a node now, and if not, why.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct OperatorStanding {
    /// The record.
    pub node_operator: NodeOperator,
    /// Its nodes.
    pub nodes: u32,
    /// Where its provider stands with the declaration now.
    pub declaration: DeclarationStatus,
    /// What a registration would be refused for, before a look at the node; `null`: it may.
    pub refusal: Option<RegistryError>,
}

/// Asks for one-sided claims.
#[derive(Clone, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct ListClaimAlertsArgs {
    /// Go on where a page ended: its `next`.
    pub after: Option<Blob>,
    /// Records wanted, 1 to 100; `null`: 100.
    pub limit: Option<u32>,
    /// Only those that this provider raised or is silent about.
    pub provider: Option<ProviderId>,
}

/// Some one-sided claims.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct ClaimAlertPage {
    /// The claims.
    pub alerts: Vec<ClaimAlert>,
    /// Pass as `after` to go on; `null` at the end.
    pub next: Option<Blob>,
}

/// Asks for boundary nodes in the order of their principals' bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct ListApiBoundaryNodesArgs {
    /// Start after this node.
    pub after: Option<NodeId>,
    /// Records wanted, 1 to 100; `null`: 100.
    pub limit: Option<u32>,
}

/// Some boundary nodes.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct ApiBoundaryNodePage {
    /// The boundary nodes.
    pub api_boundary_nodes: Vec<ApiBoundaryNode>,
    /// Pass as `after` to go on; `null` at the end.
    pub next: Option<NodeId>,
}

/// Asks for owner aliases in the order of their bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct ListOwnerAliasesArgs {
    /// Start after this alias.
    pub after: Option<String>,
    /// Records wanted, 1 to 100; `null`: 100.
    pub limit: Option<u32>,
}

/// Some owner aliases.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct OwnerAliasPage {
    /// The aliases.
    pub aliases: Vec<OwnerAlias>,
    /// Pass as `after` to go on; `null` at the end.
    pub next: Option<String>,
}

/// Asks for motions of working groups, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct ListWorkingGroupMotionsArgs {
    /// Start below this number.
    pub before: Option<u64>,
    /// Records wanted, 1 to 100; `null`: 100.
    pub limit: Option<u32>,
    /// Only those about this record.
    pub record: Option<RecordRef>,
}

/// Some motions of working groups.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct WorkingGroupMotionPage {
    /// The motions.
    pub motions: Vec<WorkingGroupMotion>,
    /// Pass as `before` to go on; `null` at the end.
    pub next: Option<u64>,
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
    /// API boundary nodes.
    pub api_boundary_nodes: u64,
    /// Providers in clusters of two or more.
    pub clustered_providers: u64,
    /// Claims of a link that only one side declares.
    pub claim_alerts: u64,
    /// Providers that answered the questions of independence.
    pub independence_answers: u64,
    /// Events in the log.
    pub events: u64,
}
