//! Arguments of updates. Who may call is said at the canister's methods.

mod boundary;
mod independence;
mod life_cycle;
mod rules;
mod subnets;
mod working_group;

pub use boundary::*;
pub use independence::*;
pub use life_cycle::*;
pub use rules::*;
pub use subnets::*;
pub use working_group::*;

use crate::id::{Blob, Caller, NodeId, OperatorId, ProviderId, Sha256Hash};
use crate::registry::{Gps, ProviderKind, RewardableNodes, Version};
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

/// Install argument.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct InitArgs {
    /// The only principal that may call governed methods.
    pub governance: Caller,
}

/// Upgrade argument. An absent field keeps what is.
#[derive(Clone, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct UpgradeArgs {
    /// New governance principal.
    pub governance: Option<Caller>,
}

/// What `install_code` brings: `Init` for install, `Upgrade` (or nothing) for upgrade.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub enum InstallArgs {
    /// First installation.
    Init(InitArgs),
    /// Upgrade.
    Upgrade(UpgradeArgs),
}

/// Settings in force. Certified under `config`.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct Config {
    /// The only principal that may call governed methods.
    #[n(0)]
    pub governance: Caller,
}

/// Adopts a provider's profile. Governed.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct RegisterProviderArgs {
    /// The NNS node provider principal.
    #[n(0)]
    pub id: ProviderId,
    /// Person or company.
    #[n(1)]
    pub kind: ProviderKind,
    /// Legal name, 1 to 255 bytes.
    #[n(2)]
    pub legal_name: String,
    /// ISO 3166-1 alpha-2; `UK` is taken as `GB`.
    #[n(3)]
    pub country: String,
    /// Who speaks for a company: required for one, refused for an individual.
    #[n(4)]
    pub representative: Option<String>,
    /// The proposal, in words, 1 to 255 bytes.
    #[n(5)]
    pub proposal: String,
}

/// Changes what a provider says of itself. Called with the provider's own key.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct UpdateProviderProfileArgs {
    /// Name shown to readers, 1 to 255 bytes.
    pub display_name: Option<String>,
    /// Up to 10 `https` URLs.
    pub urls: Vec<String>,
}

/// Publishes a version of the declaration. Governed.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct PublishDeclarationArgs {
    /// Language tag, lower case with an optional region: `en`, `de-CH`.
    #[n(0)]
    pub language: String,
    /// Above every version published in this language.
    #[n(1)]
    pub version: Version,
    /// The text; brought to its normal form before it is hashed and stored.
    #[n(2)]
    pub text: String,
    /// From when it is the current text, at most 366 days ahead and not before the one it
    /// follows; `null`: at once. Nanoseconds since the epoch.
    #[n(3)]
    pub effective_from_ns: Option<u64>,
}

/// Accepts the current declaration. Called with the provider's own key.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct AcceptDeclarationArgs {
    /// SHA-256 of the normal form of a language's current text, unless another language has
    /// passed it by a major or minor version.
    pub sha256: Sha256Hash,
}

/// Adds a data centre. Governed.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct AddDataCenterArgs {
    /// Id, lower case letters, digits and `-`, 1 to 255 bytes.
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

/// Adds an operator record. Governed.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct AddNodeOperatorArgs {
    /// Operator; differs from the provider.
    #[n(0)]
    pub id: OperatorId,
    /// A registered, active provider.
    #[n(1)]
    pub provider: ProviderId,
    /// An existing data centre.
    #[n(2)]
    pub dc_id: String,
    /// Nodes it may register, at most 1,000.
    #[n(3)]
    pub node_allowance: u64,
    /// Nodes paid for, by reward type; at most 16 types, each once.
    #[n(4)]
    pub rewardable_nodes: Vec<RewardableNodes>,
    /// IPv6 prefix `2001:db8:1:2::/64`; its nodes' addresses are inside.
    #[n(5)]
    pub ipv6_prefix: Option<String>,
    /// Most nodes it may be paid for, by reward type; at most 16 types, each once.
    #[n(6)]
    #[cbor(with = "crate::later", has_nil)]
    pub max_rewardable_nodes: Vec<RewardableNodes>,
}

/// Registers a node. Called with the operator's own key.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct RegisterNodeArgs {
    /// The node's principal.
    pub id: NodeId,
    /// Global unicast IPv6 address, inside the operator's prefix when it has one. A node of
    /// the same operator that has it and is neither member of a subnet nor API boundary node
    /// is replaced, and the allowance stays; any other node's is refused.
    pub ipv6: String,
    /// Hardware generation, open for onboarding.
    pub generation: String,
    /// Reward type, one of the generation's.
    pub node_reward_type: String,
    /// SEV-SNP chip id, 64 bytes; required where the generation has SEV-SNP.
    pub chip_id: Option<Blob>,
    /// Domain name in lower case, at most 253 bytes.
    pub domain: Option<String>,
    /// Public IPv4 address; no other node has it.
    pub ipv4: Option<String>,
}

/// Approves an import by the hashes of its pages. Governed.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct BeginImportArgs {
    /// What is imported, 1 to 255 bytes.
    #[n(0)]
    pub source: String,
    /// Which state of it, 1 to 255 bytes.
    #[n(1)]
    pub source_version: String,
    /// Must equal the hash over `page_hashes`, as [`crate::registry::ImportJob`] says.
    #[n(2)]
    pub source_hash: Sha256Hash,
    /// SHA-256 of each page, in order; 1 to 4,096 pages.
    #[n(3)]
    pub page_hashes: Vec<Sha256Hash>,
}

/// Brings one page of an approved import. Anyone but the anonymous principal.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct ImportPageArgs {
    /// The import.
    pub import_id: u64,
    /// The import's source hash, so that a page meant for another import is refused.
    pub source_hash: Sha256Hash,
    /// Which page, counted from 0.
    pub page: u32,
    /// The page's CBOR bytes, at most 262,144.
    pub rows: ByteBuf,
}
