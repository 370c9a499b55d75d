//! A vote gives back what an executed case took, from the treasury. Governed.

use super::{Decision, standing};
use crate::domain::case as course;
use crate::state::{Event, State};
use bonafide_kit::{Ctx, field};
use bonafide_types::rewards::{CaseState, RefundCaseArgs, RewardsError};
use ic_stable_structures::Memory;

/// Decides. All that was taken is the provider's again, in its account here: also the part that
/// the reporter was paid. A published penalty that no statement carries yet is taken back.
///
/// # Errors
/// [`RewardsError::CaseNotFound`]; [`RewardsError::CaseStanding`] unless it is executed, so
/// nothing is refunded twice; [`RewardsError::TreasuryTooSmall`]; those of the reason.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: RefundCaseArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, RewardsError> {
    let RefundCaseArgs { case_id, reason } = args;
    field::check_reason(&reason)?;
    let case = standing::case(state, case_id)?;
    course::refund(&case, ctx.now_ns)?;
    if let CaseState::Executed { taken_e8s, .. } = case.state {
        let treasury_e8s = state.books().treasury_e8s;
        if treasury_e8s < taken_e8s {
            return Err(RewardsError::TreasuryTooSmall {
                treasury_e8s,
                needed_e8s: taken_e8s,
            });
        }
    }
    Ok(Decision::change(
        Event::CaseRefunded { case_id, reason },
        (),
    ))
}

#[cfg(test)]
mod tests;
