//! What the commands about API boundary nodes share.

use crate::domain::{batch, text};
use crate::state::State;
use bonafide_types::id::{NodeId, OperatorId};
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

/// Refuses a change after which fewer operators than the policy in force asks for would run
/// boundary nodes; `stays` says which of them count then.
pub(super) fn check_operators_left<M: Memory>(
    state: &State<M>,
    stays: impl Fn(OperatorId, NodeId) -> bool,
    now_ns: u64,
) -> Result<(), RegistryError> {
    let min = state.policy(now_ns).boundary_node_operators;
    let left = state.boundary_node_operators(stays, min);
    if left < min {
        return Err(RegistryError::TooFewBoundaryNodeOperators { left, min });
    }
    Ok(())
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
