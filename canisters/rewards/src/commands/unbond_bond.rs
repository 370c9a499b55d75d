//! Asks a bond back. By a node provider that has one here.

use super::{Decision, standing};
use crate::state::{Event, State};
use bonafide_kit::{Ctx, field};
use bonafide_types::limits::{AMOUNT_E8S, DAY_NS, UNBONDING_PARTS};
use bonafide_types::rewards::{BondPart, EscrowAccount, RewardsError, UnbondBondArgs};
use ic_stable_structures::Memory;

/// Decides. It is due after the policy's days of liability, and can be taken until it leaves;
/// what a case has locked does not leave before that case is over. Replies with what the
/// provider has here then.
///
/// # Errors
/// [`RewardsError::CallerNotProvider`], [`RewardsError::BondTooSmall`],
/// [`RewardsError::TooMany`] parts that were asked back, [`RewardsError::OutOfRange`].
pub fn decide<M: Memory>(
    state: &State<M>,
    UnbondBondArgs { amount_e8s }: UnbondBondArgs,
    ctx: &Ctx,
) -> Result<Decision<EscrowAccount>, RewardsError> {
    let provider = standing::provider(state, ctx.caller)?;
    field::check_range("amount_e8s", amount_e8s, 1, AMOUNT_E8S)?;
    let mut account = state.account(provider);
    let Some(left_e8s) = account.bond_e8s.checked_sub(amount_e8s) else {
        return Err(RewardsError::BondTooSmall {
            free_e8s: account.bond_e8s,
            needed_e8s: amount_e8s,
        });
    };
    let parts = account.unbonding.len() + 1;
    field::check_count("unbonding", parts, 1, UNBONDING_PARTS)?;
    let liability_days = state.policy().windows.offboarded_liability_days;
    let part = BondPart {
        amount_e8s,
        due_at_ns: ctx
            .now_ns
            .saturating_add(u64::from(liability_days) * DAY_NS),
    };
    account.bond_e8s = left_e8s;
    account.unbonding.push(part.clone());
    Ok(Decision::change(
        Event::BondUnbonded { provider, part },
        account,
    ))
}

#[cfg(test)]
mod tests;
