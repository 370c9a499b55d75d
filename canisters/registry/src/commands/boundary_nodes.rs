//! What the commands about API boundary nodes share.

use crate::domain::{batch, text};
use crate::state::State;
use bonafide_types::id::NodeId;
use bonafide_types::limits::BOUNDARY_BATCH;
use bonafide_types::registry::{ApiBoundaryNode, RegistryError};
use ic_stable_structures::Memory;

/// The records of a batch of boundary nodes, 1 to 50, each once.
pub(super) fn records<M: Memory>(
    state: &State<M>,
    ids: &[NodeId],
) -> Result<Vec<ApiBoundaryNode>, RegistryError> {
    batch::check("node_ids", ids, BOUNDARY_BATCH)?;
    let record = |id: &NodeId| {
        state
            .api_boundary_node(*id)
            .ok_or(RegistryError::ApiBoundaryNodeNotFound { id: *id })
    };
    ids.iter().map(record).collect()
}

/// Checks that a version is elected.
pub(super) fn check_elected<M: Memory>(
    state: &State<M>,
    version: &str,
) -> Result<(), RegistryError> {
    if state.guestos_version(version).is_some() {
        return Ok(());
    }
    Err(RegistryError::GuestosVersionNotElected {
        version: text::shortened(version),
    })
}
