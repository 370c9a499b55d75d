//! Pays stake out that was asked back and is due. By its owner, to the owner's default account
//! at the ledger.

use super::{Decision, standing};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::audits::{AuditError, LedgerAccount, Transfer, TransferKind};
use bonafide_types::id::Caller;
use ic_stable_structures::Memory;

/// Opens one transfer of all parts that are due; the attempt follows. The ledger's fee comes
/// off the amount.
///
/// # Errors
/// [`AuditError::NothingDue`], [`AuditError::AmountBelowFee`],
/// [`AuditError::TransferUnderWay`] of the same account, in or out;
/// [`AuditError::TooManyTransfers`].
pub fn decide<M: Memory>(state: &State<M>, ctx: &Ctx) -> Result<Decision<Transfer>, AuditError> {
    let owner = Caller(ctx.caller);
    let parts = state.account(owner).unbonding;
    let due = parts.iter().filter(|part| part.due_at_ns <= ctx.now_ns);
    let amount_e8s: u64 = due.map(|part| part.amount_e8s).sum();
    if amount_e8s == 0 {
        let due_at_ns = parts.iter().map(|part| part.due_at_ns).min();
        return Err(AuditError::NothingDue { due_at_ns });
    }
    standing::no_transfer(state, owner)?;
    let account = LedgerAccount {
        owner,
        subaccount: None,
    };
    let kind = TransferKind::StakeReturn;
    let transfer = standing::open_transfer(state, kind, account, amount_e8s, ctx.now_ns)?;
    let event = Event::TransferOpened {
        transfer: transfer.clone(),
    };
    Ok(Decision::change(event, transfer))
}

#[cfg(test)]
mod tests;
