//! What changes of membership would do, held against all rules.

use super::{Distances, Finding, Scorecard};
use crate::id::{NodeId, Sha256Hash, SubnetId};
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Nodes that join a subnet and nodes that leave it, as `ChangeSubnetMembershipPayload` of the
/// NNS registry says.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct MembershipChange {
    /// The subnet.
    #[n(0)]
    pub subnet_id: SubnetId,
    /// Spare nodes that join.
    #[n(1)]
    pub node_ids_add: Vec<NodeId>,
    /// Members that leave; they are spare nodes then.
    #[n(2)]
    pub node_ids_remove: Vec<NodeId>,
}

/// A subnet that a change makes or alters.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct SubnetVerdict {
    /// The subnet; one that is to be made has none yet.
    #[n(0)]
    pub subnet: Option<SubnetId>,
    /// Its kind.
    #[n(1)]
    pub kind: String,
    /// The version of the policy it is held against.
    #[n(2)]
    pub policy_version: u32,
    /// Figures before; absent for a new subnet.
    #[n(3)]
    pub before: Option<Scorecard>,
    /// Figures after.
    #[n(4)]
    pub after: Scorecard,
    /// Distances before.
    #[n(5)]
    pub distances_before: Option<Distances>,
    /// Distances after.
    #[n(6)]
    pub distances_after: Option<Distances>,
    /// What the rules say, in order.
    #[n(7)]
    pub findings: Vec<Finding>,
}

/// The verdict on changes of membership, all of them together.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct Verdict {
    /// SHA-256 of what was asked: see `bonafide_policy::decentralization::verdict`.
    #[n(0)]
    pub request_hash: Sha256Hash,
    /// The state it was judged in: events of the registry up to then.
    #[n(1)]
    pub registry_events: u64,
    /// The hash of the last of these.
    #[n(2)]
    pub registry_tip: Sha256Hash,
    /// Whether no rule is broken by it.
    #[n(3)]
    pub accepted: bool,
    /// What concerns no subnet that is known, in order.
    #[n(4)]
    pub findings: Vec<Finding>,
    /// Each subnet, in the order of the request.
    #[n(5)]
    pub subnets: Vec<SubnetVerdict>,
}

/// A verdict on what was executed. Certified, by number.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct MembershipRecord {
    /// Counted from 0.
    #[n(0)]
    pub id: u64,
    /// SHA-256 of the verdict in CBOR.
    #[n(1)]
    pub verdict_hash: Sha256Hash,
    /// The verdict.
    #[n(2)]
    pub verdict: Verdict,
    /// When it was executed. Nanoseconds since the epoch.
    #[n(3)]
    pub executed_at_ns: u64,
}
