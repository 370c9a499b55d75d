//! What a quorum of auditors found.

use super::SiteId;
use crate::id::{Caller, Sha256Hash};
use crate::shape::stored;
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

stored! {
    /// A finding. Certified, by number. It becomes final when nobody appeals in time, when
    /// the last appeal upholds it, or by proposal. What follows from a final one is the
    /// rewards canister's to decide, and that needs a proposal too.
    pub struct Finding {
        /// Number.
        #[n(0)]
        pub id: u64,
        /// The audit that found it.
        #[n(1)]
        pub assignment_id: u64,
        /// Where.
        #[n(2)]
        pub site: SiteId,
        /// What.
        #[n(3)]
        pub class: FindingClass,
        /// Nodes it is about: as many as at least a quorum of the auditors report.
        #[n(4)]
        pub nodes: u32,
        /// Hash over the reports that carry it: the evidence of a case.
        #[n(5)]
        pub evidence_hash: Sha256Hash,
        /// When it was established. Nanoseconds since the epoch.
        #[n(6)]
        pub established_at_ns: u64,
        /// Until when it can be appealed. Nanoseconds since the epoch.
        #[n(7)]
        pub appeal_until_ns: u64,
        /// Appeals, at most two.
        #[n(8)]
        pub appeals: Vec<Appeal>,
        /// Where it stands.
        #[n(9)]
        pub state: FindingState,
    }

    /// An appeal against a finding.
    pub struct Appeal {
        /// Who appeals: the provider, or anyone with the bond.
        #[n(0)]
        pub by: Caller,
        /// When. Nanoseconds since the epoch.
        #[n(1)]
        pub at_ns: u64,
        /// Why, 1 to 1,000 bytes.
        #[n(2)]
        pub grounds: String,
        /// Its bond, e8s: what the panel costs.
        #[n(3)]
        pub bond_e8s: u64,
        /// Auditors of the panel: twice as many as before and one.
        #[n(4)]
        pub panel: u8,
        /// The draw of the panel.
        #[n(5)]
        pub draw_id: u64,
        /// The panel's assignment, once drawn.
        #[n(6)]
        pub assignment_id: Option<u64>,
        /// What the panel says; absent while it is at work.
        #[n(7)]
        pub verdict: Option<AppealVerdict>,
    }
}

/// What a finding is about. The rewards canister has a penalty class for each.
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
pub enum FindingClass {
    /// A node that should stand there does not.
    #[n(0)]
    NodeAbsent,
    /// The data centre is not where it was declared to be.
    #[n(1)]
    WrongLocation,
    /// The data centre's owner is another.
    #[n(2)]
    WrongOwner,
    /// The machine is another, by serial number or chip id.
    #[n(3)]
    WrongHardware,
    /// A node could not sign the challenge in its own network.
    #[n(4)]
    NoHandshake,
    /// Somebody else than the provider controls the machines.
    #[n(5)]
    OtherOperator,
    /// Entry was refused.
    #[n(6)]
    EntryRefused,
}

impl FindingClass {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::NodeAbsent,
        Self::WrongLocation,
        Self::WrongOwner,
        Self::WrongHardware,
        Self::NoHandshake,
        Self::OtherOperator,
        Self::EntryRefused,
    ];

    /// Its name, by which the weights of the score name it. Never changes.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NodeAbsent => "node-absent",
            Self::WrongLocation => "wrong-location",
            Self::WrongOwner => "wrong-owner",
            Self::WrongHardware => "wrong-hardware",
            Self::NoHandshake => "no-handshake",
            Self::OtherOperator => "other-operator",
            Self::EntryRefused => "entry-refused",
        }
    }
}

/// Where a finding stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum FindingState {
    /// It can be appealed.
    #[n(0)]
    Provisional,
    /// A panel looks at it.
    #[n(1)]
    Appealed,
    /// Two panels, or too few auditors for one, did not settle it: a proposal does.
    #[n(2)]
    VoteNeeded,
    /// It stands.
    #[n(3)]
    #[cbor(map)]
    Final {
        /// Since when. Nanoseconds since the epoch.
        #[n(0)]
        at_ns: u64,
    },
    /// It does not.
    #[n(4)]
    #[cbor(map)]
    Overturned {
        /// Since when. Nanoseconds since the epoch.
        #[n(0)]
        at_ns: u64,
    },
}

/// What a panel says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum AppealVerdict {
    /// As many as needed report the same class.
    #[n(0)]
    Upheld,
    /// As many as needed report, and not the same class.
    #[n(1)]
    Overturned,
    /// Neither, or no panel could be drawn.
    #[n(2)]
    Undecided,
}
