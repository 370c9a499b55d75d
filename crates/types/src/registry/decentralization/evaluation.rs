//! What counting the members of a subnet gives.

use super::{Dimension, PerDimension};
use crate::id::SubnetId;
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A rule that a subnet or a change of one is held against.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    CandidType,
    Serialize,
    Deserialize,
    Encode,
    Decode,
)]
pub enum Rule {
    /// The subnet exists.
    #[n(0)]
    UnknownSubnet,
    /// The node exists.
    #[n(1)]
    UnknownNode,
    /// A node is named once in all changes together, and a subnet has one change.
    #[n(2)]
    NamedTwice,
    /// What is removed is a member.
    #[n(3)]
    NotAMember,
    /// What is added is in no subnet and no API boundary node.
    #[n(4)]
    NotASpare,
    /// What is added runs.
    #[n(5)]
    NotHealthy,
    /// Nothing that is added is cordoned off.
    #[n(6)]
    Cordoned,
    /// The provider of what is added is active.
    #[n(7)]
    ProviderNotActive,
    /// Its declaration is in force.
    #[n(8)]
    DeclarationNotCurrent,
    /// Number of members.
    #[n(9)]
    Size,
    /// `3f + 1` members.
    #[n(10)]
    ByzantineSize,
    /// Nodes of one actor, at most.
    #[n(11)]
    Cap(#[n(0)] Dimension),
    /// Nodes of an actor that has bounds of its own, at most.
    #[n(12)]
    SpecialMax(#[n(0)] Dimension),
    /// Nodes of an actor that has bounds of its own, at least.
    #[n(13)]
    SpecialMin(#[n(0)] Dimension),
    /// A member in a country of none of the tags required.
    #[n(14)]
    RequiredTag,
    /// A member in a country of a tag that is forbidden.
    #[n(15)]
    ForbiddenTag,
    /// The share of a tag.
    #[n(16)]
    Share,
    /// SEV-SNP where it is asked.
    #[n(17)]
    Sev,
    /// A tag that the policy names has no countries.
    #[n(18)]
    UnknownTag,
    /// New members and unhealthy ones that stay are together no more than the `f` that may
    /// fail.
    #[n(19)]
    Churn,
    /// Healthy members taken out at once.
    #[n(20)]
    HealthyRemoved,
    /// A subnet that breaks rules gets better, or loses a node that does not run.
    #[n(21)]
    NotBetter,
    /// The score falls. A warning.
    #[n(22)]
    LowerScore,
    /// The subnet changes.
    #[n(23)]
    NothingToChange,
}

impl Rule {
    /// Its name: `country_cap`, `churn`, ...
    #[must_use]
    pub fn id(self) -> Cow<'static, str> {
        match self {
            Self::UnknownSubnet => "unknown_subnet".into(),
            Self::UnknownNode => "unknown_node".into(),
            Self::NamedTwice => "named_twice".into(),
            Self::NotAMember => "not_a_member".into(),
            Self::NotASpare => "not_a_spare".into(),
            Self::NotHealthy => "not_healthy".into(),
            Self::Cordoned => "cordoned".into(),
            Self::ProviderNotActive => "provider_not_active".into(),
            Self::DeclarationNotCurrent => "declaration_not_current".into(),
            Self::Size => "size".into(),
            Self::ByzantineSize => "byzantine_size".into(),
            Self::Cap(dimension) => format!("{}_cap", dimension.name()).into(),
            Self::SpecialMax(dimension) => format!("{}_special_max", dimension.name()).into(),
            Self::SpecialMin(dimension) => format!("{}_special_min", dimension.name()).into(),
            Self::RequiredTag => "required_tag".into(),
            Self::ForbiddenTag => "forbidden_tag".into(),
            Self::Share => "share".into(),
            Self::Sev => "sev".into(),
            Self::UnknownTag => "unknown_tag".into(),
            Self::Churn => "churn".into(),
            Self::HealthyRemoved => "healthy_removed".into(),
            Self::NotBetter => "not_better".into(),
            Self::LowerScore => "lower_score".into(),
            Self::NothingToChange => "nothing_to_change".into(),
        }
    }
}

/// How much a finding weighs.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    CandidType,
    Serialize,
    Deserialize,
    Encode,
    Decode,
)]
pub enum Severity {
    /// A rule is broken; a change with one is refused.
    #[n(0)]
    Violation,
    /// To be known; nothing is refused for it.
    #[n(1)]
    Warning,
}

impl Severity {
    /// `violation` or `warning`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Violation => "violation",
            Self::Warning => "warning",
        }
    }
}

/// What a rule says of a subject. Ordered by rule, then subject.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, CandidType, Serialize, Deserialize, Encode, Decode,
)]
#[cbor(map)]
pub struct Finding {
    /// Which rule.
    #[n(0)]
    pub rule: Rule,
    /// Whom or what it is about: an actor, a node, a tag, a subnet.
    #[n(1)]
    pub subject: String,
    /// What is so: a number of nodes, as the rule counts.
    #[n(2)]
    pub actual: u64,
    /// What is allowed.
    #[n(3)]
    pub limit: u64,
    /// What follows.
    #[n(4)]
    pub severity: Severity,
}

/// The figures of a subnet.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode,
)]
#[cbor(map)]
pub struct Scorecard {
    /// Members.
    #[n(0)]
    pub size: u32,
    /// Nakamoto coefficients: the fewest actors with more than `f = (size - 1) / 3` of the
    /// members, the fault bound of the protocol.
    #[n(1)]
    pub nakamoto: PerDimension,
    /// The same with more than `size / 3`, as the tool in use counts; another number only when
    /// 3 divides the size.
    #[n(2)]
    pub nakamoto_dre: PerDimension,
    /// Members that these fewest actors hold, at `nakamoto`.
    #[n(3)]
    pub controlled: PerDimension,
    /// Actors.
    #[n(4)]
    pub unique: PerDimension,
    /// Members of the actor that has most.
    #[n(5)]
    pub max_count: PerDimension,
    /// What broken rules weigh: 10 for each node over a cap, 1,000 for each that breaks another
    /// rule.
    #[n(6)]
    pub violation_weight: u64,
    /// Product of the coefficients `nakamoto` of six dimensions: operator, cluster, data
    /// centre, owner, area, country. It orders as the mean of their logarithms does.
    #[n(7)]
    #[cbor(with = "crate::wide")]
    pub product: u128,
    /// Their sum.
    #[n(8)]
    pub sum: u32,
}

/// A subnet, its figures, and the rules it breaks.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct SubnetEvaluation {
    /// The subnet.
    pub subnet: SubnetId,
    /// Its kind.
    pub kind: String,
    /// The version of its policy.
    pub policy_version: u32,
    /// Figures.
    pub scorecard: Scorecard,
    /// Rules broken, in order.
    pub violations: Vec<Finding>,
    /// Distances between its members, when at least two have known coordinates.
    pub distances: Option<Distances>,
}

/// Great-circle distances between members, kilometres, rounded down. Members whose data centre
/// has no known coordinates are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct Distances {
    /// Members with known coordinates.
    #[n(0)]
    pub located: u32,
    /// Of the two nearest.
    #[n(1)]
    pub min_km: u32,
    /// Over all pairs.
    #[n(2)]
    pub average_km: u32,
    /// Of the two farthest.
    #[n(3)]
    pub max_km: u32,
    /// Most members within [`Self::RADIUS_KM`] of one of them, itself counted.
    #[n(4)]
    pub most_within_radius: u32,
}

impl Distances {
    /// The radius of one disaster, kilometres.
    pub const RADIUS_KM: u32 = 100;
}
