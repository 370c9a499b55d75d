//! Updates by own key: of providers, and of anyone who brings facts, money or a case forward.

use super::RewardsClient;
use crate::{canister::ClientError, runtime::Runtime};
use bonafide_types::{id::ProviderId, rewards::*};

/// Methods that answer with a result.
macro_rules! own {
    ($($(#[doc = $doc:literal])+ $method:ident($($arg:ident: $type:ty)?) -> $answer:ty;)+) => {
        impl<R: Runtime> RewardsClient<R> {
            $(
                $(#[doc = $doc])+
                ///
                /// # Errors
                /// A refusal is [`ClientError::Rewards`].
                pub async fn $method(&self, $($arg: $type)?) -> Result<$answer, ClientError> {
                    self.ask::<_, RewardsError>(stringify!($method), ($($arg,)?)).await
                }
            )+
        }
    };
}

own! {
    /// Brings the facts of a slice of a period. Anyone with a key calls.
    supply_inputs(args: &SupplyInputsArgs) -> Period;
    /// Joins escrow, or changes where the calling provider is paid.
    join_escrow(args: &JoinEscrowArgs) -> EscrowAccount;
    /// Leaves escrow. What is in it stays until it is due.
    leave_escrow() -> EscrowAccount;
    /// Takes over what came to a provider's escrow account. Anyone with a key calls.
    collect_escrow(provider: ProviderId) -> Lot;
    /// Sends a provider what is due of its escrow. Anyone with a key calls.
    release_escrow(provider: ProviderId) -> EscrowAccount;
    /// Takes a bond from the caller's account at the ledger, which approved it before.
    deposit_bond(args: &DepositBondArgs) -> EscrowAccount;
    /// Asks the calling provider's bond back; it is paid later by [`Self::withdraw_bond`].
    unbond_bond(args: &UnbondBondArgs) -> EscrowAccount;
    /// Pays out what was asked back, is due and is not locked.
    withdraw_bond() -> EscrowAccount;
    /// Takes over what was sent to the treasury's account. Anyone with a key calls.
    collect_treasury() -> Books;
    /// Answers a case. Its provider calls.
    respond_to_case(args: &RespondToCaseArgs) -> Case;
    /// Appeals against a case. Its provider calls.
    appeal_case(args: &AppealCaseArgs) -> Case;
    /// Says that a proposal to freeze a case is in vote. Anyone with a key calls.
    note_case_proposal(args: &NoteCaseProposalArgs) -> Case;
    /// Executes a case whose time for appeals is over. Anyone with a key calls.
    execute_case(case_id: u64) -> Case;
}
