//! Takes a plan back, as long as its seed is not drawn. Governed.

use super::Decision;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_kit::field;
use bonafide_types::audits::{AuditError, CancelAuditPlanArgs, PlanState};
use ic_stable_structures::Memory;

/// Decides. Once there is a seed it is known who is audited, and a plan could be taken back for
/// that.
///
/// # Errors
/// [`AuditError::PlanNotFound`], [`AuditError::PlanStanding`]; those of the reason.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: CancelAuditPlanArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, AuditError> {
    let CancelAuditPlanArgs { plan_id, reason } = args;
    field::check_reason(&reason)?;
    let plan = state
        .plan(plan_id)
        .ok_or(AuditError::PlanNotFound { plan_id })?;
    match plan.state {
        PlanState::Adopted | PlanState::SnapshotFixed => {}
        state @ (PlanState::Auditing
        | PlanState::Reauditing
        | PlanState::Closed { .. }
        | PlanState::Cancelled { .. }) => return Err(AuditError::PlanStanding { plan_id, state }),
    }
    let cancelled = PlanState::Cancelled {
        at_ns: ctx.now_ns,
        reason,
    };
    let event = Event::PlanChanged {
        plan_id,
        state: cancelled,
    };
    Ok(Decision::change(event, ()))
}

#[cfg(test)]
mod tests;
