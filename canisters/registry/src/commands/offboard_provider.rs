//! Removes a provider and bars it, its operators and its cluster. Governed.

use super::Decision;
use crate::state::State;
use bonafide_kit::Ctx;
use bonafide_types::registry::{OffboardProviderArgs, RegistryError};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// Those of the fields.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: OffboardProviderArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    let _ = (state, args, ctx);
    Err(RegistryError::GenericError {
        code: 0,
        message: "not built yet".into(),
    })
}
