//! Changes what is recorded of API boundary nodes beside their version: all of a batch, or
//! none. Governed.

use super::{Decision, boundary_nodes};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::registry::{ApiBoundaryNode, RegistryError, UpdateApiBoundaryNodesTermsArgs};
use ic_stable_structures::Memory;

/// Decides. Nodes on these terms already stay as they are.
///
/// # Errors
/// Those of the batch, [`RegistryError::ApiBoundaryNodeNotFound`].
pub fn decide<M: Memory>(
    state: &State<M>,
    args: UpdateApiBoundaryNodesTermsArgs,
    _: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    let UpdateApiBoundaryNodesTermsArgs {
        node_ids,
        local_law_policy,
        monitor,
    } = args;
    let nodes: Vec<_> = boundary_nodes::records(state, &node_ids)?
        .into_iter()
        .filter(|row| (row.local_law_policy, row.monitor) != (local_law_policy, monitor))
        .map(|row| ApiBoundaryNode {
            local_law_policy,
            monitor,
            ..row
        })
        .collect();
    if nodes.is_empty() {
        return Ok(Decision::unchanged(()));
    }
    Ok(Decision::change(
        Event::ApiBoundaryNodesChanged { nodes },
        (),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{World, node_id};
    use crate::state::invariants;
    use bonafide_types::id::Sha256Hash;

    fn batch(numbers: &[u8]) -> UpdateApiBoundaryNodesTermsArgs {
        UpdateApiBoundaryNodesTermsArgs {
            node_ids: numbers.iter().map(|n| node_id(*n)).collect(),
            local_law_policy: Some(Sha256Hash([3; 32])),
            monitor: true,
        }
    }

    #[test]
    fn should_change_the_terms_and_nothing_else() {
        let mut world = World::with_boundary_nodes(2);
        let before = world.state.api_boundary_node(node_id(2)).unwrap();
        world.run(decide, batch(&[2])).unwrap();
        let expected = ApiBoundaryNode {
            local_law_policy: Some(Sha256Hash([3; 32])),
            monitor: true,
            ..before
        };
        assert_eq!(world.state.api_boundary_node(node_id(2)), Some(expected));
        let other = world.state.api_boundary_node(node_id(1)).unwrap();
        assert_eq!((other.local_law_policy, other.monitor), (None, false));
        invariants::try_state(&world.state).unwrap();

        let length = world.state.log.tip().length;
        world.run(decide, batch(&[2])).unwrap();
        assert_eq!(world.state.log.tip().length, length, "it is so already");
    }

    #[test]
    fn should_refuse_a_batch_with_one_bad_entry() {
        let mut world = World::with_boundary_nodes(2);
        let id = node_id(9);
        world.refuse(
            decide,
            batch(&[1, 9]),
            RegistryError::ApiBoundaryNodeNotFound { id },
        );
        world.refuse_field(decide, batch(&[]), "node_ids");
    }
}
