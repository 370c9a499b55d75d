//! Why an update was refused. A refused update changes nothing.

use super::{AuditorStatus, Outcome, Phase, PlanState};
use crate::id::{AuditorId, Caller, Sha256Hash};
use crate::shape::errors;

errors! {
    /// Refusals of the audits canister. Fields are named after what they hold; times are
    /// nanoseconds since the epoch, amounts e8s.
    pub enum AuditError {
        /// The command would leave everything as it is.
        "nothing to change: {what}"
        NothingToChange { what: String };
        /// No such auditor applied or was admitted.
        "no auditor {auditor}"
        AuditorNotFound { auditor: AuditorId };
        /// The auditor does not stand where the command needs it.
        "auditor {auditor} is {status:?}"
        AuditorStanding { auditor: AuditorId, status: AuditorStatus };
        /// The principal applied before.
        "{auditor} applied before and is {status:?}"
        AlreadyApplied { auditor: AuditorId, status: AuditorStatus };
        /// The caller is no auditor.
        "{caller} is no auditor"
        CallerNotAuditor { caller: Caller };
        /// A node provider cannot audit.
        "{auditor} is a node provider and cannot audit"
        AuditorIsProvider { auditor: AuditorId };
        /// The account does not hold enough free stake.
        "{free_e8s} e8s of stake are free, {needed_e8s} are needed"
        StakeTooSmall { free_e8s: u64, needed_e8s: u64 };
        /// Nothing can be withdrawn yet.
        "nothing can be withdrawn before {due_at_ns:?}"
        NothingDue { due_at_ns: Option<u64> };
        /// The amount does not hold the ledger's fee.
        "{amount_e8s} e8s do not hold the ledger's fee of {fee_e8s}"
        AmountBelowFee { amount_e8s: u64, fee_e8s: u64 };
        /// Another transfer of the same account is not settled.
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
        "the treasury's account holds {balance_e8s} e8s, which do not exceed the fee of {fee_e8s}"
        NothingToCollect { balance_e8s: u64, fee_e8s: u64 };
        /// No such transfer.
        "no transfer {transfer_id}"
        TransferNotFound { transfer_id: u64 };
        /// Only a transfer in quarantine is settled by proposal.
        "transfer {transfer_id} is not in quarantine"
        TransferNotQuarantined { transfer_id: u64 };
        /// The same evidence punished before.
        "evidence {evidence_hash} punished {auditor} before"
        EvidenceUsed { auditor: AuditorId, evidence_hash: Sha256Hash };
        /// Windows of the policy do not fit each other.
        "{field}: {given} days, but {rule}"
        WindowsDoNotFit { field: String, given: u64, rule: String };
        /// The treasury does not hold what one site costs.
        "the treasury has {free_e8s} e8s free, one site costs up to {needed_e8s}"
        TreasuryTooSmall { free_e8s: u64, needed_e8s: u64 };
        /// The quorum is no majority of the team.
        "{field}: {quorum} of {auditors} is no majority, or more than there are"
        InvalidQuorum { field: String, quorum: u64, auditors: u64 };
        /// Too many plans are not closed.
        "{count} plans are not closed, at most {limit} allowed"
        TooManyPlans { count: u64, limit: u64 };
        /// No such plan.
        "no plan {plan_id}"
        PlanNotFound { plan_id: u64 };
        /// The plan is not where the command needs it.
        "plan {plan_id} is {state:?}"
        PlanStanding { plan_id: u64, state: PlanState };
        /// The sites are not fixed yet, so no seed may be drawn.
        "the sites of plan {plan_id} are not fixed yet"
        SnapshotNotFixed { plan_id: u64 };
        /// The sites are fixed and stay as they are.
        "the sites of plan {plan_id} were fixed with hash {hash} and stay so"
        SnapshotFixed { plan_id: u64, hash: Sha256Hash };
        /// No site can be drawn: none has a weight.
        "no site has a weight"
        NoSites;
        /// The weights overflow.
        "the weights of all sites together exceed 64 bits"
        WeightsOverflow;
        /// There are more sites than a draw takes.
        "{count} sites, at most {limit} in one draw"
        TooManySites { count: u64, limit: u64 };
        /// No such draw.
        "no draw {draw_id}"
        DrawNotFound { draw_id: u64 };
        /// The seed was drawn.
        "draw {draw_id} was made"
        AlreadyDrawn { draw_id: u64 };
        /// The draw is being made.
        "draw {draw_id} is being made"
        DrawUnderWay { draw_id: u64 };
        /// The system gave no randomness. A draw is tried again; a challenge is asked for again.
        "the system gave no randomness: {reason}"
        NoRandomness { reason: String };
        /// No such assignment.
        "no assignment {assignment_id}"
        AssignmentNotFound { assignment_id: u64 };
        /// The caller is no auditor of the assignment, in its current round.
        "assignment {assignment_id} has no seat for {caller} in round {round}"
        NoSeat { assignment_id: u64, caller: Caller, round: u64 };
        /// The caller is not the provider of the site.
        "assignment {assignment_id} is at a site of another provider than {caller}"
        NotTheProvider { assignment_id: u64, caller: Caller };
        /// The assignment is not where the command needs it.
        "assignment {assignment_id} is in phase {phase:?}, {needed} needed"
        WrongPhase { assignment_id: u64, phase: Phase, needed: String };
        /// A moment is outside the window of the visit.
        "{at_ns} is outside the window from {from_ns} to {until_ns}"
        OutsideWindow { at_ns: u64, from_ns: u64, until_ns: u64 };
        /// Nobody proposed that moment.
        "{at_ns} was not proposed"
        SlotNotProposed { at_ns: u64 };
        /// A moment is accepted and stays.
        "the visit is at {at_ns}"
        VisitFixed { at_ns: u64 };
        /// The challenge is issued on the day of the visit.
        "the challenge is issued from {from_ns} to {until_ns}"
        ChallengeNotDue { from_ns: u64, until_ns: u64 };
        /// The challenge was issued.
        "the challenge was issued at {at_ns}"
        ChallengeIssued { at_ns: u64 };
        /// Another auditor committed to the same bytes: whoever comes second copied them.
        "the same commitment was made by {auditor}"
        CommitmentTaken { auditor: AuditorId };
        /// Nothing was committed to.
        "{auditor} committed to nothing"
        NotCommitted { auditor: AuditorId };
        /// The report was revealed before.
        "{auditor} revealed at {at_ns}"
        AlreadyRevealed { auditor: AuditorId, at_ns: u64 };
        /// The report, the nonce, the assignment or the auditor is not the one committed to.
        "the reveal gives commitment {given}, not {committed}"
        RevealMismatch { given: Sha256Hash, committed: Sha256Hash };
        /// A discrepancy names what differs, another outcome does not.
        "outcome {outcome:?} with {count} discrepancies"
        DiscrepanciesDoNotFit { outcome: Outcome, count: u64 };
        /// A report with entry carries the challenge of the day, which was issued.
        "checklist.challenge: is not the challenge of the day"
        ChallengeMissing;
        /// No such finding.
        "no finding {finding_id}"
        FindingNotFound { finding_id: u64 };
        /// The finding is not open to appeal.
        "finding {finding_id} cannot be appealed: {why}"
        NotAppealable { finding_id: u64, why: String };
        /// The finding is settled.
        "finding {finding_id} is settled"
        FindingSettled { finding_id: u64 };
        /// Something else.
        "{message} (code {code})"
        GenericError { code: u64, message: String };
    }
}
