//! What the commands about API boundary nodes share.

use crate::domain::{batch, text};
use crate::state::State;
use bonafide_types::id::{NodeId, OperatorId, ProviderId};
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

/// The same when a provider is offboarded: its operators no longer count. One that runs no
/// boundary node can always be offboarded.
pub(super) fn check_offboarding<M: Memory>(
    state: &State<M>,
    provider: ProviderId,
    now_ns: u64,
) -> Result<(), RegistryError> {
    let operators = state.operators_of(provider);
    if !operators.iter().any(|id| state.runs_boundary_nodes(*id)) {
        return Ok(());
    }
    check_operators_left(state, |operator, _| !operators.contains(&operator), now_ns)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::offboard_provider;
    use crate::commands::testing::{World, provider_id};
    use bonafide_types::registry::OffboardProviderArgs;

    fn offboarding(n: u8) -> OffboardProviderArgs {
        OffboardProviderArgs {
            id: provider_id(n),
            reason: "example".into(),
        }
    }

    #[test]
    fn should_not_offboard_a_provider_that_boundary_nodes_need() {
        let mut world = World::with_boundary_nodes(2);
        world.register_provider(9);
        world.refuse(
            offboard_provider::decide,
            offboarding(1),
            RegistryError::TooFewBoundaryNodeOperators { left: 1, min: 2 },
        );
        world
            .run(offboard_provider::decide, offboarding(9))
            .unwrap();
        let mut world = World::with_boundary_nodes(3);
        world
            .run(offboard_provider::decide, offboarding(1))
            .unwrap();
    }
}
