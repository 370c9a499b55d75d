//! Periods of rewards and what they are computed from.

use crate::id::{NodeId, OperatorId, ProviderId, Sha256Hash, SubnetId};
use crate::shape::stored;
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// A formula, frozen: a rule that changes is another engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum Engine {
    /// From the rewards table and the nodes that operators may be paid for. One period is one
    /// month of the table, however many days it has.
    #[n(0)]
    V0,
    /// From the rewards table and each node's daily failures.
    #[n(1)]
    V1,
}

impl Engine {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::V0 => "v0",
            Self::V1 => "v1",
        }
    }
}

/// Where a period's facts come from.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum Inputs {
    /// For engine v0: the SHA-256 of the CBOR bytes of an [`OperatorFacts`]. Anyone supplies
    /// them.
    #[n(0)]
    Operators(#[n(0)] Sha256Hash),
    /// For engine v1: the SHA-256 of the CBOR bytes of a [`DayFacts`] for each day, in order.
    /// Anyone supplies them.
    #[n(1)]
    Days(#[n(0)] Vec<Sha256Hash>),
    /// For engine v1: what this canister collected from the management canister's
    /// `node_metrics_history`, and from the registry.
    #[n(2)]
    Collected,
}

/// How far a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum PeriodState {
    /// Facts are missing.
    #[n(0)]
    #[cbor(map)]
    AwaitingInputs {
        /// How many of the slices have theirs.
        #[n(0)]
        supplied: u32,
    },
    /// It is being computed, slice by slice.
    #[n(1)]
    #[cbor(map)]
    Computing {
        /// The next slice, from 0.
        #[n(0)]
        slice: u32,
    },
    /// Its statements are made.
    #[n(2)]
    #[cbor(map)]
    Closed {
        /// When. Nanoseconds since the epoch.
        #[n(0)]
        at_ns: u64,
    },
    /// A proposal took it back before it was closed.
    #[n(3)]
    #[cbor(map)]
    Cancelled {
        /// When. Nanoseconds since the epoch.
        #[n(0)]
        at_ns: u64,
    },
}

stored! {
    /// A period for which rewards are computed. Certified, by number. Days are numbers of days
    /// since 1970-01-01, UTC.
    pub struct Period {
        /// Number.
        #[n(0)]
        pub id: u64,
        /// Its first day.
        #[n(1)]
        pub from_day: u32,
        /// Its last day.
        #[n(2)]
        pub to_day: u32,
        /// The formula.
        #[n(3)]
        pub engine: Engine,
        /// What one ICP is worth, XDR permyriad.
        #[n(4)]
        pub xdr_permyriad_per_icp: u64,
        /// Where that figure comes from, 1 to 1,000 bytes.
        #[n(5)]
        pub rate_source: String,
        /// Where its facts come from.
        #[n(6)]
        pub inputs: Inputs,
        /// The penalties on it that were published before it was closed: those of executed
        /// cases of providers that have neither escrow nor bond.
        #[n(7)]
        pub penalties: Vec<PublishedPenalty>,
        /// Hash over everything that it is computed from, once closed: see the policy crate's
        /// `rewards::input`.
        #[n(8)]
        pub input_hash: Option<Sha256Hash>,
        /// Slices: days for v1, 1 for v0.
        #[n(9)]
        pub slices: u32,
        /// What its providers earn together, once closed.
        #[n(10)]
        pub totals: Option<PeriodTotals>,
        /// How far it is.
        #[n(11)]
        pub state: PeriodState,
    }

    /// Sums over the statements of a period.
    #[derive(Copy, Default)]
    pub struct PeriodTotals {
        /// Providers with a statement.
        #[n(0)]
        pub providers: u32,
        /// Of these, those without figures because their own records are broken.
        #[n(1)]
        pub faulty: u32,
        /// Before penalties, XDR permyriad.
        #[n(2)]
        pub gross_xdr_permyriad: u64,
        /// After penalties, XDR permyriad.
        #[n(3)]
        pub kept_xdr_permyriad: u64,
        /// Before penalties, e8s.
        #[n(4)]
        pub gross_e8s: u64,
        /// After penalties, e8s.
        #[n(5)]
        pub kept_e8s: u64,
        /// Alerts; they change no figure.
        #[n(6)]
        pub alerts: u32,
    }

    /// A penalty on a statement.
    pub struct PublishedPenalty {
        /// The case.
        #[n(0)]
        pub case_id: u64,
        /// Whose.
        #[n(1)]
        pub provider: ProviderId,
        /// Only of what this node earns; absent: of everything.
        #[n(2)]
        pub node: Option<NodeId>,
        /// Basis points, 1 to 10,000.
        #[n(3)]
        pub bps: u32,
    }

    /// What is known of a day, for engine v1. Names stand once, and rows refer to them by
    /// their place. Sent as CBOR; the bytes are hashed as they come.
    pub struct DayFacts {
        /// The day.
        #[n(0)]
        pub day: u32,
        /// Who is paid, and its cluster, at most 2,000.
        #[n(1)]
        pub providers: Vec<ProviderFact>,
        /// Operators, at most 4,000.
        #[n(2)]
        pub operators: Vec<OperatorId>,
        /// Regions of data centres, "Continent,Country,City", at most 2,000.
        #[n(3)]
        pub regions: Vec<String>,
        /// Reward types, at most 32.
        #[n(4)]
        pub reward_types: Vec<String>,
        /// The nodes that are paid, at most 10,000.
        #[n(5)]
        pub nodes: Vec<NodeFact>,
        /// What each subnet's nodes did, at most 1,000 subnets.
        #[n(6)]
        pub subnets: Vec<SubnetFact>,
    }

    /// A provider of a day.
    pub struct ProviderFact {
        /// The provider.
        #[n(0)]
        pub provider: ProviderId,
        /// Its cluster: the least of the providers that are linked with it.
        #[n(1)]
        pub cluster: ProviderId,
    }

    /// A node that is paid for a day.
    pub struct NodeFact {
        /// The node.
        #[n(0)]
        pub node: NodeId,
        /// Place of its provider.
        #[n(1)]
        pub provider: u32,
        /// Place of its operator.
        #[n(2)]
        pub operator: u32,
        /// Place of its region.
        #[n(3)]
        pub region: u32,
        /// Place of its reward type.
        #[n(4)]
        pub reward_type: u32,
    }

    /// A subnet on a day.
    pub struct SubnetFact {
        /// The subnet.
        #[n(0)]
        pub subnet: SubnetId,
        /// Its nodes, at most 1,000.
        #[n(1)]
        pub nodes: Vec<MetricsFact>,
    }

    /// Blocks of a node on a day.
    pub struct MetricsFact {
        /// The node.
        #[n(0)]
        pub node: NodeId,
        /// Proposed by it.
        #[n(1)]
        pub proposed: u64,
        /// That it should have proposed.
        #[n(2)]
        pub failed: u64,
    }

    /// Operator records, for engine v0, in the order in which the network takes them. Sent as
    /// CBOR; the bytes are hashed as they come.
    pub struct OperatorFacts {
        /// The records, at most 4,000.
        #[n(0)]
        pub operators: Vec<OperatorFact>,
    }

    /// An operator record.
    pub struct OperatorFact {
        /// The operator.
        #[n(0)]
        pub operator: OperatorId,
        /// Its provider.
        #[n(1)]
        pub provider: ProviderId,
        /// Region of its data centre.
        #[n(2)]
        pub region: String,
        /// How many nodes of each type are paid.
        #[n(3)]
        pub rewardable_nodes: Vec<TypeCount>,
    }

    /// Nodes of a type.
    pub struct TypeCount {
        /// `type1.1`, `type3.1`, ...
        #[n(0)]
        pub reward_type: String,
        /// How many.
        #[n(1)]
        pub count: u32,
    }

    /// A version of the rewards table, whole. Certified, by number. It holds for days from
    /// `effective_from_day` on, until a later version does.
    pub struct RewardsTable {
        /// Number, from 0.
        #[n(0)]
        pub version: u32,
        /// The first day for which it holds.
        #[n(1)]
        pub effective_from_day: u32,
        /// Rates by region, then type, in order; at most 2,000.
        #[n(2)]
        pub rates: Vec<NodeRewardRate>,
    }

    /// What a node of a type earns in a region.
    pub struct NodeRewardRate {
        /// "Continent", "Continent,Country" or "Continent,Country,City".
        #[n(0)]
        pub region: String,
        /// `type1.1`, `type3.1`, ...
        #[n(1)]
        pub reward_type: String,
        /// XDR permyriad per node and month of 30.4375 days.
        #[n(2)]
        pub xdr_permyriad_per_node_per_month: u64,
        /// What each further node of a country earns of the one before it, percent, for types
        /// that begin with `type3`; absent: 80.
        #[n(3)]
        pub reward_coefficient_percent: Option<i32>,
    }
}
