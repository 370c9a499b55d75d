//! Arguments of updates.

use super::{AuditPolicy, Conflicts, PlanTerms, Report, SiteId};
use crate::id::{AuditorId, Blob, Sha256Hash};
use crate::shape::{sent, stored};
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

stored! {
    /// Admits an auditor that applied. Governed, critical.
    pub struct AdmitAuditorArgs {
        /// The auditor.
        #[n(0)]
        pub id: AuditorId,
        /// Why, 1 to 1,000 bytes.
        #[n(1)]
        pub reason: String,
    }

    /// Suspends an auditor: it is not drawn. Governed, critical.
    pub struct SuspendAuditorArgs {
        /// The auditor.
        #[n(0)]
        pub id: AuditorId,
        /// Why, 1 to 1,000 bytes.
        #[n(1)]
        pub reason: String,
    }

    /// Ends an auditor's suspension. Governed, critical.
    pub struct ReinstateAuditorArgs {
        /// The auditor.
        #[n(0)]
        pub id: AuditorId,
        /// Why, 1 to 1,000 bytes.
        #[n(1)]
        pub reason: String,
    }

    /// Removes an auditor for good. Governed, critical.
    pub struct RemoveAuditorArgs {
        /// The auditor.
        #[n(0)]
        pub id: AuditorId,
        /// Why, 1 to 1,000 bytes.
        #[n(1)]
        pub reason: String,
    }

    /// Takes stake of an auditor for the treasury, on evidence: a hash that does not fit, a
    /// forged photograph, a conflict it did not declare. To be in a minority is none.
    /// Governed, critical.
    pub struct PenaliseAuditorArgs {
        /// The auditor.
        #[n(0)]
        pub id: AuditorId,
        /// How much, e8s, at least 1; what it has, when it has less.
        #[n(1)]
        pub amount_e8s: u64,
        /// Of the evidence. The same evidence punishes once.
        #[n(2)]
        pub evidence_hash: Sha256Hash,
        /// Why, 1 to 1,000 bytes.
        #[n(3)]
        pub reason: String,
    }

    /// Sets the numbers that the rules use. Governed, critical.
    pub struct SetAuditPolicyArgs {
        /// All of them.
        #[n(0)]
        pub policy: AuditPolicy,
    }

    /// Adopts a sampling plan and reserves its budget. Governed. Answers with its number.
    pub struct AdoptAuditPlanArgs {
        /// What it asks for.
        #[n(0)]
        pub terms: PlanTerms,
    }

    /// Takes a plan back, as long as its seed is not drawn. Governed.
    pub struct CancelAuditPlanArgs {
        /// The plan.
        #[n(0)]
        pub plan_id: u64,
        /// Why, 1 to 1,000 bytes.
        #[n(1)]
        pub reason: String,
    }

    /// Settles a finding: one that the appeals left open, or any that is not settled. Governed,
    /// critical.
    pub struct SettleFindingArgs {
        /// The finding.
        #[n(0)]
        pub finding_id: u64,
        /// Whether it stands.
        #[n(1)]
        pub stands: bool,
        /// Why, 1 to 1,000 bytes.
        #[n(2)]
        pub reason: String,
    }

    /// Settles a transfer in quarantine by what the ledger shows. Governed, critical.
    pub struct SettleTransferArgs {
        /// The transfer.
        #[n(0)]
        pub transfer_id: u64,
        /// What became of it.
        #[n(1)]
        pub outcome: SettledTransfer,
        /// How that is known, 1 to 1,000 bytes.
        #[n(2)]
        pub evidence: String,
    }
}

/// What became of a transfer in quarantine.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum SettledTransfer {
    /// The ledger made it.
    #[n(0)]
    #[cbor(map)]
    Made {
        /// Its block.
        #[n(0)]
        block: u64,
    },
    /// The ledger did not, and cannot any more: its window for the transfer is over.
    #[n(1)]
    NotMade,
}

sent! {
    /// Applies as an auditor. By the auditor's own key, which needs free stake.
    pub struct ApplyAsAuditorArgs {
        /// Its name, 1 to 255 bytes.
        pub name: String,
        /// Who owns it, 1 to 255 bytes.
        pub owner: String,
        /// What stands between it and some audits.
        pub conflicts: Conflicts,
        /// Why it is fit for this, 1 to 1,000 bytes.
        pub statement: String,
    }

    /// Declares conflicts anew. By the auditor's own key. Counts for draws whose snapshot is
    /// fixed later.
    pub struct DeclareConflictsArgs {
        /// All of them.
        pub conflicts: Conflicts,
    }

    /// Takes stake from the caller's account at the ledger, which must have approved it for
    /// this canister.
    pub struct DepositStakeArgs {
        /// How much, e8s. The ledger's fee comes on top.
        pub amount_e8s: u64,
        /// The account; `null`: the default one.
        pub from_subaccount: Option<Blob>,
    }

    /// Asks free stake back. It is paid by `withdraw_stake` when it is due.
    pub struct UnbondStakeArgs {
        /// How much, e8s.
        pub amount_e8s: u64,
    }

    /// Proposes moments for the visit, in its window. By an auditor of the assignment.
    pub struct ProposeSlotsArgs {
        /// The assignment.
        pub assignment_id: u64,
        /// 1 to 5. Nanoseconds since the epoch.
        pub at_ns: Vec<u64>,
    }

    /// Accepts a moment that was proposed, and names who lets the auditors in. By the
    /// provider's key.
    pub struct AcceptSlotArgs {
        /// The assignment.
        pub assignment_id: u64,
        /// One of those proposed. Nanoseconds since the epoch.
        pub at_ns: u64,
        /// Hash of the escort's name and a secret, which the auditors are told directly:
        /// SHA-256 of UTF-8 text.
        pub escort_hash: Sha256Hash,
    }

    /// Asks for the challenge of the day. By an auditor of the assignment.
    pub struct IssueChallengeArgs {
        /// The assignment.
        pub assignment_id: u64,
    }

    /// Commits to a report. By an auditor of the assignment; again replaces it.
    pub struct CommitReportArgs {
        /// The assignment.
        pub assignment_id: u64,
        /// `bonafide_policy::report::commitment`.
        pub commitment: Sha256Hash,
    }

    /// Reveals a report, and is paid for it. By an auditor of the assignment.
    pub struct RevealReportArgs {
        /// The assignment.
        pub assignment_id: u64,
        /// The report that was committed to.
        pub report: Report,
        /// The nonce of the commitment: 32 bytes.
        pub nonce: Blob,
    }

    /// Appeals against a finding. By the provider, or by anyone, with free stake for the bond.
    pub struct AppealFindingArgs {
        /// The finding.
        pub finding_id: u64,
        /// Why, 1 to 1,000 bytes.
        pub grounds: String,
    }

    /// Asks for the rows of a draw's snapshot.
    pub struct GetSnapshotArgs {
        /// The draw.
        pub draw_id: u64,
        /// Start at this site; `null`: at the first.
        pub start: Option<u32>,
    }

    /// Asks for sites in the order of their keys.
    #[derive(Default)]
    pub struct ListSitesArgs {
        /// Start after this site.
        pub after: Option<SiteId>,
        /// Records wanted, 1 to 100; `null`: 100.
        pub limit: Option<u32>,
        /// Only critical sites that nobody visited for too long.
        pub overdue: Option<bool>,
    }

    /// Asks for assignments in the order of their numbers.
    #[derive(Default)]
    pub struct ListAssignmentsArgs {
        /// Start after this number.
        pub after: Option<u64>,
        /// Records wanted, 1 to 100; `null`: 100.
        pub limit: Option<u32>,
        /// At this site.
        pub site: Option<SiteId>,
        /// With this auditor.
        pub auditor: Option<AuditorId>,
        /// Only those that are under way (`true`) or over (`false`).
        pub open: Option<bool>,
    }

    /// Asks for records in the order of their numbers.
    #[derive(Default)]
    pub struct PageArgs {
        /// Start after this number.
        pub after: Option<u64>,
        /// Records wanted, 1 to 100; `null`: 100.
        pub limit: Option<u32>,
    }

    /// Asks for findings in the order of their numbers.
    #[derive(Default)]
    pub struct ListFindingsArgs {
        /// Start after this number.
        pub after: Option<u64>,
        /// Records wanted, 1 to 100; `null`: 100.
        pub limit: Option<u32>,
        /// About this provider.
        pub provider: Option<crate::id::ProviderId>,
    }

    /// Asks for transfers in the order of their numbers.
    #[derive(Default)]
    pub struct ListTransfersArgs {
        /// Start after this number.
        pub after: Option<u64>,
        /// Records wanted, 1 to 100; `null`: 100.
        pub limit: Option<u32>,
        /// Only those that are neither made nor failed.
        pub unsettled: Option<bool>,
    }

    /// Asks for deadlines.
    #[derive(Default)]
    pub struct GetCalendarArgs {
        /// Up to this moment; `null`: all. Nanoseconds since the epoch.
        pub until_ns: Option<u64>,
        /// Of assignments with this auditor.
        pub auditor: Option<AuditorId>,
        /// Of assignments at this provider's sites.
        pub provider: Option<crate::id::ProviderId>,
    }
}
