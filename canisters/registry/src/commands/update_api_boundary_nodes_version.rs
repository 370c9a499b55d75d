//! Upgrades API boundary nodes to an elected version: all of a batch, or none. Governed.

use super::{Decision, boundary_nodes};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::registry::{ApiBoundaryNode, RegistryError, UpdateApiBoundaryNodesVersionArgs};
use ic_stable_structures::Memory;

/// Decides. Nodes that run the version already stay as they are.
///
/// # Errors
/// Those of the batch, [`RegistryError::ApiBoundaryNodeNotFound`],
/// [`RegistryError::GuestosVersionNotElected`].
pub fn decide<M: Memory>(
    state: &State<M>,
    UpdateApiBoundaryNodesVersionArgs { node_ids, version }: UpdateApiBoundaryNodesVersionArgs,
    _: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    let rows = boundary_nodes::records(state, &node_ids)?;
    boundary_nodes::check_elected(state, &version)?;
    let nodes: Vec<_> = rows
        .into_iter()
        .filter(|row| row.version != version)
        .map(|row| ApiBoundaryNode {
            version: version.clone(),
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
    use crate::commands::testing::{GUESTOS, World, node_id};
    use crate::state::invariants;

    fn batch(numbers: &[u8], version: &str) -> UpdateApiBoundaryNodesVersionArgs {
        UpdateApiBoundaryNodesVersionArgs {
            node_ids: numbers.iter().map(|n| node_id(*n)).collect(),
            version: version.into(),
        }
    }

    #[test]
    fn should_upgrade_those_named() {
        let mut world = World::with_boundary_nodes(3);
        let newer = "b".repeat(40);
        world.elect(&newer);
        world.run(decide, batch(&[1, 3], &newer)).unwrap();
        let versions = [1, 2, 3].map(|n| world.state.api_boundary_node(node_id(n)).unwrap());
        let versions = versions.map(|row| row.version);
        assert_eq!(versions, [newer.clone(), GUESTOS.into(), newer.clone()]);
        invariants::try_state(&world.state).unwrap();

        let length = world.state.log.tip().length;
        world.run(decide, batch(&[1, 3], &newer)).unwrap();
        assert_eq!(world.state.log.tip().length, length, "they run it already");
    }

    #[test]
    fn should_refuse_a_batch_with_one_bad_entry() {
        let mut world = World::with_boundary_nodes(2);
        let newer = "b".repeat(40);
        world.refuse(
            decide,
            batch(&[1], &newer),
            RegistryError::GuestosVersionNotElected {
                version: newer.clone(),
            },
        );
        world.elect(&newer);
        let id = node_id(9);
        world.refuse(
            decide,
            batch(&[1, 9], &newer),
            RegistryError::ApiBoundaryNodeNotFound { id },
        );
        world.refuse_field(decide, batch(&[], &newer), "node_ids");
    }
}
