//! Records, arguments and errors of the registry canister.

mod args;
mod decentralization;
mod declaration;
mod error;
mod hardware;
mod import;
mod independence;
mod infrastructure;
mod network;
mod place;
mod provider;
mod view;
mod working_group;

pub use args::*;
pub use decentralization::*;
pub use declaration::*;
pub use error::*;
pub use hardware::*;
pub use import::*;
pub use independence::*;
pub use infrastructure::*;
pub use network::*;
pub use place::*;
pub use provider::*;
pub use view::*;
pub use working_group::*;

/// Labels of the certified tables, in tree order.
pub mod table {
    /// [`super::Acceptance`] by provider.
    pub const ACCEPTANCE: &str = "acceptance";
    /// [`super::ApiBoundaryNode`] by node.
    pub const API_BOUNDARY_NODE: &str = "api_boundary_node";
    /// [`super::Bar`]: 0 for a provider, 1 for an operator (1 byte), length of its id (1 byte),
    /// its id, the offboarded provider.
    pub const BAR: &str = "bar";
    /// [`super::ClaimAlert`]: length of the claimant (1 byte), claimant, length of the silent
    /// side (1 byte), silent side, number of the kind (1 byte).
    pub const CLAIM_ALERT: &str = "claim_alert";
    /// [`super::ClusterMember`] by provider.
    pub const CLUSTER: &str = "cluster";
    /// [`super::Config`] under the key `config`.
    pub const CONFIG: &str = "config";
    /// [`super::Cordon`]: number of the dimension (1 byte), actor.
    pub const CORDON: &str = "cordon";
    /// [`super::DataCenter`] by id.
    pub const DATA_CENTER: &str = "data_center";
    /// [`super::DeclarationText`] by SHA-256.
    pub const DECLARATION_TEXT: &str = "declaration_text";
    /// [`super::Generation`] by name.
    pub const GENERATION: &str = "generation";
    /// [`super::GuestosVersion`] by version.
    pub const GUESTOS_VERSION: &str = "guestos_version";
    /// [`super::ImportJob`] by number (8 bytes, big-endian).
    pub const IMPORT: &str = "import";
    /// [`super::IndependenceAnswers`] by provider.
    pub const INDEPENDENCE: &str = "independence";
    /// [`super::Jurisdiction`]: length of the tag (1 byte), tag, version (4 bytes, big-endian).
    pub const JURISDICTION: &str = "jurisdiction";
    /// [`super::MembershipRecord`] by number (8 bytes, big-endian).
    pub const MEMBERSHIP: &str = "membership";
    /// [`super::Node`] by id.
    pub const NODE: &str = "node";
    /// [`super::NodeOperator`] by id.
    pub const NODE_OPERATOR: &str = "node_operator";
    /// [`super::OwnerAlias`] by alias.
    pub const OWNER_ALIAS: &str = "owner_alias";
    /// [`super::RegistryPolicy`] by version (4 bytes, big-endian).
    pub const POLICY: &str = "policy";
    /// [`super::Provider`] by id.
    pub const PROVIDER: &str = "provider";
    /// [`super::PublishedDeclaration`] by provider.
    pub const PUBLISHED_DECLARATION: &str = "published_declaration";
    /// [`super::Subnet`] by id.
    pub const SUBNET: &str = "subnet";
    /// [`super::SubnetPolicy`]: length of the kind (1 byte), kind, version (4 bytes, big-endian).
    pub const SUBNET_POLICY: &str = "subnet_policy";
    /// [`super::WorkingGroupMotion`] by number (8 bytes, big-endian).
    pub const WORKING_GROUP_MOTION: &str = "working_group_motion";
}
