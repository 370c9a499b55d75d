//! What can happen to the rewards canister. The log of these rebuilds every certified row.
//!
//! Numbers are part of the stored format: never reused, and a field added later is optional.

use bonafide_types::id::{Blob, ProviderId, SubnetId};
use bonafide_types::rewards::{
    BondPart, Case, CaseAppeal, CaseState, Config, DayFacts, Effect, Expiry, Judgement,
    LedgerAccount, MetricsFact, Period, Reduction, Response, RewardsPolicy, RewardsTable, Transfer,
    TransferState,
};
use minicbor::{Decode, Encode};

/// One change of the rewards canister.
#[cfg_attr(
    target_pointer_width = "64",
    expect(
        clippy::large_enum_variant,
        reason = "few are held at a time, and none for long"
    )
)]
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
        policy: RewardsPolicy,
    },
    /// An upgrade argument changed the settings.
    #[n(1)]
    #[cbor(map)]
    ConfigChanged {
        /// Settings from now on.
        #[n(0)]
        config: Config,
    },
    /// The ledger told another fee.
    #[n(2)]
    #[cbor(map)]
    LedgerFeeLearned {
        /// The fee, e8s.
        #[n(0)]
        fee_e8s: u64,
    },
    /// A proposal set the numbers that the rules use.
    #[n(3)]
    #[cbor(map)]
    PolicySet {
        /// From now on.
        #[n(0)]
        policy: RewardsPolicy,
    },
    /// A proposal changed the rewards table.
    #[n(4)]
    #[cbor(map)]
    TableUpdated {
        /// The new version, whole.
        #[n(0)]
        table: RewardsTable,
    },
    /// The registry showed other providers, nodes or clusters than before.
    #[n(5)]
    #[cbor(map)]
    RosterSeen {
        /// Who and what is paid from this day on; without metrics. Nodes whose reward type is
        /// not known are not among them.
        #[n(0)]
        roster: DayFacts,
    },
    /// All facts up to an event of another canister's log are here.
    #[n(6)]
    #[cbor(map)]
    Followed {
        /// Length of the registry's log before it was read.
        #[n(0)]
        registry_events: Option<u64>,
        /// Length of the audits canister's log before it was read.
        #[n(1)]
        audits_events: Option<u64>,
    },
    /// The management canister told what a subnet's nodes did up to the end of a day.
    #[n(7)]
    #[cbor(map)]
    MetricsCollected {
        /// The subnet.
        #[n(0)]
        subnet: SubnetId,
        /// The day.
        #[n(1)]
        day: u32,
        /// Counts since the subnet began, in the order of the nodes' ids.
        #[n(2)]
        counts: Vec<MetricsFact>,
    },
    /// A proposal adopted a period.
    #[n(8)]
    #[cbor(map)]
    PeriodAdopted {
        /// The period.
        #[n(0)]
        period: Period,
    },
    /// A proposal took a period back.
    #[n(9)]
    #[cbor(map)]
    PeriodCancelled {
        /// The period.
        #[n(0)]
        period_id: u64,
        /// Why.
        #[n(1)]
        reason: String,
    },
    /// Somebody supplied the facts of a slice.
    #[n(10)]
    #[cbor(map)]
    InputsSupplied {
        /// The period.
        #[n(0)]
        period_id: u64,
        /// The slice.
        #[n(1)]
        slice: u32,
        /// Its facts.
        #[n(2)]
        bytes: Blob,
    },
    /// A slice is computed: the engine, which never changes, gives what follows from its facts.
    #[n(11)]
    #[cbor(map)]
    SliceComputed {
        /// The period.
        #[n(0)]
        period_id: u64,
        /// The slice.
        #[n(1)]
        slice: u32,
    },
    /// A period's statements are made from what its slices gave.
    #[n(12)]
    #[cbor(map)]
    PeriodClosed {
        /// The period, with its penalties, its hash and its sums.
        #[n(0)]
        period: Period,
    },
    /// A provider joined escrow, or changed where it is paid.
    #[n(13)]
    #[cbor(map)]
    EscrowJoined {
        /// Who.
        #[n(0)]
        provider: ProviderId,
        /// Where it is paid.
        #[n(1)]
        payout: LedgerAccount,
    },
    /// A provider left escrow. What is in it stays until it is due.
    #[n(14)]
    #[cbor(map)]
    EscrowLeft {
        /// Who.
        #[n(0)]
        provider: ProviderId,
    },
    /// Lots are due: what no case has locked is the provider's.
    #[n(15)]
    #[cbor(map)]
    LotReleased {
        /// The lot.
        #[n(0)]
        lot_id: u64,
        /// How much of it, e8s.
        #[n(1)]
        e8s: u64,
    },
    /// A provider asked part of its bond back.
    #[n(16)]
    #[cbor(map)]
    BondUnbonded {
        /// Whose.
        #[n(0)]
        provider: ProviderId,
        /// The part.
        #[n(1)]
        part: BondPart,
    },
    /// A transfer was decided. What goes out left its place.
    #[n(17)]
    #[cbor(map)]
    TransferOpened {
        /// The transfer, open, without an attempt.
        #[n(0)]
        transfer: Transfer,
    },
    /// The ledger is about to be asked for a transfer.
    #[n(18)]
    #[cbor(map)]
    TransferAttempted {
        /// The transfer.
        #[n(0)]
        transfer_id: u64,
    },
    /// The last attempt of a transfer surely moved nothing.
    #[n(19)]
    #[cbor(map)]
    AttemptRefused {
        /// The transfer.
        #[n(0)]
        transfer_id: u64,
        /// Why, in words.
        #[n(1)]
        reason: String,
    },
    /// A transfer begins afresh: no attempt so far moved anything.
    #[n(20)]
    #[cbor(map)]
    TransferRenewed {
        /// The transfer.
        #[n(0)]
        transfer_id: u64,
        /// The fee that is offered from now on, e8s.
        #[n(1)]
        fee_e8s: u64,
        /// Its new time of creation. Nanoseconds since the epoch.
        #[n(2)]
        created_at_ns: u64,
    },
    /// What became of a transfer.
    #[n(21)]
    #[cbor(map)]
    TransferSettled {
        /// The transfer.
        #[n(0)]
        transfer_id: u64,
        /// What.
        #[n(1)]
        state: TransferState,
        /// How anyone can see that, when a proposal says so.
        #[n(2)]
        evidence: Option<String>,
    },
    /// A case is on record.
    #[n(22)]
    #[cbor(map)]
    CaseReported {
        /// The case.
        #[n(0)]
        case: Case,
    },
    /// A proposal to freeze a case is in vote, or no longer.
    #[n(23)]
    #[cbor(map)]
    CaseProposed {
        /// The case.
        #[n(0)]
        case_id: u64,
        /// Proposed, or reported again.
        #[n(1)]
        state: CaseState,
    },
    /// A vote froze a case.
    #[n(24)]
    #[cbor(map)]
    CaseFrozen {
        /// The case.
        #[n(0)]
        case_id: u64,
        /// What it costs.
        #[n(1)]
        judgement: Judgement,
        /// What is locked for it.
        #[n(2)]
        locks: Vec<Effect>,
        /// When the time for appeals begins. Nanoseconds since the epoch.
        #[n(3)]
        until_ns: u64,
        /// Why.
        #[n(4)]
        reason: String,
    },
    /// The time for appeals began.
    #[n(25)]
    #[cbor(map)]
    AppealWindowOpened {
        /// The case.
        #[n(0)]
        case_id: u64,
        /// Until when it lasts. Nanoseconds since the epoch.
        #[n(1)]
        until_ns: u64,
    },
    /// The provider answered.
    #[n(26)]
    #[cbor(map)]
    CaseAnswered {
        /// The case.
        #[n(0)]
        case_id: u64,
        /// Its answer.
        #[n(1)]
        response: Response,
    },
    /// The provider appealed.
    #[n(27)]
    #[cbor(map)]
    CaseAppealed {
        /// The case.
        #[n(0)]
        case_id: u64,
        /// The appeal, open.
        #[n(1)]
        appeal: CaseAppeal,
    },
    /// A vote rejected the appeal.
    #[n(28)]
    #[cbor(map)]
    AppealRejected {
        /// The case.
        #[n(0)]
        case_id: u64,
        /// Why.
        #[n(1)]
        reason: String,
    },
    /// The time for appeals is over, and offenders were counted again.
    #[n(29)]
    #[cbor(map)]
    CaseBecameExecutable {
        /// The case.
        #[n(0)]
        case_id: u64,
        /// Until when it can be executed. Nanoseconds since the epoch.
        #[n(1)]
        until_ns: u64,
        /// What it costs from now on: not less than before.
        #[n(2)]
        judgement: Judgement,
        /// What is locked for it in addition.
        #[n(3)]
        locks: Vec<Effect>,
    },
    /// A vote lowered what a case costs.
    #[n(30)]
    #[cbor(map)]
    CaseReduced {
        /// The case.
        #[n(0)]
        case_id: u64,
        /// The vote.
        #[n(1)]
        reduction: Reduction,
        /// What stays locked; the rest is not.
        #[n(2)]
        locks: Vec<Effect>,
    },
    /// A case was executed.
    #[n(31)]
    #[cbor(map)]
    CaseExecuted {
        /// The case.
        #[n(0)]
        case_id: u64,
        /// What was taken, of what was locked; or the penalty that is published.
        #[n(1)]
        takes: Vec<Effect>,
        /// What the reporter gets, e8s; the transfer follows.
        #[n(2)]
        bounty_e8s: u64,
    },
    /// A vote cancelled a case.
    #[n(32)]
    #[cbor(map)]
    CaseCancelled {
        /// The case.
        #[n(0)]
        case_id: u64,
        /// Up to what the offence is cancelled, billionths; absent: it was not frozen.
        #[n(1)]
        up_to_ppb: Option<u32>,
        /// Why.
        #[n(2)]
        reason: String,
    },
    /// A case's time ran out.
    #[n(33)]
    #[cbor(map)]
    CaseExpired {
        /// The case.
        #[n(0)]
        case_id: u64,
        /// Which.
        #[n(1)]
        why: Expiry,
    },
    /// A vote gave back what a case took.
    #[n(34)]
    #[cbor(map)]
    CaseRefunded {
        /// The case.
        #[n(0)]
        case_id: u64,
        /// Why.
        #[n(1)]
        reason: String,
    },
}
