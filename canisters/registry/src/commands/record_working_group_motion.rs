//! Records a motion of a working group; replies with its number. Governed.

use super::Decision;
use crate::state::State;
use bonafide_kit::Ctx;
use bonafide_types::registry::{RecordWorkingGroupMotionArgs, RegistryError};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// Those of the fields.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: RecordWorkingGroupMotionArgs,
    ctx: &Ctx,
) -> Result<Decision<u64>, RegistryError> {
    let _ = (state, args, ctx);
    Err(RegistryError::GenericError {
        code: 0,
        message: "not built yet".into(),
    })
}
