//! Removes a verifier for good: its statements count nothing, at once. Governed.

use super::{Decision, standing};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::identity::{IdentityError, RemoveVerifierArgs, VerifierStatus};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// [`IdentityError::VerifierNotFound`], [`IdentityError::VerifierStanding`] when it is not
/// active or suspended; those of the reason.
pub fn decide<M: Memory>(
    state: &State<M>,
    RemoveVerifierArgs { id, reason }: RemoveVerifierArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, IdentityError> {
    let verifier = standing::changed(
        state,
        id,
        &[VerifierStatus::Active, VerifierStatus::Suspended],
        VerifierStatus::Removed,
        reason,
        ctx.now_ns,
    )?;
    Ok(Decision::change(Event::VerifierChanged { verifier }, ()))
}
