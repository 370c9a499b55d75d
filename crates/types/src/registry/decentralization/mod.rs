//! How well subnets are spread over independent actors: dimensions, policies, verdicts.

mod evaluation;
mod policy;
mod verdict;
mod view;

pub use evaluation::*;
pub use policy::*;
pub use verdict::*;
pub use view::*;

use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// By what nodes of a subnet can depend on one actor.
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
pub enum Dimension {
    /// The operator record.
    #[n(0)]
    NodeOperator,
    /// The provider, by itself.
    #[n(1)]
    NodeProvider,
    /// The provider with all that it is linked to; one that is alone is its own cluster.
    #[n(2)]
    Cluster,
    /// The data centre.
    #[n(3)]
    DataCenter,
    /// The owner of the data centre, by its canonical name.
    #[n(4)]
    DataCenterOwner,
    /// The area with its country.
    #[n(5)]
    Area,
    /// The country.
    #[n(6)]
    Country,
}

impl Dimension {
    /// All of them, in order.
    pub const ALL: [Self; 7] = [
        Self::NodeOperator,
        Self::NodeProvider,
        Self::Cluster,
        Self::DataCenter,
        Self::DataCenterOwner,
        Self::Area,
        Self::Country,
    ];

    /// Its name, as fields and rules have it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NodeOperator => "node_operator",
            Self::NodeProvider => "node_provider",
            Self::Cluster => "cluster",
            Self::DataCenter => "data_center",
            Self::DataCenterOwner => "data_center_owner",
            Self::Area => "area",
            Self::Country => "country",
        }
    }

    /// Its place in [`Self::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// A number for each dimension.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode,
)]
#[cbor(map)]
pub struct PerDimension {
    /// Of operators.
    #[n(0)]
    pub node_operator: u32,
    /// Of providers.
    #[n(1)]
    pub node_provider: u32,
    /// Of clusters.
    #[n(2)]
    pub cluster: u32,
    /// Of data centres.
    #[n(3)]
    pub data_center: u32,
    /// Of their owners.
    #[n(4)]
    pub data_center_owner: u32,
    /// Of areas.
    #[n(5)]
    pub area: u32,
    /// Of countries.
    #[n(6)]
    pub country: u32,
}

impl PerDimension {
    /// What `value` gives for each.
    pub fn of(mut value: impl FnMut(Dimension) -> u32) -> Self {
        Self {
            node_operator: value(Dimension::NodeOperator),
            node_provider: value(Dimension::NodeProvider),
            cluster: value(Dimension::Cluster),
            data_center: value(Dimension::DataCenter),
            data_center_owner: value(Dimension::DataCenterOwner),
            area: value(Dimension::Area),
            country: value(Dimension::Country),
        }
    }

    /// The number for one dimension.
    #[must_use]
    pub const fn get(&self, dimension: Dimension) -> u32 {
        match dimension {
            Dimension::NodeOperator => self.node_operator,
            Dimension::NodeProvider => self.node_provider,
            Dimension::Cluster => self.cluster,
            Dimension::DataCenter => self.data_center,
            Dimension::DataCenterOwner => self.data_center_owner,
            Dimension::Area => self.area,
            Dimension::Country => self.country,
        }
    }
}
