//! Removes an auditor for good, or turns an application down. What it was drawn for goes on,
//! and its stake stays its own. Governed.

use super::{Decision, standing};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::audits::{AuditError, AuditorStatus, RemoveAuditorArgs};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// [`AuditError::AuditorNotFound`], [`AuditError::AuditorStanding`] when it is removed; those
/// of the reason.
pub fn decide<M: Memory>(
    state: &State<M>,
    RemoveAuditorArgs { id, reason }: RemoveAuditorArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, AuditError> {
    let auditor = standing::changed(
        state,
        id,
        &[
            AuditorStatus::Applied,
            AuditorStatus::Active,
            AuditorStatus::Suspended,
        ],
        AuditorStatus::Removed,
        reason,
        ctx.now_ns,
    )?;
    Ok(Decision::change(Event::AuditorChanged { auditor }, ()))
}
