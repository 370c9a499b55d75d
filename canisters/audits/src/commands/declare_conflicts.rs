//! Declares an auditor's conflicts anew. By its own key.

use super::{Decision, standing};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::audits::{AuditError, Auditor, AuditorStatus, DeclareConflictsArgs};
use bonafide_types::id::{AuditorId, Caller};
use ic_stable_structures::Memory;

/// Decides. Counts for draws whose snapshot is fixed later; for what the auditor was drawn
/// before, it stays in its seat.
///
/// # Errors
/// [`AuditError::CallerNotAuditor`], [`AuditError::AuditorStanding`] of one that is removed,
/// [`AuditError::NothingToChange`]; those of the fields.
pub fn decide<M: Memory>(
    state: &State<M>,
    DeclareConflictsArgs { conflicts }: DeclareConflictsArgs,
    ctx: &Ctx,
) -> Result<Decision<Auditor>, AuditError> {
    let caller = Caller(ctx.caller);
    let known = state.auditor(AuditorId(ctx.caller));
    let before = known.ok_or(AuditError::CallerNotAuditor { caller })?;
    let status = before.status();
    if status == AuditorStatus::Removed {
        let auditor = before.id;
        return Err(AuditError::AuditorStanding { auditor, status });
    }
    standing::check_conflicts(state, &conflicts)?;
    if conflicts == before.conflicts {
        let what = "these conflicts are declared".into();
        return Err(AuditError::NothingToChange { what });
    }
    let auditor = Auditor {
        conflicts,
        ..before
    };
    let event = Event::AuditorChanged {
        auditor: auditor.clone(),
    };
    Ok(Decision::change(event, auditor))
}

#[cfg(test)]
mod tests;
