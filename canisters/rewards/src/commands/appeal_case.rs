//! A provider appeals against a case about it, once. A vote decides, or the case expires.

use super::respond_to_case::of_subject;
use super::{Decision, judge};
use crate::state::{Event, State};
use bonafide_kit::{Ctx, field};
use bonafide_types::limits::RESPONSE_BYTES;
use bonafide_types::rewards::{AppealCaseArgs, Case, CaseAppeal, CaseState, RewardsError};
use ic_stable_structures::Memory;

/// Decides; replies with the case. It cannot be executed while the appeal is open.
///
/// # Errors
/// [`RewardsError::CaseNotFound`]; [`RewardsError::NotTheSubject`];
/// [`RewardsError::CaseStanding`] before the time for appeals and after it;
/// [`RewardsError::AppealedBefore`]; [`RewardsError::OutsideTime`]; those of the grounds.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: AppealCaseArgs,
    ctx: &Ctx,
) -> Result<Decision<Case>, RewardsError> {
    let AppealCaseArgs { case_id, grounds } = args;
    field::check("grounds", &grounds, RESPONSE_BYTES)?;
    let mut case = of_subject(state, case_id, ctx.caller)?;
    let CaseState::AppealWindow { until_ns } = case.state else {
        return Err(RewardsError::CaseStanding {
            case_id,
            state: case.state,
            needed: "AppealWindow".into(),
        });
    };
    if let Some(appeal) = &case.appeal {
        let at_ns = appeal.at_ns;
        return Err(RewardsError::AppealedBefore { case_id, at_ns });
    }
    if ctx.now_ns >= until_ns {
        return Err(RewardsError::OutsideTime {
            case_id,
            from_ns: 0,
            until_ns,
        });
    }
    let decision_ns = judge::days_ns(state.policy().windows.decision_days);
    let appeal = CaseAppeal {
        at_ns: ctx.now_ns,
        grounds,
        decide_until_ns: ctx.now_ns.saturating_add(decision_ns),
        decision: None,
    };
    case.appeal = Some(appeal.clone());
    Ok(Decision::change(
        Event::CaseAppealed { case_id, appeal },
        case,
    ))
}

#[cfg(test)]
mod tests;
