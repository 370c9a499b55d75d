//! Updates by own key: of auditors, providers, and of anyone who deposits, appeals or moves a
//! draw on.

use super::AuditsClient;
use crate::{canister::ClientError, runtime::Runtime};
use bonafide_types::audits::*;

/// Methods that answer with a result.
macro_rules! own {
    ($($(#[doc = $doc:literal])+ $method:ident($($arg:ident: $type:ty)?) -> $answer:ty;)+) => {
        impl<R: Runtime> AuditsClient<R> {
            $(
                $(#[doc = $doc])+
                ///
                /// # Errors
                /// A refusal is [`ClientError::Audit`].
                pub async fn $method(&self, $($arg: $type)?) -> Result<$answer, ClientError> {
                    self.ask::<_, AuditError>(stringify!($method), ($($arg,)?)).await
                }
            )+
        }
    };
}

own! {
    /// Applies as an auditor. Needs free stake.
    apply_as_auditor(args: &ApplyAsAuditorArgs) -> Auditor;
    /// Declares the calling auditor's conflicts anew.
    declare_conflicts(args: &DeclareConflictsArgs) -> Auditor;
    /// Takes stake from the caller's account at the ledger, which approved it before.
    deposit_stake(args: &DepositStakeArgs) -> StakeAccount;
    /// Asks free stake back; it is paid later by [`Self::withdraw_stake`].
    unbond_stake(args: &UnbondStakeArgs) -> StakeAccount;
    /// Pays out what was asked back and is due.
    withdraw_stake() -> StakeAccount;
    /// Takes over what was sent to the treasury's account. Anyone with a key calls.
    collect_treasury() -> Books;
    /// Fixes sites, weights and auditors of a plan. Anyone with a key calls.
    fix_snapshot(plan_id: u64) -> Draw;
    /// Has the seed drawn, and with it sites and auditors. Anyone with a key calls.
    draw(purpose: DrawPurpose) -> Draw;
    /// Proposes moments for the visit. An auditor of the assignment calls.
    propose_slots(args: &ProposeSlotsArgs) -> AssignmentView;
    /// Accepts a moment that was proposed. The provider calls.
    accept_slot(args: &AcceptSlotArgs) -> AssignmentView;
    /// Asks for the challenge of the day. An auditor of the assignment calls.
    issue_challenge(args: &IssueChallengeArgs) -> Challenge;
    /// Commits to a report; again replaces it. An auditor of the assignment calls.
    commit_report(args: &CommitReportArgs) -> AssignmentView;
    /// Reveals a report, and is paid for it. An auditor of the assignment calls.
    reveal_report(args: &RevealReportArgs) -> FiledReport;
    /// Appeals against a finding, with a bond from free stake.
    appeal_finding(args: &AppealFindingArgs) -> Finding;
}
