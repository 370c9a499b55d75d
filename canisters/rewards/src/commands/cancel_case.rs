//! A vote cancels a case and undoes everything that is so because of it. Governed.

use super::{Decision, standing};
use crate::domain::case as course;
use crate::domain::offence::OffenceKey;
use crate::state::{Event, State};
use bonafide_kit::{Ctx, field};
use bonafide_types::rewards::{CancelCaseArgs, Case, RewardsError};
use ic_stable_structures::Memory;

/// Decides. A judged case is cancelled with everything that costs no more for the same subject,
/// class and window: other cases now, later ones when a vote would freeze them.
///
/// # Errors
/// [`RewardsError::CaseNotFound`]; [`RewardsError::CaseStanding`] once it is executed or over;
/// those of the reason.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: CancelCaseArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, RewardsError> {
    let CancelCaseArgs { case_id, reason } = args;
    field::check_reason(&reason)?;
    let case = standing::case(state, case_id)?;
    course::cancel(&case, ctx.now_ns)?;
    let covered = covered(state, &case);
    let events = [case].into_iter().chain(covered).map(|case| {
        let up_to_ppb = case.judgement.map(|judgement| judgement.ppb);
        Event::CaseCancelled {
            case_id: case.id,
            up_to_ppb,
            reason: reason.clone(),
        }
    });
    Ok(Decision {
        events: events.collect(),
        reply: (),
    })
}

/// Other cases about the same offence that are judged, not executed, and cost no more.
fn covered<M: Memory>(state: &State<M>, case: &Case) -> Vec<Case> {
    let (Some(offence), Some(judgement)) = (OffenceKey::of(case), &case.judgement) else {
        return Vec::new();
    };
    let costs_no_more = |other: &Case| {
        let theirs = other.judgement.as_ref();
        theirs.is_some_and(|theirs| theirs.ppb <= judgement.ppb)
    };
    let cases = state.cases_of(case.charge.provider);
    cases
        .filter(|other| other.id != case.id && course::is_open(other))
        .filter(|other| OffenceKey::of(other) == Some(offence) && costs_no_more(other))
        .collect()
}

#[cfg(test)]
mod tests;
