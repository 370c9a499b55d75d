//! Why an update was refused. A refused update changes nothing.

use super::{CaseState, Mode, PeriodState};
use crate::id::{Caller, NodeId, ProviderId, Sha256Hash};
use crate::shape::errors;

errors! {
    /// Refusals of the rewards canister. Fields are named after what they hold; times are
    /// nanoseconds since the epoch, days numbers of days since 1970-01-01, amounts e8s.
    pub enum RewardsError {
        /// The command would leave everything as it is.
        "nothing to change: {what}"
        NothingToChange { what: String };
        /// The registry shows no such provider.
        "no provider {provider}"
        ProviderNotFound { provider: ProviderId };
        /// The caller is not a node provider.
        "{caller} is no node provider"
        CallerNotProvider { caller: Caller };
        /// No such period.
        "no period {period_id}"
        PeriodNotFound { period_id: u64 };
        /// The period is not where the command needs it.
        "period {period_id} is {state:?}, {needed} needed"
        PeriodStanding { period_id: u64, state: PeriodState, needed: String };
        /// The days are not in order, too many, or not over.
        "days {from_day} to {to_day}: {rule}"
        InvalidDays { from_day: u32, to_day: u32, rule: String };
        /// A day belongs to another period of the same engine.
        "day {day} belongs to period {period_id}"
        DayCovered { day: u32, period_id: u64 };
        /// The inputs do not fit the engine or the number of days.
        "inputs: {rule}"
        InputsDoNotFit { rule: String };
        /// No table holds for the day.
        "no rewards table holds for day {day}"
        TableMissing { day: u32 };
        /// Nothing was collected for the day, or not of every subnet.
        "No metrics found for day {day}: {missing} subnets are missing"
        MetricsMissing { day: u32, missing: u64 };
        /// The rate is outside anything that was ever seen.
        "xdr_permyriad_per_icp: {given} is outside {min} to {max}"
        RateOutOfRange { given: u64, min: u64, max: u64 };
        /// The bytes are not those that were adopted.
        "slice {slice}: the bytes have hash {given}, {adopted} was adopted"
        WrongHash { slice: u32, given: Sha256Hash, adopted: Sha256Hash };
        /// The slice has its facts.
        "slice {slice} was supplied"
        AlreadySupplied { slice: u32 };
        /// The bytes are no facts, or contradict themselves.
        "slice {slice}: {rule}"
        InvalidFacts { slice: u32, rule: String };
        /// The provider has no statement of the period.
        "provider {provider} has no statement of period {period_id}"
        StatementNotFound { period_id: u64, provider: ProviderId };
        /// No such case.
        "no case {case_id}"
        CaseNotFound { case_id: u64 };
        /// The case is not where the command needs it.
        "case {case_id} is {state:?}, {needed} needed"
        CaseStanding { case_id: u64, state: CaseState, needed: String };
        /// The same evidence is in another case.
        "evidence {evidence_hash} is that of case {case_id}"
        EvidenceUsed { evidence_hash: Sha256Hash, case_id: u64 };
        /// The evidence is not that of the case.
        "case {case_id} rests on evidence {evidence_hash}, not {given}"
        OtherEvidence { case_id: u64, evidence_hash: Sha256Hash, given: Sha256Hash };
        /// The evidence is too old.
        "the offence was at {offence_at_ns}, evidence is taken for {days} days"
        EvidenceTooOld { offence_at_ns: u64, days: u64 };
        /// The offence is in the future.
        "the offence at {offence_at_ns} is in the future"
        OffenceInFuture { offence_at_ns: u64 };
        /// No closed period covers the offence.
        "no closed period with a statement of {provider} covers day {day}"
        OffencePeriodOpen { provider: ProviderId, day: u32 };
        /// The node was not paid in the period of the offence.
        "node {node} earned nothing in period {period_id}"
        NodeNotPaid { node: NodeId, period_id: u64 };
        /// An earlier cancellation covers it.
        "a cancelled case covers this offence up to {ppb} billionths"
        CoveredByCancellation { ppb: u64 };
        /// Penalties are switched off.
        "penalties are {mode:?}"
        ModeForbids { mode: Mode };
        /// The caller is not the provider of the case.
        "case {case_id} is not about {caller}"
        NotTheSubject { case_id: u64, caller: Caller };
        /// The time for it has not come, or is over.
        "case {case_id}: only from {from_ns} to {until_ns}"
        OutsideTime { case_id: u64, from_ns: u64, until_ns: u64 };
        /// The provider appealed, and no vote decided.
        "case {case_id} has an open appeal"
        AppealOpen { case_id: u64 };
        /// There is no open appeal.
        "case {case_id} has no open appeal"
        NoAppealOpen { case_id: u64 };
        /// The provider appealed before.
        "case {case_id} was appealed at {at_ns}"
        AppealedBefore { case_id: u64, at_ns: u64 };
        /// A vote can only lower what a case costs.
        "case {case_id} costs {ppb} billionths, {given} is not less"
        NotLess { case_id: u64, ppb: u64, given: u64 };
        /// The proposal is not one in vote to freeze this case.
        "proposal {proposal_id} does not ask to freeze case {case_id}, or is not in vote"
        NotTheProposal { case_id: u64, proposal_id: u64 };
        /// The governance canister did not answer.
        "the governance canister did not answer: {reason}"
        GovernanceSilent { reason: String };
        /// Windows of the policy do not fit each other.
        "windows: {rule}"
        WindowsDoNotFit { rule: String };
        /// The provider is not in escrow.
        "{provider} is not in escrow"
        NotInEscrow { provider: ProviderId };
        /// The account does not hold enough.
        "{free_e8s} e8s are free, {needed_e8s} are needed"
        BondTooSmall { free_e8s: u64, needed_e8s: u64 };
        /// Nothing can be paid out yet.
        "nothing is due before {due_at_ns:?}"
        NothingDue { due_at_ns: Option<u64> };
        /// The amount does not hold the ledger's fee.
        "{amount_e8s} e8s do not hold the ledger's fee of {fee_e8s}"
        AmountBelowFee { amount_e8s: u64, fee_e8s: u64 };
        /// The treasury does not hold that.
        "the treasury has {treasury_e8s} e8s, {needed_e8s} are needed"
        TreasuryTooSmall { treasury_e8s: u64, needed_e8s: u64 };
        /// Another transfer of the same kind and provider is not settled.
        "transfer {transfer_id} of the same account is not settled"
        TransferUnderWay { transfer_id: u64 };
        /// Too many transfers are not settled.
        "{limit} transfers are not settled; try again later"
        TooManyTransfers { limit: u64 };
        /// The ledger did not make the transfer. Nothing was moved.
        "transfer {transfer_id} was not made: {reason}"
        TransferFailed { transfer_id: u64, reason: String };
        /// It is not known yet whether the ledger made the transfer. It is tried again and
        /// settled without another call; do not send it again.
        "transfer {transfer_id} is not settled yet: {reason}"
        TransferUnsettled { transfer_id: u64, reason: String };
        /// The account at the ledger does not hold the amount and the ledger's fee, or this
        /// canister may not take them.
        "the account holds {balance_e8s} e8s, {allowance_e8s} may be taken, {needed_e8s} are needed"
        NotCovered { balance_e8s: u64, allowance_e8s: u64, needed_e8s: u64 };
        /// The ledger did not answer.
        "the ledger did not answer: {reason}"
        LedgerSilent { reason: String };
        /// Nothing is there to collect.
        "the account holds {balance_e8s} e8s, which do not exceed the fee of {fee_e8s}"
        NothingToCollect { balance_e8s: u64, fee_e8s: u64 };
        /// No such transfer.
        "no transfer {transfer_id}"
        TransferNotFound { transfer_id: u64 };
        /// Only a transfer in quarantine is settled by proposal.
        "transfer {transfer_id} is not in quarantine"
        TransferNotQuarantined { transfer_id: u64 };
        /// Anything else.
        "{message}"
        GenericError { code: u64, message: String };
    }
}
