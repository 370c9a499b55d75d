//! A draw: first everything it depends on is fixed and hashed, then the seed is drawn.

use super::SiteId;
use crate::id::{AuditorId, Blob, Sha256Hash};
use crate::shape::stored;
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

stored! {
    /// A draw of sites and auditors. Certified, by number.
    pub struct Draw {
        /// Number.
        #[n(0)]
        pub id: u64,
        /// What is drawn.
        #[n(1)]
        pub purpose: DrawPurpose,
        /// What it depends on.
        #[n(2)]
        pub snapshot: Snapshot,
        /// The seed and where it is from; absent until it is drawn.
        #[n(3)]
        pub randomness: Option<Randomness>,
        /// What was drawn; absent until the seed is.
        #[n(4)]
        pub result: Option<DrawResult>,
    }

    /// What a draw depends on, fixed before the seed exists. The rows are read with
    /// `get_snapshot`; `bonafide_policy::sampling` says how they are hashed.
    pub struct Snapshot {
        /// When it was fixed. Nanoseconds since the epoch.
        #[n(0)]
        pub at_ns: u64,
        /// Hash of all of it: rules, sites, auditors. The seed is drawn for this hash.
        #[n(1)]
        pub hash: Sha256Hash,
        /// Hash of sites, weights and certainty alone.
        #[n(2)]
        pub sites_hash: Sha256Hash,
        /// Sites.
        #[n(3)]
        pub sites: u32,
        /// Critical sites among them.
        #[n(4)]
        pub critical_sites: u32,
        /// Sites that are drawn with certainty, because nobody was there for too long.
        #[n(5)]
        pub certain_sites: u32,
        /// Sum of the weights.
        #[n(6)]
        pub total_weight: u64,
        /// Auditors with free stake.
        #[n(7)]
        pub auditors: u32,
        /// How many sites and auditors are drawn, and for how much.
        #[n(8)]
        pub rules: DrawRules,
    }

    /// How a draw is made.
    pub struct DrawRules {
        /// Sites wanted.
        #[n(0)]
        pub sites: u32,
        /// Auditors at most sites.
        #[n(1)]
        pub ordinary: super::Team,
        /// Auditors at critical sites.
        #[n(2)]
        pub critical: super::Team,
        /// What one report is paid, e8s.
        #[n(3)]
        pub fee_e8s: u64,
        /// What all of it may cost, e8s. The draw stops before the site that would cost more.
        #[n(4)]
        pub budget_e8s: u64,
        /// What each auditor has locked for each site, e8s.
        #[n(5)]
        pub lock_e8s: u64,
    }

    /// A site in a draw.
    pub struct SnapshotSite {
        /// Which.
        #[n(0)]
        pub site: SiteId,
        /// Its weight; 0 is never drawn.
        #[n(1)]
        pub weight: u64,
        /// Whether it is drawn before the others.
        #[n(2)]
        pub certain: bool,
        /// Whether critical rules apply.
        #[n(3)]
        pub critical: bool,
        /// Auditors that may not visit it, by their place in the list of auditors, rising. That
        /// auditors of one owner sit once in a team is not among these: it is a rule for all
        /// sites.
        #[n(4)]
        pub conflicted: Vec<u32>,
        /// For re-audits and appeals: the assignment that is repeated.
        #[n(5)]
        pub repeats: Option<u64>,
    }

    /// An auditor in a draw.
    pub struct SnapshotAuditor {
        /// Who.
        #[n(0)]
        pub id: AuditorId,
        /// Sites its free stake holds.
        #[n(1)]
        pub capacity: u32,
        /// The place of the first auditor of the same owner in the list: auditors of one owner
        /// sit once in a team.
        #[n(2)]
        pub group: u32,
    }

    /// A seed that nobody could know before the snapshot was fixed.
    pub struct Randomness {
        /// 32 bytes, from which all numbers of the draw follow.
        #[n(0)]
        pub seed: Sha256Hash,
        /// Where it is from.
        #[n(1)]
        pub source: RandomnessSource,
        /// When it was drawn. Nanoseconds since the epoch.
        #[n(2)]
        pub at_ns: u64,
    }

    /// What was drawn.
    pub struct DrawResult {
        /// Sites with their auditors, in the order in which they were drawn.
        #[n(0)]
        pub drawn: Vec<DrawnSite>,
        /// Sites drawn for which too few independent auditors with free stake were left, each
        /// of another owner, by their place in the snapshot. They cost nothing.
        #[n(1)]
        pub skipped: Vec<u32>,
        /// Why it ended.
        #[n(2)]
        pub ended: DrawEnd,
    }

    /// A site that was drawn.
    pub struct DrawnSite {
        /// Its place in the snapshot.
        #[n(0)]
        pub site: u32,
        /// Its auditors, by their places in the snapshot.
        #[n(1)]
        pub team: Vec<u32>,
        /// Who follows when one of them vanishes, in this order, at most 8.
        #[n(2)]
        pub reserve: Vec<u32>,
        /// The assignment that came of it.
        #[n(3)]
        pub assignment_id: u64,
    }
}

/// What a draw is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum DrawPurpose {
    /// The audits of a plan.
    #[n(0)]
    #[cbor(map)]
    Audits {
        /// The plan.
        #[n(0)]
        plan_id: u64,
    },
    /// The audits of a plan that are repeated.
    #[n(1)]
    #[cbor(map)]
    Reaudits {
        /// The plan.
        #[n(0)]
        plan_id: u64,
    },
    /// The panel that looks at a finding again.
    #[n(2)]
    #[cbor(map)]
    Appeal {
        /// The finding.
        #[n(0)]
        finding_id: u64,
    },
}

/// Where a seed is from.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum RandomnessSource {
    /// The verifiable random function of vetKD, for the snapshot's hash. Anyone can check it
    /// against the canister's public key, as `ic-vetkeys` does.
    #[n(0)]
    #[cbor(map)]
    VetKd {
        /// The vetKey: 48 bytes, a compressed point of G1.
        #[n(0)]
        proof: Blob,
    },
    /// `raw_rand` of the system, asked for after the snapshot was committed. The seed is the
    /// hash of the answer and of the snapshot's hash.
    #[n(1)]
    #[cbor(map)]
    RawRand {
        /// The answer: 32 bytes.
        #[n(0)]
        bytes: Blob,
    },
}

/// Why a draw ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum DrawEnd {
    /// As many sites as wanted are drawn.
    #[n(0)]
    Complete,
    /// All sites that can be drawn are.
    #[n(1)]
    NoSiteLeft,
    /// The budget does not hold the next site.
    #[n(2)]
    BudgetUsed,
}
