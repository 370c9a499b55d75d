//! A vote rejects an appeal: the case stays as it is. Governed.

use super::{Decision, standing};
use crate::domain::case as course;
use crate::state::{Event, State};
use bonafide_kit::{Ctx, field};
use bonafide_types::rewards::{Case, CaseState, RejectAppealArgs, RewardsError};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// [`RewardsError::CaseNotFound`], [`RewardsError::NoAppealOpen`]; [`RewardsError::OutsideTime`]
/// when the appeal was not decided in time; those of the reason.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: RejectAppealArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, RewardsError> {
    let RejectAppealArgs { case_id, reason } = args;
    field::check_reason(&reason)?;
    let case = standing::case(state, case_id)?;
    // An appeal that nobody decided stays so on the record of a case that is over.
    let is_there = matches!(case.state, CaseState::AppealWindow { .. });
    if !is_there || !course::has_open_appeal(&case) {
        return Err(RewardsError::NoAppealOpen { case_id });
    }
    check_time(&case, ctx.now_ns)?;
    Ok(Decision::change(
        Event::AppealRejected { case_id, reason },
        (),
    ))
}

/// Refuses once the time for deciding an open appeal is over: the case expires by that.
///
/// # Errors
/// [`RewardsError::OutsideTime`].
pub(super) fn check_time(case: &Case, now_ns: u64) -> Result<(), RewardsError> {
    match (&case.appeal, course::open_appeal_until(case)) {
        (Some(appeal), Some(until_ns)) if now_ns >= until_ns => Err(RewardsError::OutsideTime {
            case_id: case.id,
            from_ns: appeal.at_ns,
            until_ns,
        }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
