//! Asks free stake back. By anyone who has some here.

use super::{Decision, standing};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_kit::field;
use bonafide_types::audits::{AuditError, StakeAccount, UnbondStakeArgs, Unbonding};
use bonafide_types::id::Caller;
use bonafide_types::limits::{AMOUNT_E8S, DAY_NS, UNBONDING_PARTS};
use ic_stable_structures::Memory;

/// Decides. It is due after the days of the policy, and can be taken until it leaves. Whoever
/// is in the snapshot of a draw that is being made waits for it: the draw counts on that stake.
///
/// # Errors
/// [`AuditError::StakeTooSmall`], [`AuditError::TooMany`] parts that were asked back,
/// [`AuditError::DrawUnderWay`], [`AuditError::OutOfRange`].
pub fn decide<M: Memory>(
    state: &State<M>,
    UnbondStakeArgs { amount_e8s }: UnbondStakeArgs,
    ctx: &Ctx,
) -> Result<Decision<StakeAccount>, AuditError> {
    field::check_range("amount_e8s", amount_e8s, 1, AMOUNT_E8S)?;
    let owner = Caller(ctx.caller);
    let mut account = state.account(owner);
    let Some(left_e8s) = account.free_e8s.checked_sub(amount_e8s) else {
        return Err(AuditError::StakeTooSmall {
            free_e8s: account.free_e8s,
            needed_e8s: amount_e8s,
        });
    };
    let parts = account.unbonding.len() + 1;
    field::check_count("unbonding", parts, 1, UNBONDING_PARTS)?;
    standing::not_promised(state, owner)?;
    let unbonding_ns = u64::from(state.policy().unbonding_days) * DAY_NS;
    let part = Unbonding {
        amount_e8s,
        due_at_ns: ctx.now_ns.saturating_add(unbonding_ns),
    };
    account.free_e8s = left_e8s;
    account.unbonding.push(part.clone());
    Ok(Decision::change(
        Event::StakeUnbonded { owner, part },
        account,
    ))
}

#[cfg(test)]
mod tests;
