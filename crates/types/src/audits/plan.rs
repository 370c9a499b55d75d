//! What is to be audited, by whom, for how much.

use crate::shape::stored;
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

stored! {
    /// A sampling plan. Certified, by number.
    pub struct Plan {
        /// Number.
        #[n(0)]
        pub id: u64,
        /// What the proposal asked for.
        #[n(1)]
        pub terms: PlanTerms,
        /// When it was adopted. Nanoseconds since the epoch.
        #[n(2)]
        pub adopted_at_ns: u64,
        /// What was reserved from the treasury at first, e8s: the budget, or what was there.
        #[n(3)]
        pub budget_e8s: u64,
        /// What is reserved for it now, e8s.
        #[n(4)]
        pub reserved_e8s: u64,
        /// What became of it.
        #[n(5)]
        pub state: PlanState,
        /// Its draw, once sites and auditors are fixed.
        #[n(6)]
        pub draw_id: Option<u64>,
        /// The draw of its re-audits, once the audits are over.
        #[n(7)]
        pub reaudit_draw_id: Option<u64>,
        /// Its assignments that are not over.
        #[n(8)]
        pub open_assignments: u32,
        /// Sites drawn.
        #[n(9)]
        pub drawn: u32,
        /// Of these, audits and re-audits that came to a quorum.
        #[n(10)]
        pub concluded: u32,
        /// Of these, sites where a quorum found anything but what was declared.
        #[n(11)]
        pub bad: u32,
    }

    /// What a plan asks for.
    pub struct PlanTerms {
        /// A name, 1 to 64 bytes.
        #[n(0)]
        pub name: String,
        /// What a site weighs in the draw.
        #[n(1)]
        pub weights: WeightRule,
        /// Sites to be drawn, 1 to 1,000. Fewer when the budget does not hold them.
        #[n(2)]
        pub sites: u32,
        /// Auditors and quorum at most sites.
        #[n(3)]
        pub ordinary: Team,
        /// Auditors and quorum at critical sites.
        #[n(4)]
        pub critical: Team,
        /// Business days (Monday to Friday, UTC) from the draw to the first possible visit, 5
        /// to 10.
        #[n(5)]
        pub notice_business_days: u32,
        /// Business days within which the visit is, counted from there, 1 to 20.
        #[n(6)]
        pub window_business_days: u32,
        /// What one report is paid, e8s.
        #[n(7)]
        pub fee_e8s: u64,
        /// What the plan may cost in all, e8s.
        #[n(8)]
        pub budget_e8s: u64,
        /// Share of the audits that another team repeats, basis points, 0 to 5,000. Its part
        /// of the budget is kept for it.
        #[n(9)]
        pub reaudit_bps: u32,
    }

    /// How many auditors visit, and how many must agree.
    #[derive(Copy)]
    pub struct Team {
        /// Auditors, 1 to 15.
        #[n(0)]
        pub auditors: u8,
        /// How many of them must report the same; more than half of them.
        #[n(1)]
        pub quorum: u8,
    }

    /// What a site weighs: `bonafide_policy::sampling::weight` has the formula.
    #[derive(Copy)]
    pub struct WeightRule {
        /// Of a site with a node in the NNS subnet, 0 to 1,000.
        #[n(0)]
        pub nns: u16,
        /// Of a site with a node in another critical subnet, 0 to 1,000.
        #[n(1)]
        pub critical: u16,
        /// Of a site with a node in any subnet, 0 to 1,000.
        #[n(2)]
        pub application: u16,
        /// Of a site with spare nodes only, 0 to 1,000.
        #[n(3)]
        pub spare: u16,
        /// Percent more for each half year without a visit, three at most; 0 to 400.
        #[n(4)]
        pub stale_percent: u16,
        /// Percent more for each open alert, 20 at most; 0 to 400.
        #[n(5)]
        pub alert_percent: u16,
        /// Percent more for each mandatory statement of identity that is missing, 8 at most;
        /// 0 to 400.
        #[n(6)]
        pub stamp_percent: u16,
    }
}

/// What became of a plan.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum PlanState {
    /// Adopted; the sites are not fixed yet.
    #[n(0)]
    Adopted,
    /// Sites, weights and auditors are fixed and hashed; the seed is not drawn yet.
    #[n(1)]
    SnapshotFixed,
    /// Drawn; the audits are under way.
    #[n(2)]
    Auditing,
    /// The audits are over; some are to be repeated, and that is being drawn or under way.
    #[n(3)]
    Reauditing,
    /// Everything is over, and what was left went back to the treasury.
    #[n(4)]
    #[cbor(map)]
    Closed {
        /// When. Nanoseconds since the epoch.
        #[n(0)]
        at_ns: u64,
    },
    /// Taken back by proposal before the seed was drawn.
    #[n(5)]
    #[cbor(map)]
    Cancelled {
        /// When. Nanoseconds since the epoch.
        #[n(0)]
        at_ns: u64,
        /// Why, in the words of the proposal.
        #[n(1)]
        reason: String,
    },
}

impl Default for WeightRule {
    fn default() -> Self {
        Self {
            nns: 8,
            critical: 4,
            application: 2,
            spare: 1,
            stale_percent: 50,
            alert_percent: 100,
            stamp_percent: 25,
        }
    }
}

impl PlanTerms {
    /// Auditors and quorum at a site.
    #[must_use]
    pub const fn team(&self, critical: bool) -> Team {
        if critical {
            self.critical
        } else {
            self.ordinary
        }
    }
}
