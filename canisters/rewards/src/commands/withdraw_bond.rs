//! Pays a bond out that was asked back and is due. By its provider, to the provider's default
//! account at the ledger.

use super::{Decision, standing};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::id::Caller;
use bonafide_types::rewards::{LedgerAccount, RewardsError, Transfer, TransferKind};
use ic_stable_structures::Memory;

/// Opens one transfer of all parts that are due, less what cases have locked of all that the
/// provider has here; the attempt follows. The ledger's fee comes off the amount.
///
/// # Errors
/// [`RewardsError::CallerNotProvider`]; [`RewardsError::NothingDue`], with the time of the next
/// part, also when all that is due is locked; [`RewardsError::AmountBelowFee`],
/// [`RewardsError::TransferUnderWay`] of the same provider's bond, in or out;
/// [`RewardsError::TooManyTransfers`].
pub fn decide<M: Memory>(state: &State<M>, ctx: &Ctx) -> Result<Decision<Transfer>, RewardsError> {
    let provider = standing::provider(state, ctx.caller)?;
    let account = state.account(provider);
    let parts = account.unbonding.iter();
    let (due, later): (Vec<_>, Vec<_>) = parts.partition(|part| part.due_at_ns <= ctx.now_ns);
    let due_e8s: u64 = due.iter().map(|part| part.amount_e8s).sum();
    let amount_e8s = due_e8s.min(account.bond_unlocked_e8s());
    if amount_e8s == 0 {
        let due_at_ns = later.iter().map(|part| part.due_at_ns).min();
        return Err(RewardsError::NothingDue { due_at_ns });
    }
    standing::no_bond_under_way(state, provider)?;
    let account = LedgerAccount {
        owner: Caller(ctx.caller),
        subaccount: None,
    };
    let kind = TransferKind::BondReturn { provider };
    let transfer = standing::open_transfer(state, kind, account, amount_e8s, ctx.now_ns)?;
    let event = Event::TransferOpened {
        transfer: transfer.clone(),
    };
    Ok(Decision::change(event, transfer))
}

#[cfg(test)]
mod tests;
