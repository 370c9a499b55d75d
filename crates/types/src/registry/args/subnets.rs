//! Arguments about subnets: what kinds ask, who is a member, what is cordoned off. Governed.

use crate::id::{NodeId, SubnetId};
use crate::registry::{Dimension, MembershipChange, SubnetRules};
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Sets what a kind of subnet asks of its members. Governed.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct SetSubnetPolicyArgs {
    /// `application`, `nns`, ...: 2 to 32 small letters, digits and `-`.
    #[n(0)]
    pub kind: String,
    /// The rules, which do not contradict each other.
    #[n(1)]
    pub rules: SubnetRules,
    /// Where they come from, 1 to 1,000 bytes.
    #[n(2)]
    pub source: String,
    /// From when, not before now and not before the version it follows, at most 366 days
    /// ahead; `null`: from now. Nanoseconds since the epoch.
    #[n(3)]
    pub effective_from_ns: Option<u64>,
}

/// The kind of a subnet.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct SubnetKindArgs {
    /// The subnet.
    #[n(0)]
    pub subnet_id: SubnetId,
    /// A kind that has a policy.
    #[n(1)]
    pub kind: String,
}

/// Says which kinds subnets are of; a subnet that nobody named is `application`. Governed.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct SetSubnetKindsArgs {
    /// Each subnet once, at most 100.
    #[n(0)]
    pub kinds: Vec<SubnetKindArgs>,
}

/// Changes the members of subnets: all, or none. Governed. Refused with the verdict when a rule
/// is broken, also when it was none at the time of the proposal.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct ChangeSubnetMembershipArgs {
    /// Each subnet once, at most 16.
    #[n(0)]
    pub changes: Vec<MembershipChange>,
    /// Why, 1 to 1,000 bytes.
    #[n(1)]
    pub reason: String,
}

/// Makes a subnet of spare nodes. Governed. Refused with the verdict when a rule is broken.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct CreateSubnetArgs {
    /// Its id, which no subnet has.
    #[n(0)]
    pub subnet_id: SubnetId,
    /// Its kind, which has a policy.
    #[n(1)]
    pub kind: String,
    /// Its members, at most 200.
    #[n(2)]
    pub node_ids: Vec<NodeId>,
    /// Why, 1 to 1,000 bytes.
    #[n(3)]
    pub reason: String,
}

/// An actor whose nodes join no subnet until a date.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct CordonArgs {
    /// By what.
    #[n(0)]
    pub dimension: Dimension,
    /// Whose nodes: a principal, a data-centre id, an owner's name, `CC,Area`, a country code.
    #[n(1)]
    pub actor: String,
    /// Why, 1 to 1,000 bytes.
    #[n(2)]
    pub reason: String,
    /// Until when, after now and at most 366 days ahead. Nanoseconds since the epoch.
    #[n(3)]
    pub until_ns: u64,
}

/// Names a cordon.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, CandidType, Serialize, Deserialize, Encode, Decode,
)]
#[cbor(map)]
pub struct CordonKey {
    /// By what.
    #[n(0)]
    pub dimension: Dimension,
    /// Whose nodes.
    #[n(1)]
    pub actor: String,
}

/// Cordons actors off, and lifts cordons: all of it, or nothing. Governed.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct SetCordonsArgs {
    /// Cordons to set, or to set anew, at most 100.
    #[n(0)]
    pub set: Vec<CordonArgs>,
    /// Cordons to lift, at most 100; one of both lists must name something.
    #[n(1)]
    pub lift: Vec<CordonKey>,
}
