//! Questions about decentralisation, and their answers. Not certified: whoever has the rows can
//! compute them again with the same code.

use super::{
    Dimension, Finding, MembershipChange, Scorecard, SubnetEvaluation, SubnetPolicy, Verdict,
};
use crate::id::{NodeId, Sha256Hash, SubnetId};
use crate::registry::{Gps, RegistryError};
use candid::CandidType;
use serde::{Deserialize, Serialize};

/// Asks for evaluations in the order of the subnets' principals.
#[derive(Clone, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct EvaluateNetworkArgs {
    /// Start after this subnet.
    pub after: Option<SubnetId>,
    /// Subnets wanted, 1 to 100; `null`: 100.
    pub limit: Option<u32>,
    /// Only those that break rules.
    pub violating_only: bool,
}

/// Some subnets, evaluated.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct NetworkEvaluation {
    /// The subnets.
    pub subnets: Vec<SubnetEvaluation>,
    /// Pass as `after` to go on; `null` at the end.
    pub next: Option<SubnetId>,
    /// Events of the registry up to which this is true.
    pub registry_events: u64,
}

/// A subnet to be made, without an id.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct NewSubnet {
    /// Its kind.
    pub kind: String,
    /// Its members.
    pub node_ids: Vec<NodeId>,
}

/// Asks what changes of membership would do, all of them together.
#[derive(Clone, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct VerifyMembershipArgs {
    /// Changes of subnets, at most 16.
    pub changes: Vec<MembershipChange>,
    /// Subnets to be made, at most 16.
    pub creations: Vec<NewSubnet>,
}

/// A verdict that is no record.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct VerdictView {
    /// The verdict.
    pub verdict: Verdict,
    /// SHA-256 of it in CBOR.
    pub verdict_hash: Sha256Hash,
    /// The same in plain words.
    pub words: String,
}

/// What to look for.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub enum ProposeMembershipArgs {
    /// The best exchange of so many members at most.
    Replace {
        /// The subnet.
        subnet_id: SubnetId,
        /// Members, at most `f`.
        count: u32,
    },
    /// Exchanges members that do not run, and mends broken rules where that is possible.
    Heal {
        /// The subnet.
        subnet_id: SubnetId,
    },
    /// Adds or removes members.
    Resize {
        /// The subnet.
        subnet_id: SubnetId,
        /// Members wanted.
        size: u32,
    },
    /// Makes one subnet of spare nodes.
    Create {
        /// Its kind.
        kind: String,
        /// Members wanted; `null`: as the policy of the kind asks at least.
        size: Option<u32>,
    },
}

/// How good a suggestion is known to be.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub enum Optimality {
    /// No rule broken, and every coefficient as high as the actors at hand allow: nothing is
    /// better.
    Proven,
    /// Everything was tried: nothing is better.
    Exhaustive,
    /// No single exchange makes it better. The product of the coefficients cannot exceed the
    /// bound.
    LocalBest {
        /// The bound on the product.
        product_bound: u128,
    },
}

/// A suggestion.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct MembershipProposal {
    /// What would change; nothing when nothing is better.
    pub change: Option<MembershipChange>,
    /// What would be made.
    pub creation: Option<NewSubnet>,
    /// The verdict on it.
    pub verdict: Option<VerdictView>,
    /// How good it is known to be.
    pub optimality: Optimality,
    /// By which ties are broken: the hash of the registry's last event.
    pub seed: Sha256Hash,
}

/// Asks how large a subnet could be.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct FeasibleArgs {
    /// Its kind.
    pub kind: String,
    /// Caps to try in place of those of the policy.
    pub caps: Vec<super::NodeCap>,
    /// Whether members of subnets count as well, not spare nodes alone.
    pub all_nodes: bool,
}

/// A part of what bounds a size: actors that cannot give more.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct Bottleneck {
    /// Actors of which dimension; `null`: nodes at hand.
    pub dimension: Option<Dimension>,
    /// The actors, at most 100 of them by name.
    pub actors: Vec<String>,
    /// How many there are.
    pub count: u32,
    /// Nodes they can give together.
    pub nodes: u32,
}

/// How large a subnet could be.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct Feasibility {
    /// Members that a subnet was found to hold under the policy.
    pub max_size: u32,
    /// Members it cannot exceed. The same as `max_size` when that is exact.
    pub upper_bound: u32,
    /// What the policy asks at least.
    pub wanted: u32,
    /// What bounds it: a smallest cut. The nodes add up to `upper_bound`.
    pub bottleneck: Vec<Bottleneck>,
    /// The same in words.
    pub words: String,
}

/// Which subnets to find; all conditions given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct FindSubnetsArgs {
    /// All members are in countries of one of these tags.
    pub within: Vec<String>,
    /// No member is in a country of any of these.
    pub without: Vec<String>,
    /// The rules of this kind hold.
    pub satisfies: Option<String>,
    /// Start after this subnet.
    pub after: Option<SubnetId>,
    /// Subnets wanted, 1 to 100; `null`: 100.
    pub limit: Option<u32>,
}

/// Some subnets.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct FoundSubnets {
    /// Their ids.
    pub subnet_ids: Vec<SubnetId>,
    /// Pass as `after` to go on; `null` at the end.
    pub next: Option<SubnetId>,
}

/// Asks for the shares of tags.
#[derive(Clone, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct JurisdictionSharesArgs {
    /// Tags or country codes, at most 64; none: all countries that have nodes.
    pub tags: Vec<String>,
    /// Changes to count as if they had been made, at most 16.
    pub changes: Vec<MembershipChange>,
    /// Subnets to count as if they had been made, at most 16.
    pub creations: Vec<NewSubnet>,
}

/// The share of a tag. A number of nodes divided by another is the share.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct JurisdictionShare {
    /// The tag or country.
    pub tag: String,
    /// Nodes in its countries.
    pub nodes: u32,
    /// Of them members of subnets.
    pub members: u32,
    /// The same if the changes had been made.
    pub members_after: u32,
    /// Subnets with a member there.
    pub subnets: u32,
    /// Subnets with all members there.
    pub subnets_within: u32,
}

/// Shares, with what they are shares of.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct JurisdictionShares {
    /// All nodes.
    pub nodes: u32,
    /// Of them members of subnets.
    pub members: u32,
    /// The same if the changes had been made.
    pub members_after: u32,
    /// By tag, in the order asked; countries by code.
    pub shares: Vec<JurisdictionShare>,
}

/// Asks which nodes stand near a place.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct NodesNearArgs {
    /// The place.
    pub gps: Gps,
    /// Kilometres, 1 to 20,038 (half way around).
    pub radius_km: u32,
}

/// A data centre near a place.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct DataCenterNear {
    /// Its id.
    pub dc_id: String,
    /// How far, kilometres, rounded down.
    pub distance_km: u32,
    /// Nodes in it.
    pub nodes: u32,
    /// Subnets with members in it.
    pub subnets: Vec<SubnetId>,
}

/// What stands near a place.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct NodesNear {
    /// The nearest first, at most 100.
    pub data_centers: Vec<DataCenterNear>,
    /// Nodes in all of them.
    pub nodes: u32,
    /// Subnets that would lose more than the `f` members that may fail.
    pub subnets_lost: Vec<SubnetId>,
    /// Data centres without coordinates, of which nothing can be said.
    pub data_centers_without_coordinates: u32,
}

/// Asks for policies of subnets.
#[derive(Clone, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct ListSubnetPoliciesArgs {
    /// Only of this kind; `null`: the ones in force of all kinds.
    pub kind: Option<String>,
}

/// Policies: of one kind all versions, oldest first, or of all kinds the ones in force.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct SubnetPolicies {
    /// The policies, at most 1,000.
    pub policies: Vec<SubnetPolicy>,
}

/// A subnet that a sweep would change.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct Healing {
    /// The change.
    pub change: MembershipChange,
    /// Figures before.
    pub before: Scorecard,
    /// Figures after.
    pub after: Scorecard,
    /// Rules still broken after it.
    pub violations_after: Vec<Finding>,
}

/// What the last whole sweep of the network found. A sweep goes in slices and is thrown away
/// when nodes, operators or rules change before its end.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct SweepReport {
    /// Changes of the network up to the state it is about.
    pub network_version: u64,
    /// Whether that is still the state now.
    pub current: bool,
    /// Events of the registry then.
    pub registry_events: u64,
    /// When it ended. Nanoseconds since the epoch.
    pub finished_at_ns: u64,
    /// Slices it took.
    pub slices: u32,
    /// Subnets looked at.
    pub subnets: u32,
    /// Of them with broken rules.
    pub violating: u32,
    /// What would heal them, at most 100.
    pub healings: Vec<Healing>,
}

/// A proposal, or why there is none.
pub type ProposeMembershipResult = Result<MembershipProposal, RegistryError>;
