//! What a provider earns in a period.

use super::{Engine, PublishedPenalty};
use crate::id::{NodeId, ProviderId, Sha256Hash};
use crate::shape::{sent, stored};

stored! {
    /// A provider's statement of a period. Certified: period (8 bytes, big-endian), provider.
    /// It never changes; cases on it are rows of their own.
    pub struct Statement {
        /// The period.
        #[n(0)]
        pub period_id: u64,
        /// Whose.
        #[n(1)]
        pub provider: ProviderId,
        /// The period's first day.
        #[n(2)]
        pub from_day: u32,
        /// The period's last day.
        #[n(3)]
        pub to_day: u32,
        /// The formula.
        #[n(4)]
        pub engine: Engine,
        /// Hash over everything that the period is computed from.
        #[n(5)]
        pub input_hash: Sha256Hash,
        /// What one ICP is worth, XDR permyriad.
        #[n(6)]
        pub xdr_permyriad_per_icp: u64,
        /// Nodes that were paid on any day; 0 for v0.
        #[n(7)]
        pub nodes: u32,
        /// Its figures; absent when its own records are broken: see `faults`.
        #[n(8)]
        pub amounts: Option<Amounts>,
        /// What is wrong with its records, in words, at most 100.
        #[n(9)]
        pub faults: Vec<String>,
        /// Penalties that are part of the figures.
        #[n(10)]
        pub penalties: Vec<PublishedPenalty>,
    }

    /// Figures. `slashed = gross - kept`, in both units.
    #[derive(Copy)]
    pub struct Amounts {
        /// What the engine gives, XDR permyriad.
        #[n(0)]
        pub gross_xdr_permyriad: u64,
        /// What penalties leave of it, XDR permyriad.
        #[n(1)]
        pub kept_xdr_permyriad: u64,
        /// The first in ICP, e8s.
        #[n(2)]
        pub gross_e8s: u64,
        /// The second in ICP, e8s.
        #[n(3)]
        pub kept_e8s: u64,
        /// Whether the network would refuse to pay so much at once.
        #[n(4)]
        pub above_maximum: bool,
    }

    /// What a provider's nodes earned so far in a period, while it is computed and after it.
    pub struct Tally {
        /// Sum of its days, as exact decimal text, XDR permyriad.
        #[n(0)]
        pub total: String,
        /// What each node earned, in the order of their ids.
        #[n(1)]
        pub nodes: Vec<NodeTally>,
        /// What is wrong with its records, in words.
        #[n(2)]
        pub faults: Vec<String>,
        /// Whether one of the faults leaves it without figures.
        #[n(3)]
        pub broken: bool,
    }

    /// What a node earned.
    pub struct NodeTally {
        /// The node.
        #[n(0)]
        pub node: NodeId,
        /// As exact decimal text, XDR permyriad.
        #[n(1)]
        pub adjusted: String,
    }

    /// Something to look at. It changes no figure, and no penalty follows from it.
    pub struct RewardAlert {
        /// The day.
        #[n(0)]
        pub day: u32,
        /// `Shielded`, `SeveralInSubnet`, `NotPaid`.
        #[n(1)]
        pub kind: String,
        /// Whose nodes, when they are anybody's.
        #[n(2)]
        pub provider: Option<ProviderId>,
        /// The nodes.
        #[n(3)]
        pub nodes: Vec<NodeId>,
        /// In words.
        #[n(4)]
        pub text: String,
    }
}

sent! {
    /// A provider's day in a period of v1, recomputed from the stored facts. Decimals are exact
    /// text.
    pub struct StatementDay {
        /// The day.
        pub day: u32,
        /// The failure rate of its nodes without metrics.
        pub extrapolated_failure_rate: String,
        /// Its nodes, in the order of their ids.
        pub nodes: Vec<NodeLine>,
        /// What they earn together, XDR permyriad.
        pub adjusted: String,
    }

    /// A node's day.
    pub struct NodeLine {
        /// The node.
        pub node: NodeId,
        /// Its region.
        pub region: String,
        /// Its type.
        pub reward_type: String,
        /// What was measured; `null` when its rate is extrapolated.
        pub measured: Option<MeasuredLine>,
        /// Its relative failure rate, or the extrapolated one.
        pub failure_rate: String,
        /// What it loses, from 0 to 0.8.
        pub reduction: String,
        /// What it keeps, from 0.2 to 1.
        pub multiplier: String,
        /// What it could earn, XDR permyriad.
        pub base: String,
        /// What it earns, XDR permyriad.
        pub adjusted: String,
    }

    /// What was measured of a node.
    pub struct MeasuredLine {
        /// In which subnet.
        pub subnet: String,
        /// Failed of all blocks it should have proposed.
        pub original_failure_rate: String,
        /// The 75th percentile of the subnet's.
        pub subnet_failure_rate: String,
        /// The first less the second, at least 0.
        pub relative_failure_rate: String,
    }
}
