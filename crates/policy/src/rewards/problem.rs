//! What is wrong with the records of one provider. It never concerns another provider.

use super::{day::Day, id::Id};

/// A fault and whose it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Whose records.
    pub provider: Id,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Fault {
    /// The table has no rate for the type in the region or in any part of it. The node earns
    /// one permyriad per month, as on the network.
    #[error("no rate for {reward_type:?} in {region:?}: paid 1 permyriad per month")]
    RateNotFound {
        /// The node's region.
        region: String,
        /// The node's type.
        reward_type: String,
    },
    /// A day has metrics of the node in several subnets. The subnet that comes last counts, as
    /// on the network.
    #[error("{day}: node {node} is in subnets {ignored} and {counted}: {counted} counts")]
    InTwoSubnets {
        /// The day.
        day: Day,
        /// The node.
        node: Id,
        /// The subnet that counts.
        counted: Id,
        /// The one before it.
        ignored: Id,
    },
    /// A node stands in a day more than once.
    #[error("{day}: node {node} is listed more than once")]
    NodeTwice {
        /// The day.
        day: Day,
        /// The node.
        node: Id,
    },
    /// An operator stands in the list more than once.
    #[error("operator {operator} is listed more than once")]
    OperatorTwice {
        /// The operator.
        operator: Id,
    },
    /// A rate that nobody means.
    #[error("rate for {reward_type:?} in {region:?}: {xdr_permyriad_per_month} is too high")]
    RateOutOfRange {
        /// The node's region.
        region: String,
        /// The node's type.
        reward_type: String,
        /// The rate.
        xdr_permyriad_per_month: u64,
    },
    /// A coefficient under 0 or over 100 percent.
    #[error("coefficient for {reward_type:?} in {region:?}: {percent} is not 0 to 100 percent")]
    CoefficientOutOfRange {
        /// The node's region.
        region: String,
        /// The node's type.
        reward_type: String,
        /// The coefficient.
        percent: i32,
    },
    /// A sum that does not fit 64 bits.
    #[error("the total does not fit 64 bits")]
    TotalTooLarge,
    /// A penalty of more than everything.
    #[error("penalty {penalty}: {bps} bps, at most 10000 allowed")]
    PenaltyTooHigh {
        /// The penalty.
        penalty: String,
        /// Basis points.
        bps: u32,
    },
    /// The same penalty of the same node, or of the whole provider, more than once.
    #[error("penalty {penalty} is listed more than once")]
    PenaltyTwice {
        /// The penalty.
        penalty: String,
    },
    /// A penalty of a provider that has no rewards.
    #[error("penalty {penalty}: the provider is not known in the period")]
    UnknownProvider {
        /// The penalty.
        penalty: String,
    },
    /// A penalty of a node that is not the provider's.
    #[error("penalty {penalty}: node {node} is not a node of the provider in the period")]
    UnknownNode {
        /// The penalty.
        penalty: String,
        /// The node.
        node: Id,
    },
}

impl Fault {
    /// Whether the provider has no figure because of it. Else the figure is the network's, and
    /// the fault says what it rests on.
    #[must_use]
    pub fn is_fatal(&self) -> bool {
        !matches!(self, Self::RateNotFound { .. } | Self::InTwoSubnets { .. })
    }

    /// Its stable name.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::RateNotFound { .. } => "RateNotFound",
            Self::InTwoSubnets { .. } => "InTwoSubnets",
            Self::NodeTwice { .. } => "NodeTwice",
            Self::OperatorTwice { .. } => "OperatorTwice",
            Self::RateOutOfRange { .. } => "RateOutOfRange",
            Self::CoefficientOutOfRange { .. } => "CoefficientOutOfRange",
            Self::TotalTooLarge => "TotalTooLarge",
            Self::PenaltyTooHigh { .. } => "PenaltyTooHigh",
            Self::PenaltyTwice { .. } => "PenaltyTwice",
            Self::UnknownProvider { .. } => "UnknownProvider",
            Self::UnknownNode { .. } => "UnknownNode",
        }
    }
}
