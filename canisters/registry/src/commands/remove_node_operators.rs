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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{World, operator_id, provider_id};
    use crate::state::invariants::try_state;

    fn removal(ids: &[u8]) -> RemoveNodeOperatorsArgs {
        RemoveNodeOperatorsArgs {
            ids: ids.iter().copied().map(operator_id).collect(),
        }
    }

    #[test]
    fn should_remove_all_or_none() {
        let mut world = World::with_operator();
        world.add_operator(2, 1, "zh2", 1);
        world.onboard(3);
        world.register_node(3, 1);
        world.refuse(
            decide,
            removal(&[1, 3]),
            RegistryError::NodeOperatorHasNodes {
                id: operator_id(3),
                nodes: 1,
            },
        );
        world.refuse(
            decide,
            removal(&[1, 9]),
            RegistryError::NodeOperatorNotFound { id: operator_id(9) },
        );
        world.run(decide, removal(&[1, 2])).unwrap();
        assert_eq!(world.state.node_operator(operator_id(1)), None);
        assert_eq!(world.state.provider_counts(provider_id(1)).operators, 0);
        assert_eq!(world.state.operators_at("zh2"), 1);
        try_state(&world.state).unwrap();
        world.add_operator(1, 1, "zh2", 1);
        try_state(&world.state).unwrap();
    }

    #[test]
    fn should_refuse_bad_lists() {
        let mut world = World::with_operator();
        world.refuse_field(decide, removal(&[]), "ids");
        world.refuse_field(decide, removal(&[1; 101]), "ids");
        let refusal = world.refused(decide, removal(&[1, 1]));
        assert!(matches!(refusal, RegistryError::DuplicateEntry { .. }));
    }
}
