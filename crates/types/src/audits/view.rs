//! What reads return beside the records themselves. Not certified.

use super::{
    Assignment, Auditor, AuditorStatus, Draw, Finding, Phase, Plan, Site, SiteId, SnapshotAuditor,
    SnapshotSite, StakeAccount, Transfer,
};
use crate::id::AuditorId;
use crate::shape::sent;
use candid::CandidType;
use serde::{Deserialize, Serialize};

sent! {
    /// An auditor and its stake.
    pub struct AuditorView {
        /// The record.
        pub auditor: Auditor,
        /// Where it stands now.
        pub status: AuditorStatus,
        /// Its stake.
        pub account: StakeAccount,
    }

    /// An assignment and how far it is.
    pub struct AssignmentView {
        /// The record.
        pub assignment: Assignment,
        /// How far it is now.
        pub phase: Phase,
        /// When the visit is, as things stand. Nanoseconds since the epoch.
        pub visit_at_ns: u64,
    }

    /// Some assignments.
    pub struct AssignmentPage {
        /// The assignments.
        pub assignments: Vec<AssignmentView>,
        /// Pass as `after` to go on; `null` at the end.
        pub next: Option<u64>,
    }

    /// Some plans.
    pub struct PlanPage {
        /// The plans.
        pub plans: Vec<Plan>,
        /// Pass as `after` to go on; `null` at the end.
        pub next: Option<u64>,
    }

    /// Some draws, without what was drawn; `get_draw` has that.
    pub struct DrawPage {
        /// The draws.
        pub draws: Vec<Draw>,
        /// Pass as `after` to go on; `null` at the end.
        pub next: Option<u64>,
    }

    /// Rows of a draw's snapshot.
    pub struct SnapshotPage {
        /// Sites in the order of their names, at most 500.
        pub sites: Vec<SnapshotSite>,
        /// All auditors, in the order of their principals; with the first page only.
        pub auditors: Vec<SnapshotAuditor>,
        /// Pass as `start` to go on; `null` at the end.
        pub next: Option<u32>,
    }

    /// Some findings.
    pub struct FindingPage {
        /// The findings.
        pub findings: Vec<Finding>,
        /// Pass as `after` to go on; `null` at the end.
        pub next: Option<u64>,
    }

    /// A site and whether it is overdue.
    pub struct SiteView {
        /// The record.
        pub site: Site,
        /// Whether it is critical and nobody visited it for too long: the next plan draws it
        /// with certainty.
        pub overdue: bool,
    }

    /// Some sites.
    pub struct SitePage {
        /// The sites.
        pub sites: Vec<SiteView>,
        /// Pass as `after` to go on; `null` at the end.
        pub next: Option<SiteId>,
    }

    /// Some transfers.
    pub struct TransferPage {
        /// The transfers.
        pub transfers: Vec<Transfer>,
        /// Pass as `after` to go on; `null` at the end.
        pub next: Option<u64>,
    }

    /// Something that somebody has to do until some moment.
    pub struct Deadline {
        /// Until when. Nanoseconds since the epoch.
        pub due_at_ns: u64,
        /// What.
        pub kind: DeadlineKind,
        /// Of which assignment or finding.
        pub id: u64,
        /// At which site.
        pub site: SiteId,
        /// Who has not done it yet; none when it is not an auditor's to do.
        pub waiting_for: Vec<AuditorId>,
    }

    /// How much the canister holds.
    pub struct Summary {
        /// Sites with nodes.
        pub sites: u64,
        /// Critical sites among them.
        pub critical_sites: u64,
        /// Critical sites that nobody visited for too long.
        pub overdue_sites: u64,
        /// Auditors that may be drawn.
        pub active_auditors: u64,
        /// Auditors and applicants ever.
        pub auditors: u64,
        /// Plans.
        pub plans: u64,
        /// Draws.
        pub draws: u64,
        /// Assignments.
        pub assignments: u64,
        /// Assignments that are under way.
        pub open_assignments: u64,
        /// Findings.
        pub findings: u64,
        /// Transfers.
        pub transfers: u64,
        /// Transfers that are neither made nor failed.
        pub unsettled_transfers: u64,
        /// Events in the log.
        pub events: u64,
        /// Events of the registry's log up to which its facts were fetched.
        pub registry_events: u64,
        /// Events of the identity canister's log up to which its facts were fetched.
        pub identity_events: u64,
    }
}

/// What has to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub enum DeadlineKind {
    /// The provider accepts a moment; else the first one proposed holds.
    AcceptSlot,
    /// Auditors commit to their reports.
    Commit,
    /// Auditors reveal their reports.
    Reveal,
    /// Who disagrees with a finding appeals.
    Appeal,
}
