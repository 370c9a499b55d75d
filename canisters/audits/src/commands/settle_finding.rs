//! A vote settles a finding. Governed.

use super::Decision;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_kit::field;
use bonafide_types::audits::{AuditError, FindingState, SettleFindingArgs};
use ic_stable_structures::Memory;

/// Decides. Any finding that is not settled can be: one that two panels left open, and one that
/// voters know better about. What is settled stays so.
///
/// A panel that is at work ends its visit; its verdict is written down and changes nothing.
/// What is left of the bond goes back to whoever appealed then, and when the vote overturned
/// the finding the treasury owes the rest. A panel whose verdict is in has been paid: a vote
/// after it brings nothing of the bond back.
///
/// # Errors
/// [`AuditError::FindingNotFound`], [`AuditError::FindingSettled`]; those of the reason.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: SettleFindingArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, AuditError> {
    let SettleFindingArgs {
        finding_id,
        stands,
        reason,
    } = args;
    field::check_reason(&reason)?;
    let finding = state
        .finding(finding_id)
        .ok_or(AuditError::FindingNotFound { finding_id })?;
    match finding.state {
        FindingState::Provisional | FindingState::Appealed | FindingState::VoteNeeded => {}
        FindingState::Final { .. } | FindingState::Overturned { .. } => {
            return Err(AuditError::FindingSettled { finding_id });
        }
    }
    let at_ns = ctx.now_ns;
    let event = Event::FindingSettled {
        finding_id,
        state: if stands {
            FindingState::Final { at_ns }
        } else {
            FindingState::Overturned { at_ns }
        },
        reason: Some(reason),
    };
    Ok(Decision::change(event, ()))
}

#[cfg(test)]
mod tests;
