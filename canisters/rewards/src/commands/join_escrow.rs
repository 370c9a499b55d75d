//! Joins escrow, or changes where one is paid. By a node provider.

use super::{Decision, standing};
use crate::domain::account::check_payee;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::rewards::{EscrowAccount, JoinEscrowArgs, RewardsError};
use ic_stable_structures::Memory;

/// Decides. Replies with what the provider has here then. What could not be sent to another
/// account before is sent to this one.
///
/// # Errors
/// [`RewardsError::CallerNotProvider`]; [`RewardsError::InvalidField`],
/// [`RewardsError::TooMany`] and [`RewardsError::TooFew`] of an account that cannot be paid.
pub fn decide<M: Memory>(
    state: &State<M>,
    JoinEscrowArgs { payout }: JoinEscrowArgs,
    ctx: &Ctx,
) -> Result<Decision<EscrowAccount>, RewardsError> {
    let provider = standing::provider(state, ctx.caller)?;
    check_payee("payout", &payout, ctx.self_id)?;
    let mut account = state.account(provider);
    if account.joined_at_ns.is_some() && account.payout.as_ref() == Some(&payout) {
        return Ok(Decision::unchanged(account));
    }
    account.payout = Some(payout.clone());
    account.joined_at_ns.get_or_insert(ctx.now_ns);
    let event = Event::EscrowJoined { provider, payout };
    Ok(Decision::change(event, account))
}

#[cfg(test)]
mod tests;
