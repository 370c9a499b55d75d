//! Removes operator records that have no nodes: all, or none. Governed.
//!
//! The NNS registry silently keeps those that have nodes; here the proposal is refused, so
//! that what voters read is what happens.

use super::{Decision, standing};
use crate::domain::batch;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::limits::BATCH;
use bonafide_types::registry::{RegistryError, RemoveNodeOperatorsArgs};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// Those of the fields; [`RegistryError::NodeOperatorNotFound`],
/// [`RegistryError::NodeOperatorHasNodes`].
pub fn decide<M: Memory>(
    state: &State<M>,
    RemoveNodeOperatorsArgs { ids }: RemoveNodeOperatorsArgs,
    _: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    batch::check("ids", &ids, BATCH)?;
    for id in &ids {
        standing::operator(state, *id)?;
        standing::check_without_nodes(state, *id)?;
    }
    Ok(Decision::change(Event::NodeOperatorsRemoved { ids }, ()))
}
