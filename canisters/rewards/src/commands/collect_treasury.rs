//! Takes over what was sent to the treasury's account at the ledger. By anyone.

use super::{Decision, standing};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::id::{Blob, Caller};
use bonafide_types::limits::AMOUNT_E8S;
use bonafide_types::rewards::{
    LedgerAccount, RewardsError, TREASURY_SUBACCOUNT, Transfer, TransferKind,
};
use ic_stable_structures::Memory;

/// Refuses while something is being collected. Asked before the ledger is.
///
/// # Errors
/// [`RewardsError::TransferUnderWay`].
pub fn check<M: Memory>(state: &State<M>) -> Result<(), RewardsError> {
    standing::none_unsettled(state, |transfer| {
        transfer.kind == TransferKind::TreasuryDeposit
    })
}

/// Opens a transfer of what the treasury's account holds less the ledger's fee; the attempt
/// follows. If somebody else collected since the balance was read, the ledger refuses.
///
/// # Errors
/// As [`check`]; [`RewardsError::NothingToCollect`], [`RewardsError::TooManyTransfers`].
pub fn decide<M: Memory>(
    state: &State<M>,
    balance_e8s: u64,
    ctx: &Ctx,
) -> Result<Decision<Transfer>, RewardsError> {
    check(state)?;
    let fee_e8s = state.settings().ledger_fee_e8s;
    let amount_e8s = balance_e8s.saturating_sub(fee_e8s).min(AMOUNT_E8S);
    if amount_e8s == 0 {
        return Err(RewardsError::NothingToCollect {
            balance_e8s,
            fee_e8s,
        });
    }
    let account = LedgerAccount {
        owner: Caller(ctx.self_id),
        subaccount: Some(Blob(TREASURY_SUBACCOUNT.to_vec())),
    };
    let kind = TransferKind::TreasuryDeposit;
    let transfer = standing::open_transfer(state, kind, account, amount_e8s, ctx.now_ns)?;
    let event = Event::TransferOpened {
        transfer: transfer.clone(),
    };
    Ok(Decision::change(event, transfer))
}

#[cfg(test)]
mod tests;
