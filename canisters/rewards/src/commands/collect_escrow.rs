//! Takes over what came to a provider's escrow account at the ledger. By anyone.

use super::{Decision, standing};
use crate::domain::account::escrow_account;
use crate::state::{Event, State};
use bonafide_kit::{Ctx, field};
use bonafide_types::id::ProviderId;
use bonafide_types::limits::{AMOUNT_E8S, COLLECT_E8S, OPEN_LOTS};
use bonafide_types::rewards::{RewardsError, Transfer, TransferKind};
use ic_stable_structures::Memory;

/// Refuses what needs no balance to be refused. Asked before the ledger is.
///
/// # Errors
/// [`RewardsError::NotInEscrow`] unless the provider has been in escrow at some time;
/// [`RewardsError::TooMany`] lots that hold something; [`RewardsError::TransferUnderWay`] of
/// the same account.
pub fn check<M: Memory>(state: &State<M>, provider: ProviderId) -> Result<(), RewardsError> {
    standing::payout(state, provider)?;
    let open = state.lots_of(provider).filter(|lot| lot.held_e8s > 0);
    let most = usize::try_from(OPEN_LOTS).unwrap_or(usize::MAX);
    field::check_count("lots", open.count() + 1, 1, most)?;
    standing::none_unsettled(state, |transfer| {
        transfer.kind == TransferKind::EscrowDeposit { provider }
    })
}

/// Opens a transfer of what the account holds less the ledger's fee; the attempt follows, and a
/// lot is there when the ledger made it. If somebody else collected since the balance was read,
/// the ledger refuses.
///
/// # Errors
/// As [`check`]; [`RewardsError::NothingToCollect`]; [`RewardsError::OutOfRange`] of less than
/// [`COLLECT_E8S`]; [`RewardsError::TooManyTransfers`].
pub fn decide<M: Memory>(
    state: &State<M>,
    provider: ProviderId,
    balance_e8s: u64,
    ctx: &Ctx,
) -> Result<Decision<Transfer>, RewardsError> {
    check(state, provider)?;
    let fee_e8s = state.settings().ledger_fee_e8s;
    let amount_e8s = balance_e8s.saturating_sub(fee_e8s).min(AMOUNT_E8S);
    if amount_e8s == 0 {
        return Err(RewardsError::NothingToCollect {
            balance_e8s,
            fee_e8s,
        });
    }
    // The rest waits in the account until more comes.
    field::check_range("amount_e8s", amount_e8s, COLLECT_E8S, AMOUNT_E8S)?;
    let account = escrow_account(ctx.self_id, provider);
    let kind = TransferKind::EscrowDeposit { provider };
    let transfer = standing::open_transfer(state, kind, account, amount_e8s, ctx.now_ns)?;
    let event = Event::TransferOpened {
        transfer: transfer.clone(),
    };
    Ok(Decision::change(event, transfer))
}

#[cfg(test)]
mod tests;
