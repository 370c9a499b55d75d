//! Ends a freeze before its time. Governed.

use super::Decision;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_kit::field;
use bonafide_types::identity::{IdentityError, LiftFreezeArgs};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// [`IdentityError::NotFrozen`]; those of the reason.
pub fn decide<M: Memory>(
    state: &State<M>,
    LiftFreezeArgs { reason }: LiftFreezeArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, IdentityError> {
    field::check_reason(&reason)?;
    if state.freeze_at(ctx.now_ns).is_none() {
        return Err(IdentityError::NotFrozen);
    }
    Ok(Decision::change(Event::FreezeLifted { reason }, ()))
}
