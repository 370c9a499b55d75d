//! What an audit visits: all machines of one provider in one data centre.

use super::Outcome;
use crate::id::{ProviderId, SubnetId};
use crate::shape::stored;
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use std::fmt;

stored! {
    /// A site: one visit shows every node of one provider in one data centre.
    #[derive(PartialOrd, Ord)]
    pub struct SiteId {
        /// The data centre.
        #[n(0)]
        pub dc_id: String,
        /// The provider.
        #[n(1)]
        pub provider: ProviderId,
    }

    /// A site as the registry and the identity canister last showed it, and its audits.
    /// Certified, by data centre and provider.
    pub struct Site {
        /// Which.
        #[n(0)]
        pub id: SiteId,
        /// Owner of the data centre by its canonical name.
        #[n(1)]
        pub dc_owner: String,
        /// The provider's cluster; one that is alone stands for itself.
        #[n(2)]
        pub cluster: ProviderId,
        /// The provider's nodes there; 0: the site is gone, and never drawn.
        #[n(3)]
        pub nodes: u32,
        /// Those of them in critical subnets.
        #[n(4)]
        pub critical_nodes: u32,
        /// The class of its most critical node.
        #[n(5)]
        pub criticality: Criticality,
        /// Mandatory statements of identity that the provider lacks.
        #[n(6)]
        pub missing_stamps: u32,
        /// Verifiers that attested the provider, in order of their principals.
        #[n(7)]
        pub verifiers: Vec<crate::id::VerifierId>,
        /// Open alerts of location monitoring. Always 0 until there is monitoring.
        #[n(8)]
        pub open_alerts: u32,
        /// When it was first seen. Nanoseconds since the epoch.
        #[n(9)]
        pub known_since_ns: u64,
        /// Concluded audits, all of them.
        #[n(10)]
        pub audits: u32,
        /// The last 16 of them, oldest first.
        #[n(11)]
        pub history: Vec<SiteAudit>,
    }

    /// An audit of a site that came to its end.
    pub struct SiteAudit {
        /// Its assignment.
        #[n(0)]
        pub assignment_id: u64,
        /// When it was concluded. Nanoseconds since the epoch.
        #[n(1)]
        pub at_ns: u64,
        /// What a quorum of its auditors found; absent without a quorum.
        #[n(2)]
        pub outcome: Option<Outcome>,
    }

    /// A subnet whose failure harms more than its own canisters.
    pub struct CriticalSubnet {
        /// Which.
        #[n(0)]
        pub subnet: SubnetId,
        /// `Nns` or `Critical`.
        #[n(1)]
        pub criticality: Criticality,
    }
}

/// What hangs on a node, most first.
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
pub enum Criticality {
    /// The subnet of the NNS.
    #[n(0)]
    Nns,
    /// Another subnet that the policy calls critical.
    #[n(1)]
    Critical,
    /// Any other subnet.
    #[n(2)]
    Application,
    /// No subnet.
    #[n(3)]
    Spare,
}

impl Criticality {
    /// Whether critical rules apply: five auditors, and a visit every 18 months.
    #[must_use]
    pub const fn is_critical(self) -> bool {
        matches!(self, Self::Nns | Self::Critical)
    }
}

impl SiteId {
    /// The key in tables: length of the data centre's id (1 byte), id, provider.
    ///
    /// # Panics
    /// When the id has more than 255 bytes; the registry allows no such.
    #[must_use]
    pub fn key(&self) -> Vec<u8> {
        let length = u8::try_from(self.dc_id.len()).expect("BUG: a dc_id has 255 bytes at most");
        let mut key = vec![length];
        key.extend_from_slice(self.dc_id.as_bytes());
        key.extend_from_slice(self.provider.as_slice());
        key
    }
}

impl Site {
    /// When auditors last saw it, whatever they found. Who was refused entry, or could not go,
    /// saw nothing. Nanoseconds since the epoch.
    #[must_use]
    pub fn last_visit_ns(&self) -> Option<u64> {
        let seen = |audit: &&SiteAudit| {
            matches!(
                audit.outcome,
                Some(Outcome::Confirmed | Outcome::Discrepancy)
            )
        };
        self.history
            .iter()
            .rev()
            .find(seen)
            .map(|audit| audit.at_ns)
    }
}

impl fmt::Display for SiteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.dc_id, self.provider)
    }
}
