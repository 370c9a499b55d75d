//! Takes a bond from the caller's account at the ledger. By a node provider that approved it
//! there.

use super::{Decision, standing};
use crate::domain::account::check_subaccount;
use crate::state::{Event, State};
use bonafide_kit::{Ctx, field};
use bonafide_types::id::Caller;
use bonafide_types::limits::{AMOUNT_E8S, DEPOSIT_E8S};
use bonafide_types::rewards::{
    DepositBondArgs, LedgerAccount, RewardsError, Transfer, TransferKind,
};
use ic_stable_structures::Memory;

/// Opens the transfer; the attempt follows, and the bond is there when the ledger made it.
///
/// # Errors
/// [`RewardsError::CallerNotProvider`]; [`RewardsError::TransferUnderWay`] of the same
/// provider's bond, in or out; [`RewardsError::TooManyTransfers`]; those of the fields.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: &DepositBondArgs,
    ctx: &Ctx,
) -> Result<Decision<Transfer>, RewardsError> {
    let provider = standing::provider(state, ctx.caller)?;
    let amount_e8s = args.amount_e8s;
    field::check_range("amount_e8s", amount_e8s, DEPOSIT_E8S, AMOUNT_E8S)?;
    check_subaccount("from_subaccount", args.from_subaccount.as_ref())?;
    standing::no_bond_under_way(state, provider)?;
    let account = LedgerAccount {
        owner: Caller(ctx.caller),
        subaccount: args.from_subaccount.clone(),
    };
    let kind = TransferKind::BondDeposit;
    let transfer = standing::open_transfer(state, kind, account, amount_e8s, ctx.now_ns)?;
    let event = Event::TransferOpened {
        transfer: transfer.clone(),
    };
    Ok(Decision::change(event, transfer))
}

#[cfg(test)]
mod tests;
