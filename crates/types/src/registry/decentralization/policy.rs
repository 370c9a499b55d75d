//! What a kind of subnet asks of its members.

use super::Dimension;
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Nodes of one actor of a dimension, at most. A limit on providers counts clusters: linked
/// providers are one actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct NodeCap {
    /// By what.
    #[n(0)]
    pub dimension: Dimension,
    /// Nodes of each actor, at most.
    #[n(1)]
    pub max: u32,
}

/// Bounds for one actor by name, in place of the cap of its dimension.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct SpecialCap {
    /// By what.
    #[n(0)]
    pub dimension: Dimension,
    /// Whose: a principal, a data-centre id, an owner's name, `CC,Area`, a country code. A
    /// provider stands for its cluster.
    #[n(1)]
    pub actor: String,
    /// Its nodes, at least.
    #[n(2)]
    pub min: u32,
    /// Its nodes, at most.
    #[n(3)]
    pub max: u32,
}

/// The share of nodes in the countries of a tag is `numerator / denominator` at most; less
/// than that when `strict`. Compared as whole numbers: `nodes x denominator` with
/// `numerator x size`.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct ShareRule {
    /// A jurisdiction tag, or a country code.
    #[n(0)]
    pub tag: String,
    /// Above the line.
    #[n(1)]
    pub numerator: u32,
    /// Below the line, not 0.
    #[n(2)]
    pub denominator: u32,
    /// Whether equality is too much.
    #[n(3)]
    pub strict: bool,
}

/// What a kind of subnet asks, without its version and date.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode,
)]
#[cbor(map)]
pub struct SubnetRules {
    /// Members, at least.
    #[n(0)]
    pub min_size: u32,
    /// Members, at most.
    #[n(1)]
    pub max_size: u32,
    /// Whether the number of members is to be `3f + 1`.
    #[n(2)]
    pub byzantine_size: bool,
    /// One per dimension at most.
    #[n(3)]
    pub caps: Vec<NodeCap>,
    /// One per actor at most.
    #[n(4)]
    pub special_caps: Vec<SpecialCap>,
    /// Every member is in a country of one of these tags; any country when there are none.
    #[n(5)]
    pub required_tags: Vec<String>,
    /// No member is in a country of any of these tags.
    #[n(6)]
    pub forbidden_tags: Vec<String>,
    /// Bounds on shares.
    #[n(7)]
    pub shares: Vec<ShareRule>,
    /// Whether members need SEV-SNP.
    #[n(8)]
    pub sev: bool,
    /// Healthy members that one change may take out: `size / this`; 0 for no limit.
    #[n(9)]
    pub healthy_removal_divisor: u32,
}

/// What a kind of subnet asks, from a moment on. Version 0 is the adopted one and has no row.
/// Certified, by kind and version.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct SubnetPolicy {
    /// `application`, `nns`, `swiss`, ...
    #[n(0)]
    pub kind: String,
    /// Counted from 1 for each kind; 0 for the adopted one.
    #[n(1)]
    pub version: u32,
    /// The rules.
    #[n(2)]
    pub rules: SubnetRules,
    /// Where they come from: a motion, a document.
    #[n(3)]
    pub source: String,
    /// From when. Nanoseconds since the epoch.
    #[n(4)]
    pub effective_from_ns: u64,
}

/// What nothing of is added to subnets for a while: nodes of an operator, of a provider, in a
/// data centre, ... Certified, by dimension and actor.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct Cordon {
    /// By what.
    #[n(0)]
    pub dimension: Dimension,
    /// Whose nodes: as in [`SpecialCap::actor`].
    #[n(1)]
    pub actor: String,
    /// Why.
    #[n(2)]
    pub reason: String,
    /// Until when. Nanoseconds since the epoch.
    #[n(3)]
    pub until_ns: u64,
}

/// The key of a cordon's row: number of the dimension, then the actor.
#[must_use]
pub fn cordon_key(dimension: Dimension, actor: &str) -> Vec<u8> {
    let mut key = vec![dimension as u8];
    key.extend_from_slice(actor.as_bytes());
    key
}
