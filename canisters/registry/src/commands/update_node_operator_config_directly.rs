//! Hands an operator record over. Called with its provider's own key.

use super::Decision;
use crate::state::State;
use bonafide_kit::Ctx;
use bonafide_types::registry::{NodeOperator, RegistryError, UpdateNodeOperatorConfigDirectlyArgs};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// Those of the fields.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: UpdateNodeOperatorConfigDirectlyArgs,
    ctx: &Ctx,
) -> Result<Decision<NodeOperator>, RegistryError> {
    let _ = (state, args, ctx);
    Err(RegistryError::GenericError {
        code: 0,
        message: "not built yet".into(),
    })
}
