//! Takes stake from the caller's account at the ledger. By anyone who approved it there.

use super::{Decision, standing};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_kit::field;
use bonafide_types::audits::{AuditError, DepositStakeArgs, LedgerAccount, Transfer, TransferKind};
use bonafide_types::id::{Blob, Caller};
use bonafide_types::limits::{AMOUNT_E8S, DEPOSIT_E8S, NONCE_BYTES};
use ic_stable_structures::Memory;

/// Opens the transfer; the attempt follows, and the stake is there when the ledger made it.
///
/// # Errors
/// [`AuditError::TransferUnderWay`] of the same account, in or out;
/// [`AuditError::TooManyTransfers`]; those of the fields.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: &DepositStakeArgs,
    ctx: &Ctx,
) -> Result<Decision<Transfer>, AuditError> {
    let amount_e8s = args.amount_e8s;
    field::check_range("amount_e8s", amount_e8s, DEPOSIT_E8S, AMOUNT_E8S)?;
    if let Some(Blob(bytes)) = &args.from_subaccount {
        field::check_count("from_subaccount", bytes.len(), NONCE_BYTES, NONCE_BYTES)?;
    }
    let owner = Caller(ctx.caller);
    standing::no_transfer(state, owner)?;
    let account = LedgerAccount {
        owner,
        subaccount: args.from_subaccount.clone(),
    };
    let kind = TransferKind::StakeDeposit;
    let transfer = standing::open_transfer(state, kind, account, amount_e8s, ctx.now_ns)?;
    let event = Event::TransferOpened {
        transfer: transfer.clone(),
    };
    Ok(Decision::change(event, transfer))
}

#[cfg(test)]
mod tests;
