//! Removes API boundary nodes, which are spare nodes again: all of a batch, or none.
//! Governed.

use super::{Decision, boundary_nodes};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::registry::{RegistryError, RemoveApiBoundaryNodesArgs};
use ic_stable_structures::Memory;
use std::collections::BTreeSet;

/// Decides.
///
/// # Errors
/// Those of the batch, [`RegistryError::ApiBoundaryNodeNotFound`],
/// [`RegistryError::TooFewBoundaryNodeOperators`] when those left would be run by fewer
/// operators than the policy in force asks for.
pub fn decide<M: Memory>(
    state: &State<M>,
    RemoveApiBoundaryNodesArgs { node_ids: ids }: RemoveApiBoundaryNodesArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    boundary_nodes::records(state, &ids)?;
    let leaving: BTreeSet<_> = ids.iter().copied().collect();
    let stays = |_, id| !leaving.contains(&id);
    boundary_nodes::check_operators_left(state, stays, ctx.now_ns)?;
    Ok(Decision::change(Event::ApiBoundaryNodesRemoved { ids }, ()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{World, node_id};
    use crate::state::invariants;
    use bonafide_types::registry::NodeRole;

    fn batch(numbers: &[u8]) -> RemoveApiBoundaryNodesArgs {
        RemoveApiBoundaryNodesArgs {
            node_ids: numbers.iter().map(|n| node_id(*n)).collect(),
        }
    }

    #[test]
    fn should_make_them_spare_nodes_again() {
        let mut world = World::with_boundary_nodes(3);
        world.run(decide, batch(&[2])).unwrap();
        assert_eq!(world.state.api_boundary_node(node_id(2)), None);
        assert_eq!(world.state.boundary_node_at("n2.example.com"), None);
        let node = world.state.node(node_id(2)).unwrap();
        assert_eq!(node.role, NodeRole::Unassigned);
        assert_eq!(node.domain.as_deref(), Some("n2.example.com"));
        invariants::try_state(&world.state).unwrap();
    }

    #[test]
    fn should_keep_two_operators() {
        let mut world = World::with_boundary_nodes(3);
        let few = |left| RegistryError::TooFewBoundaryNodeOperators { left, min: 2 };
        world.refuse(decide, batch(&[1, 2]), few(1));
        world.refuse(decide, batch(&[3, 1, 2]), few(0));
        world.run(decide, batch(&[1])).unwrap();
        world.refuse(decide, batch(&[2]), few(1));
    }

    #[test]
    fn should_refuse_a_batch_with_one_bad_entry() {
        let mut world = World::with_boundary_nodes(3);
        let id = node_id(9);
        world.refuse(
            decide,
            batch(&[1, 9]),
            RegistryError::ApiBoundaryNodeNotFound { id },
        );
        world.refuse_field(decide, batch(&[]), "node_ids");
        assert!(matches!(
            world.refused(decide, batch(&[1, 1])),
            RegistryError::DuplicateEntry { .. }
        ));
    }
}
