//! What can happen to the audits canister. The log of these rebuilds every certified row.
//!
//! Numbers are part of the stored format: never reused, and a field added later is optional.

use bonafide_types::audits::{
    Appeal, AppealVerdict, Assignment, AssignmentState, AuditPolicy, Auditor, Challenge, Config,
    Draw, DrawResult, FiledReport, Finding, FindingState, Plan, PlanState, Randomness, Site, Slot,
    SnapshotAuditor, SnapshotSite, Transfer, TransferState, Unbonding, Visit,
};
use bonafide_types::id::{AuditorId, Blob, Caller, ProviderId, Sha256Hash};
use minicbor::{Decode, Encode};

/// One change of the audits canister.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Event {
    /// The canister was installed.
    #[n(0)]
    #[cbor(map)]
    Initialized {
        /// First settings.
        #[n(0)]
        config: Config,
        /// First numbers of the rules.
        #[n(1)]
        policy: AuditPolicy,
    },
    /// An upgrade argument changed the settings.
    #[n(1)]
    #[cbor(map)]
    ConfigChanged {
        /// Settings from now on.
        #[n(0)]
        config: Config,
    },
    /// The system told the public key that seeds are checked with.
    #[n(2)]
    #[cbor(map)]
    PublicKeyLearned {
        /// The key.
        #[n(0)]
        public_key: Blob,
    },
    /// The ledger told another fee.
    #[n(3)]
    #[cbor(map)]
    LedgerFeeLearned {
        /// The fee, e8s.
        #[n(0)]
        fee_e8s: u64,
    },
    /// The registry showed providers that are new or of another cluster.
    #[n(4)]
    #[cbor(map)]
    ClustersSeen {
        /// Providers with their clusters.
        #[n(0)]
        clusters: Vec<Membership>,
    },
    /// Registry or identity canister showed sites that are new or changed.
    #[n(5)]
    #[cbor(map)]
    SitesSeen {
        /// Their rows from now on.
        #[n(0)]
        sites: Vec<Site>,
    },
    /// All facts up to an event of another canister's log are here.
    #[n(6)]
    #[cbor(map)]
    Followed {
        /// Length of the registry's log before it was read.
        #[n(0)]
        registry_events: Option<u64>,
        /// Length of the identity canister's log before it was read.
        #[n(1)]
        identity_events: Option<u64>,
    },
    /// Somebody applied as an auditor.
    #[n(7)]
    #[cbor(map)]
    AuditorApplied {
        /// The applicant.
        #[n(0)]
        auditor: Auditor,
    },
    /// A proposal changed an auditor's standing, or the auditor its conflicts.
    #[n(8)]
    #[cbor(map)]
    AuditorChanged {
        /// The auditor from now on.
        #[n(0)]
        auditor: Auditor,
    },
    /// A proposal set the numbers that the rules use.
    #[n(9)]
    #[cbor(map)]
    PolicySet {
        /// From now on.
        #[n(0)]
        policy: AuditPolicy,
    },
    /// A transfer was decided. What goes out left its place.
    #[n(10)]
    #[cbor(map)]
    TransferOpened {
        /// The transfer, open, without an attempt.
        #[n(0)]
        transfer: Transfer,
    },
    /// The ledger is about to be asked for a transfer.
    #[n(11)]
    #[cbor(map)]
    TransferAttempted {
        /// The transfer.
        #[n(0)]
        transfer_id: u64,
    },
    /// The last attempt of a transfer surely moved nothing.
    #[n(12)]
    #[cbor(map)]
    AttemptRefused {
        /// The transfer.
        #[n(0)]
        transfer_id: u64,
        /// Why.
        #[n(1)]
        reason: String,
    },
    /// No attempt of a transfer moved anything, so it begins afresh.
    #[n(13)]
    #[cbor(map)]
    TransferRenewed {
        /// The transfer.
        #[n(0)]
        transfer_id: u64,
        /// The ledger's fee that is offered from now on, e8s.
        #[n(1)]
        fee_e8s: u64,
        /// `created_at_time` from now on. Nanoseconds since the epoch.
        #[n(2)]
        created_at_ns: u64,
    },
    /// A transfer was made, failed, went into quarantine, or left it.
    #[n(14)]
    #[cbor(map)]
    TransferSettled {
        /// The transfer.
        #[n(0)]
        transfer_id: u64,
        /// What became of it.
        #[n(1)]
        state: TransferState,
        /// How a proposal knows, when it was one.
        #[n(2)]
        evidence: Option<String>,
    },
    /// Somebody asked stake back.
    #[n(15)]
    #[cbor(map)]
    StakeUnbonded {
        /// Who.
        #[n(0)]
        owner: Caller,
        /// How much, due when.
        #[n(1)]
        part: Unbonding,
    },
    /// A proposal took stake of an auditor for the treasury: free, then unbonding, then locked.
    #[n(16)]
    #[cbor(map)]
    StakeTaken {
        /// Whose.
        #[n(0)]
        auditor: AuditorId,
        /// How much, e8s.
        #[n(1)]
        amount_e8s: u64,
        /// Of the evidence.
        #[n(2)]
        evidence_hash: Sha256Hash,
        /// Why, in the words of the proposal.
        #[n(3)]
        reason: String,
    },
    /// The treasury paid what it owed to an account here.
    #[n(17)]
    #[cbor(map)]
    OwedPaid {
        /// Whose.
        #[n(0)]
        owner: Caller,
        /// How much, e8s.
        #[n(1)]
        amount_e8s: u64,
    },
    /// A plan was adopted, and its budget reserved.
    #[n(18)]
    #[cbor(map)]
    PlanAdopted {
        /// The plan.
        #[n(0)]
        plan: Plan,
    },
    /// A plan went on, was closed or taken back. What is left of its budget goes back to the
    /// treasury when it is over.
    #[n(19)]
    #[cbor(map)]
    PlanChanged {
        /// The plan.
        #[n(0)]
        plan_id: u64,
        /// Where it stands from now on.
        #[n(1)]
        state: PlanState,
    },
    /// What a draw depends on was fixed: rules, auditors, and the hash of everything. The
    /// sites follow.
    #[n(20)]
    #[cbor(map)]
    DrawOpened {
        /// The draw, without seed.
        #[n(0)]
        draw: Draw,
        /// Auditors in the order of their principals.
        #[n(1)]
        auditors: Vec<SnapshotAuditor>,
    },
    /// Sites of a draw, in order.
    #[n(21)]
    #[cbor(map)]
    SnapshotRows {
        /// The draw.
        #[n(0)]
        draw_id: u64,
        /// Place of the first.
        #[n(1)]
        start: u32,
        /// The sites.
        #[n(2)]
        sites: Vec<SnapshotSite>,
    },
    /// The seed is there, and what follows from it.
    #[n(22)]
    #[cbor(map)]
    Drawn {
        /// The draw.
        #[n(0)]
        draw_id: u64,
        /// The seed.
        #[n(1)]
        randomness: Randomness,
        /// What was drawn.
        #[n(2)]
        result: DrawResult,
        /// The assignments that came of it, in the order of the draw.
        #[n(3)]
        assignments: Vec<Assignment>,
    },
    /// An auditor proposed moments for a visit.
    #[n(23)]
    #[cbor(map)]
    SlotsProposed {
        /// The assignment.
        #[n(0)]
        assignment_id: u64,
        /// All moments proposed from now on.
        #[n(1)]
        slots: Vec<Slot>,
    },
    /// The provider accepted a moment.
    #[n(24)]
    #[cbor(map)]
    SlotAccepted {
        /// The assignment.
        #[n(0)]
        assignment_id: u64,
        /// The visit.
        #[n(1)]
        visit: Visit,
    },
    /// The challenge of the day was drawn.
    #[n(25)]
    #[cbor(map)]
    ChallengeIssued {
        /// The assignment.
        #[n(0)]
        assignment_id: u64,
        /// The challenge.
        #[n(1)]
        challenge: Challenge,
    },
    /// An auditor committed to a report.
    #[n(26)]
    #[cbor(map)]
    ReportCommitted {
        /// The assignment.
        #[n(0)]
        assignment_id: u64,
        /// Who.
        #[n(1)]
        auditor: AuditorId,
        /// To what.
        #[n(2)]
        commitment: Sha256Hash,
    },
    /// An auditor revealed a report.
    #[n(27)]
    #[cbor(map)]
    ReportRevealed {
        /// The report.
        #[n(0)]
        filed: FiledReport,
    },
    /// Auditors revealed nothing in time; others follow, and make another visit.
    #[n(28)]
    #[cbor(map)]
    RoundEnded {
        /// The assignment.
        #[n(0)]
        assignment_id: u64,
        /// Who vanished, and what that costs each, e8s.
        #[n(1)]
        vanished: Vec<Vanished>,
        /// Who follows; none when the audit is concluded without them.
        #[n(2)]
        joined: Vec<AuditorId>,
        /// Earliest visit of those. Nanoseconds since the epoch.
        #[n(3)]
        window_from_ns: u64,
        /// Latest visit of those. Nanoseconds since the epoch.
        #[n(4)]
        window_until_ns: u64,
    },
    /// An audit is over.
    #[n(29)]
    #[cbor(map)]
    AssignmentClosed {
        /// The assignment.
        #[n(0)]
        assignment_id: u64,
        /// What it came to.
        #[n(1)]
        state: AssignmentState,
    },
    /// The time for disputes about an audit is over: its auditors' stake is free.
    #[n(30)]
    #[cbor(map)]
    LocksReleased {
        /// The assignment.
        #[n(0)]
        assignment_id: u64,
    },
    /// A quorum found something.
    #[n(31)]
    #[cbor(map)]
    FindingEstablished {
        /// The finding.
        #[n(0)]
        finding: Finding,
    },
    /// Somebody appealed against a finding; the bond pays the panel.
    #[n(32)]
    #[cbor(map)]
    FindingAppealed {
        /// The finding.
        #[n(0)]
        finding_id: u64,
        /// The appeal.
        #[n(1)]
        appeal: Appeal,
    },
    /// A panel decided its appeal, or none could be drawn.
    #[n(33)]
    #[cbor(map)]
    AppealDecided {
        /// The finding.
        #[n(0)]
        finding_id: u64,
        /// What the panel says.
        #[n(1)]
        verdict: AppealVerdict,
        /// Where the finding stands from now on.
        #[n(2)]
        state: FindingState,
        /// Until when it can be appealed again, when it can. Nanoseconds since the epoch.
        #[n(3)]
        appeal_until_ns: u64,
        /// What the treasury owes whoever appealed, e8s: the part of the bond that the panel
        /// was paid, when the appeal was right.
        #[n(4)]
        owed_e8s: u64,
    },
    /// Nobody appealed in time, or a proposal settled a finding.
    #[n(34)]
    #[cbor(map)]
    FindingSettled {
        /// The finding.
        #[n(0)]
        finding_id: u64,
        /// Where it stands from now on.
        #[n(1)]
        state: FindingState,
        /// Why, in the words of the proposal, when it was one.
        #[n(2)]
        reason: Option<String>,
    },
}

/// A provider and its cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Membership {
    /// Who.
    #[n(0)]
    pub provider: ProviderId,
    /// Its cluster; one that is alone stands for itself.
    #[n(1)]
    pub cluster: ProviderId,
}

/// An auditor who revealed nothing in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Vanished {
    /// Who.
    #[n(0)]
    pub auditor: AuditorId,
    /// What of its stake goes to the treasury, e8s.
    #[n(1)]
    pub taken_e8s: u64,
}
