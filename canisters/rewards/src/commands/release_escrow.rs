//! Sends a provider what is released to it, and what is due. By anyone. The canister does the
//! same by itself, but does not send again what the ledger refused.

use super::{Decision, release_lots, standing};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::id::ProviderId;
use bonafide_types::rewards::{Lot, RewardsError, Transfer, TransferKind};
use ic_stable_structures::Memory;

/// Releases the provider's lots that are due, and opens one transfer of all that is released;
/// the attempt follows. The ledger's fee comes off the amount.
///
/// # Errors
/// [`RewardsError::NotInEscrow`] unless the provider has been in escrow at some time;
/// [`RewardsError::NothingDue`], with the time of the next lot that is not locked;
/// [`RewardsError::TransferUnderWay`], [`RewardsError::TooManyTransfers`],
/// [`RewardsError::AmountBelowFee`].
pub fn decide<M: Memory>(
    state: &State<M>,
    provider: ProviderId,
    ctx: &Ctx,
) -> Result<Decision<Transfer>, RewardsError> {
    let payout = standing::payout(state, provider)?;
    let lots = state.lots_of(provider).filter(|lot| lot.unlocked_e8s() > 0);
    let (due, later): (Vec<_>, Vec<_>) = lots.partition(|lot| lot.due_at_ns <= ctx.now_ns);
    let due_e8s: u64 = due.iter().map(Lot::unlocked_e8s).sum();
    let amount_e8s = state.account(provider).releasable_e8s + due_e8s;
    if amount_e8s == 0 {
        let due_at_ns = later.iter().map(|lot| lot.due_at_ns).min();
        return Err(RewardsError::NothingDue { due_at_ns });
    }
    let kind = TransferKind::EscrowRelease { provider };
    standing::none_unsettled(state, |transfer| transfer.kind == kind)?;
    let transfer = standing::open_transfer(state, kind, payout, amount_e8s, ctx.now_ns)?;
    let mut events: Vec<_> = due.iter().map(release_lots::of_lot).collect();
    events.push(Event::TransferOpened {
        transfer: transfer.clone(),
    });
    Ok(Decision {
        events,
        reply: transfer,
    })
}

#[cfg(test)]
mod tests;
