//! Ends a verifier's suspension: its statements count again. Governed.

use super::{Decision, standing};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::identity::{IdentityError, ReinstateVerifierArgs, VerifierStatus};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// [`IdentityError::VerifierNotFound`], [`IdentityError::VerifierStanding`] when it is not
/// suspended; those of the reason.
pub fn decide<M: Memory>(
    state: &State<M>,
    ReinstateVerifierArgs { id, reason }: ReinstateVerifierArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, IdentityError> {
    let verifier = standing::changed(
        state,
        id,
        &[VerifierStatus::Suspended],
        VerifierStatus::Active,
        reason,
        ctx.now_ns,
    )?;
    Ok(Decision::change(Event::VerifierChanged { verifier }, ()))
}
