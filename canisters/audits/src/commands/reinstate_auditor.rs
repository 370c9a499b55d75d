//! Ends an auditor's suspension: it is drawn again. Governed.

use super::{Decision, standing};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::audits::{AuditError, AuditorStatus, ReinstateAuditorArgs};
use ic_stable_structures::Memory;

/// Decides. Its stake is not asked about: who has none is not drawn.
///
/// # Errors
/// [`AuditError::AuditorNotFound`], [`AuditError::AuditorStanding`] when it is not suspended,
/// [`AuditError::AuditorIsProvider`] when it became one; [`AuditError::TooMany`] changes of its
/// standing; those of the reason.
pub fn decide<M: Memory>(
    state: &State<M>,
    ReinstateAuditorArgs { id, reason }: ReinstateAuditorArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, AuditError> {
    let auditor = standing::changed(
        state,
        id,
        &[AuditorStatus::Suspended],
        AuditorStatus::Active,
        reason,
        ctx.now_ns,
    )?;
    standing::no_provider(state, id)?;
    Ok(Decision::change(Event::AuditorChanged { auditor }, ()))
}

#[cfg(test)]
mod tests;
