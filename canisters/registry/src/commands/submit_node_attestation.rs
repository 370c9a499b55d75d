//! Deposits evidence of what a node runs. Called with its operator's own key.

use super::Decision;
use crate::state::State;
use bonafide_kit::Ctx;
use bonafide_types::registry::{Node, RegistryError, SubmitNodeAttestationArgs};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// Those of the fields.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: SubmitNodeAttestationArgs,
    ctx: &Ctx,
) -> Result<Decision<Node>, RegistryError> {
    let _ = (state, args, ctx);
    Err(RegistryError::GenericError {
        code: 0,
        message: "not built yet".into(),
    })
}
