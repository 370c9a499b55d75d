//! A provider accepts a moment for the visit and says who lets the auditors in. Called with
//! the provider's own key.

use super::{Decision, seats};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::audits::{AcceptSlotArgs, AssignmentView, AuditError, Phase, Visit};
use bonafide_types::id::Caller;
use ic_stable_structures::Memory;

/// Decides; replies with the assignment. A provider that stays silent stops nothing: the visit
/// is then at the first moment proposed, or at the end of the window.
///
/// # Errors
/// [`AuditError::AssignmentNotFound`]; [`AuditError::NotTheProvider`] when the site is another
/// provider's; [`AuditError::WrongPhase`] when the visit is due or was made;
/// [`AuditError::VisitFixed`] when a moment was accepted before;
/// [`AuditError::SlotNotProposed`].
pub fn decide<M: Memory>(
    state: &State<M>,
    AcceptSlotArgs {
        assignment_id,
        at_ns,
        escort_hash,
    }: AcceptSlotArgs,
    ctx: &Ctx,
) -> Result<Decision<AssignmentView>, AuditError> {
    let mut row = seats::assignment(state, assignment_id)?;
    if row.site.provider.0 != ctx.caller {
        let caller = Caller(ctx.caller);
        return Err(AuditError::NotTheProvider {
            assignment_id,
            caller,
        });
    }
    // All moments proposed are ahead in this phase: it ends with the first of them.
    seats::in_phase(&row, Phase::Notice, ctx.now_ns)?;
    if let Some(visit) = &row.visit {
        return Err(AuditError::VisitFixed { at_ns: visit.at_ns });
    }
    if !row.slots.iter().any(|slot| slot.at_ns == at_ns) {
        return Err(AuditError::SlotNotProposed { at_ns });
    }
    let visit = Visit {
        at_ns,
        escort_hash,
        accepted_at_ns: ctx.now_ns,
    };
    row.visit = Some(visit.clone());
    row.follow_visit();
    let event = Event::SlotAccepted {
        assignment_id,
        visit,
    };
    Ok(Decision::change(event, seats::view(row, ctx.now_ns)))
}

#[cfg(test)]
mod tests;
