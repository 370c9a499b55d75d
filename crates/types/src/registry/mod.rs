//! Records, arguments and errors of the registry canister.

mod args;
mod declaration;
mod error;
mod import;
mod infrastructure;
mod provider;
mod view;

pub use args::*;
pub use declaration::*;
pub use error::*;
pub use import::*;
pub use infrastructure::*;
pub use provider::*;
pub use view::*;

/// Labels of the certified tables, in tree order.
pub mod table {
    /// [`super::Acceptance`] by provider.
    pub const ACCEPTANCE: &str = "acceptance";
    /// [`super::Config`] under the key `config`.
    pub const CONFIG: &str = "config";
    /// [`super::DataCenter`] by id.
    pub const DATA_CENTER: &str = "data_center";
    /// [`super::DeclarationText`] by SHA-256.
    pub const DECLARATION_TEXT: &str = "declaration_text";
    /// [`super::ImportJob`] by number (8 bytes, big-endian).
    pub const IMPORT: &str = "import";
    /// [`super::Node`] by id.
    pub const NODE: &str = "node";
    /// [`super::NodeOperator`] by id.
    pub const NODE_OPERATOR: &str = "node_operator";
    /// [`super::Provider`] by id.
    pub const PROVIDER: &str = "provider";
    /// [`super::PublishedDeclaration`] by provider.
    pub const PUBLISHED_DECLARATION: &str = "published_declaration";
    /// [`super::Subnet`] by id.
    pub const SUBNET: &str = "subnet";
}
