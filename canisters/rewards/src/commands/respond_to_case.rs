//! A provider answers a case about it.

use super::{Decision, standing};
use crate::domain::case as course;
use crate::state::{Event, State};
use bonafide_kit::{Ctx, field};
use bonafide_types::id::Caller;
use bonafide_types::limits::{RESPONSE_BYTES, RESPONSES};
use bonafide_types::rewards::{Case, RespondToCaseArgs, Response, RewardsError};
use candid::Principal;
use ic_stable_structures::Memory;

/// Decides; replies with the case. Nothing follows from an answer but that voters read it.
///
/// # Errors
/// [`RewardsError::CaseNotFound`]; [`RewardsError::NotTheSubject`];
/// [`RewardsError::CaseStanding`] once it is executed or over; [`RewardsError::TooMany`]
/// answers; those of the text.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: RespondToCaseArgs,
    ctx: &Ctx,
) -> Result<Decision<Case>, RewardsError> {
    let RespondToCaseArgs {
        case_id,
        text,
        evidence_hash,
    } = args;
    field::check("text", &text, RESPONSE_BYTES)?;
    let mut case = of_subject(state, case_id, ctx.caller)?;
    if !course::is_open(&case) {
        return Err(RewardsError::CaseStanding {
            case_id,
            state: case.state,
            needed: "a state before Executed".into(),
        });
    }
    field::check_count("responses", case.responses.len() + 1, 1, RESPONSES)?;
    let response = Response {
        at_ns: ctx.now_ns,
        text,
        evidence_hash,
    };
    case.responses.push(response.clone());
    Ok(Decision::change(
        Event::CaseAnswered { case_id, response },
        case,
    ))
}

/// A case, for its provider only.
///
/// # Errors
/// [`RewardsError::CaseNotFound`], [`RewardsError::NotTheSubject`].
pub(super) fn of_subject<M: Memory>(
    state: &State<M>,
    case_id: u64,
    caller: Principal,
) -> Result<Case, RewardsError> {
    let case = standing::case(state, case_id)?;
    if case.charge.provider.0 == caller {
        Ok(case)
    } else {
        let caller = Caller(caller);
        Err(RewardsError::NotTheSubject { case_id, caller })
    }
}

#[cfg(test)]
mod tests;
