//! Suspends an auditor: it is not drawn while that lasts; what it was drawn for goes on.
//! Governed.

use super::{Decision, standing};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::audits::{AuditError, AuditorStatus, SuspendAuditorArgs};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// [`AuditError::AuditorNotFound`], [`AuditError::AuditorStanding`] when it is not active;
/// [`AuditError::TooMany`] changes of its standing; those of the reason.
pub fn decide<M: Memory>(
    state: &State<M>,
    SuspendAuditorArgs { id, reason }: SuspendAuditorArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, AuditError> {
    let auditor = standing::changed(
        state,
        id,
        &[AuditorStatus::Active],
        AuditorStatus::Suspended,
        reason,
        ctx.now_ns,
    )?;
    Ok(Decision::change(Event::AuditorChanged { auditor }, ()))
}
