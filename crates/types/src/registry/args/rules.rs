//! Arguments about names, places, hardware and the numbers that rules use. All governed.

use crate::id::{Blob, Sha256Hash};
use crate::registry::LinkKind;
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// One more name of a data-centre owner.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct OwnerAliasArgs {
    /// The name as data centres give it, 1 to 255 bytes without blanks around it.
    #[n(0)]
    pub alias: String,
    /// The name to count it under, which is no alias itself.
    #[n(1)]
    pub canonical: String,
}

/// Changes the alias table of data-centre owners: all of it, or nothing. Governed.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct SetOwnerAliasesArgs {
    /// Aliases to add or to change, at most 100.
    #[n(0)]
    pub set: Vec<OwnerAliasArgs>,
    /// Aliases to take away, at most 100; one of both lists must name something.
    #[n(1)]
    pub remove: Vec<String>,
}

/// Says which countries a tag stands for; a later version replaces the earlier. Governed.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct SetJurisdictionArgs {
    /// `EU`, `EEA`, ...: 2 to 32 capital letters, digits and `-`.
    #[n(0)]
    pub tag: String,
    /// ISO 3166-1 alpha-2 codes, each once; empty withdraws the tag.
    #[n(1)]
    pub countries: Vec<String>,
    /// Where the list comes from, 1 to 1,000 bytes.
    #[n(2)]
    pub source: String,
}

/// Adds a hardware generation, or changes one. Governed.
///
/// An end date that is moved earlier, or given where there was none, is at least the notice
/// of the policy in force away from now.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct SetGenerationArgs {
    /// Name as the network gives it: `Gen1`, `Gen2`; 1 to 32 bytes.
    #[n(0)]
    pub name: String,
    /// Reward types of its machines: `type3`, `type3.1`, ...; at least one, each once.
    #[n(1)]
    pub node_types: Vec<String>,
    /// From when its nodes may register. Nanoseconds since the epoch.
    #[n(2)]
    pub onboarding_from_ns: u64,
    /// From when they may no longer register; `null`: no end announced. Nanoseconds since
    /// the epoch.
    #[n(3)]
    pub onboarding_until_ns: Option<u64>,
    /// From when its nodes are past support, not before `onboarding_until_ns`; `null`: no end
    /// announced. Nanoseconds since the epoch.
    #[n(4)]
    pub supported_until_ns: Option<u64>,
    /// Whether its machines have SEV-SNP; then a node registers with its chip id.
    #[n(5)]
    pub sev_snp: bool,
}

/// A `GuestOS` version to elect.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct ElectGuestosVersionArgs {
    /// Version: 40 hexadecimal digits in lower case, as the network names them.
    #[n(0)]
    pub version: String,
    /// SHA-256 of the release package.
    #[n(1)]
    pub release_package_sha256: Sha256Hash,
    /// SEV-SNP launch measurements of its guests, 48 bytes each, at most 32.
    #[n(2)]
    pub measurements: Vec<Blob>,
}

/// Elects a `GuestOS` version and takes others back: all of it, or nothing. Governed, by the
/// method of this name of the NNS registry.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct ReviseElectedGuestosVersionsArgs {
    /// The version to elect, if any.
    #[n(0)]
    pub elect: Option<ElectGuestosVersionArgs>,
    /// Elected versions that no API boundary node runs, at most 100.
    #[n(1)]
    pub unelect: Vec<String>,
}

/// Sets the numbers that the registry's rules use. Governed, critical.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct SetRegistryPolicyArgs {
    /// From which share an owner is to be named, basis points, 1 to 2,500.
    #[n(0)]
    pub ownership_threshold_bps: u16,
    /// Which links make one actor of two providers, each once.
    #[n(1)]
    pub counted_links: Vec<LinkKind>,
    /// Whether a link counts that only one of both declares.
    #[n(2)]
    pub one_sided_links_count: bool,
    /// Notice before an end date of a generation, days, 30 to 730.
    #[n(3)]
    pub generation_notice_days: u32,
    /// Operators that run API boundary nodes at least, 2 to 16.
    #[n(4)]
    pub boundary_node_operators: u32,
    /// From when, at most 366 days ahead and not before the version it follows; `null`: at
    /// once. Nanoseconds since the epoch.
    #[n(5)]
    pub effective_from_ns: Option<u64>,
}
