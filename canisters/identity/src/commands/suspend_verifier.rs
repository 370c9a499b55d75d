//! Suspends a verifier: its statements count nothing while it lasts. Governed.

use super::{Decision, standing};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::identity::{IdentityError, SuspendVerifierArgs, VerifierStatus};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// [`IdentityError::VerifierNotFound`], [`IdentityError::VerifierStanding`] when it is not
/// active; those of the reason.
pub fn decide<M: Memory>(
    state: &State<M>,
    SuspendVerifierArgs { id, reason }: SuspendVerifierArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, IdentityError> {
    let verifier = standing::changed(
        state,
        id,
        &[VerifierStatus::Active],
        VerifierStatus::Suspended,
        reason,
        ctx.now_ns,
    )?;
    Ok(Decision::change(Event::VerifierChanged { verifier }, ()))
}
