//! Hardware generations, elected versions, boundary nodes.

use crate::id::{Blob, NodeId, Sha256Hash};
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// A hardware generation with its announced dates. Certified, by name.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct Generation {
    /// Name.
    #[n(0)]
    pub name: String,
    /// Reward types of its machines.
    #[n(1)]
    pub node_types: Vec<String>,
    /// From when its nodes may register. Nanoseconds since the epoch.
    #[n(2)]
    pub onboarding_from_ns: u64,
    /// From when they may no longer register. Nanoseconds since the epoch.
    #[n(3)]
    pub onboarding_until_ns: Option<u64>,
    /// From when its nodes are past support. Nanoseconds since the epoch.
    #[n(4)]
    pub supported_until_ns: Option<u64>,
    /// Whether its machines have SEV-SNP.
    #[n(5)]
    pub sev_snp: bool,
    /// When these dates were announced. Nanoseconds since the epoch.
    #[n(6)]
    pub announced_at_ns: u64,
}

/// A `GuestOS` version that may run. Certified, by version.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct GuestosVersion {
    /// Version: 40 hexadecimal digits.
    #[n(0)]
    pub version: String,
    /// SHA-256 of the release package.
    #[n(1)]
    pub release_package_sha256: Sha256Hash,
    /// SEV-SNP launch measurements of its guests: the blessed ones.
    #[n(2)]
    pub measurements: Vec<Blob>,
    /// When it was elected. Nanoseconds since the epoch.
    #[n(3)]
    pub elected_at_ns: u64,
}

/// Evidence of what a node runs, as deposited by its operator; not verified.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct NodeAttestation {
    /// SEV-SNP launch measurement.
    #[n(0)]
    pub measurement: Blob,
    /// SHA-256 of the attestation report.
    #[n(1)]
    pub report_sha256: Sha256Hash,
    /// When. Void from the moment when the operator record is handed over. Nanoseconds since
    /// the epoch.
    #[n(2)]
    pub submitted_at_ns: u64,
}

/// What a boundary node serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum BoundaryNodeKind {
    /// The API of canisters.
    #[n(0)]
    Api,
    /// The API, and web pages over HTTP.
    #[n(1)]
    Http,
}

/// `ApiBoundaryNodeRecord` of the NNS registry, with what the suite records beside it.
/// Certified, by node.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct ApiBoundaryNode {
    /// The node.
    #[n(0)]
    pub node_id: NodeId,
    /// The elected `GuestOS` version it runs.
    #[n(1)]
    pub version: String,
    /// Its domain name, which no other boundary node has.
    #[n(2)]
    pub domain: String,
    /// What it serves.
    #[n(3)]
    pub kind: BoundaryNodeKind,
    /// SHA-256 of its operator's policy on local law.
    #[n(4)]
    pub local_law_policy: Option<Sha256Hash>,
    /// Whether it also measures other nodes.
    #[n(5)]
    pub monitor: bool,
    /// When it became one. Nanoseconds since the epoch.
    #[n(6)]
    pub added_at_ns: u64,
}
