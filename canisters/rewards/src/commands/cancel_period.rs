//! Takes a period back that is not closed. Governed.

use super::{Decision, standing};
use crate::domain::period as course;
use crate::state::{Event, State};
use bonafide_kit::{Ctx, field};
use bonafide_types::rewards::{CancelPeriodArgs, RewardsError};
use ic_stable_structures::Memory;

/// Decides. Its days are free for another period then. Once it is closed its statements are what
/// cases and payments rest on, so it stays.
///
/// # Errors
/// [`RewardsError::PeriodNotFound`], [`RewardsError::PeriodStanding`]; those of the reason.
pub fn decide<M: Memory>(
    state: &State<M>,
    CancelPeriodArgs { period_id, reason }: CancelPeriodArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, RewardsError> {
    field::check_reason(&reason)?;
    let period = standing::period(state, period_id)?;
    course::cancel(&period, ctx.now_ns)?;
    let event = Event::PeriodCancelled { period_id, reason };
    Ok(Decision::change(event, ()))
}

#[cfg(test)]
mod tests;
