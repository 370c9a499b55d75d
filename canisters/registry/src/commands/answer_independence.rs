//! Answers the questions of independence. Called with the provider's own key.

use super::Decision;
use crate::state::State;
use bonafide_kit::Ctx;
use bonafide_types::registry::{AnswerIndependenceArgs, IndependenceAnswers, RegistryError};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// Those of the fields.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: AnswerIndependenceArgs,
    ctx: &Ctx,
) -> Result<Decision<IndependenceAnswers>, RegistryError> {
    let _ = (state, args, ctx);
    Err(RegistryError::GenericError {
        code: 0,
        message: "not built yet".into(),
    })
}
