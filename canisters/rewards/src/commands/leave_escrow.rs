//! Leaves escrow. By a node provider that is in it.

use super::{Decision, standing};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::rewards::{EscrowAccount, RewardsError};
use ic_stable_structures::Memory;

/// Decides. Replies with what the provider has here then. What is in escrow stays until it is
/// due, and can be taken until then.
///
/// # Errors
/// [`RewardsError::CallerNotProvider`], [`RewardsError::NotInEscrow`].
pub fn decide<M: Memory>(
    state: &State<M>,
    ctx: &Ctx,
) -> Result<Decision<EscrowAccount>, RewardsError> {
    let provider = standing::provider(state, ctx.caller)?;
    let mut account = state.account(provider);
    if account.joined_at_ns.is_none() {
        return Err(RewardsError::NotInEscrow { provider });
    }
    account.joined_at_ns = None;
    Ok(Decision::change(Event::EscrowLeft { provider }, account))
}

#[cfg(test)]
mod tests;
