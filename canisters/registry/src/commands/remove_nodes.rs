//! Ejects nodes: all, or none. Governed.
//!
//! The NNS registry gives the operator's allowance back for each. Here that is done only when
//! the proposal says so, because otherwise whoever was ejected registers again at once.

use super::{Decision, standing};
use crate::domain::batch;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::limits::BATCH;
use bonafide_types::registry::{RegistryError, RemoveNodesArgs};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// Those of the fields; [`RegistryError::NodeNotFound`], [`RegistryError::NodeInSubnet`],
/// [`RegistryError::NodeIsApiBoundary`]; [`RegistryError::ProviderBarred`] when allowance
/// would go back to a barred provider's operator.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: RemoveNodesArgs,
    _: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    let RemoveNodesArgs {
        ids,
        return_allowance,
    } = args;
    batch::check("ids", &ids, BATCH)?;
    for id in &ids {
        let node = state
            .node(*id)
            .ok_or(RegistryError::NodeNotFound { id: *id })?;
        standing::check_spare(&node)?;
        if return_allowance {
            let record = standing::operator(state, node.operator)?;
            standing::check_not_barred(state, record.provider)?;
        }
    }
    let event = Event::NodesRemoved {
        ids,
        return_allowance,
        by: None,
    };
    Ok(Decision::change(event, ()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::import_page::tests::imported;
    use crate::commands::register_node;
    use crate::commands::testing::{World, node, node_id, operator_id, provider_id};
    use crate::state::invariants::try_state;
    use bonafide_types::registry::NodeRole;

    fn ejection(ids: &[u8], return_allowance: bool) -> RemoveNodesArgs {
        RemoveNodesArgs {
            ids: ids.iter().copied().map(node_id).collect(),
            return_allowance,
        }
    }

    #[test]
    fn should_give_allowance_back_only_when_told_so() {
        let mut world = World::with_operator();
        for n in [1, 2] {
            world.register_node(1, n);
        }
        world.run(decide, ejection(&[1], false)).unwrap();
        assert_eq!(world.state.node(node_id(1)), None);
        assert_eq!(world.allowance(1), 0);
        let refused = world.run_as(operator_id(1).0, register_node::decide, node(3));
        assert_eq!(
            refused,
            Err(RegistryError::AllowanceExhausted {
                operator: operator_id(1),
                registered: 1
            })
        );
        assert_eq!(world.state.provider_counts(provider_id(1)).nodes, 1);
        world.run(decide, ejection(&[2], true)).unwrap();
        assert_eq!(world.allowance(1), 1);
        try_state(&world.state).unwrap();
        world.register_node(1, 1);
        try_state(&world.state).unwrap();
    }

    #[test]
    fn should_refuse_nodes_at_work_and_bad_lists() {
        let mut world = imported();
        let subnet = world.state.node(node_id(1)).unwrap().subnet.unwrap();
        world.refuse(
            decide,
            ejection(&[2, 1], false),
            RegistryError::NodeInSubnet {
                id: node_id(1),
                subnet,
            },
        );
        let mut boundary = world.state.node(node_id(4)).unwrap();
        boundary.role = NodeRole::ApiBoundary;
        world.state.nodes.insert(node_id(4).as_slice(), &boundary);
        world.refuse(
            decide,
            ejection(&[2, 4], false),
            RegistryError::NodeIsApiBoundary { id: node_id(4) },
        );
        world.refuse(
            decide,
            ejection(&[2, 9], false),
            RegistryError::NodeNotFound { id: node_id(9) },
        );
        let refusal = world.refused(decide, ejection(&[2, 2], false));
        assert!(matches!(refusal, RegistryError::DuplicateEntry { .. }));
        world.refuse_field(decide, ejection(&[], false), "ids");
        world.refuse_field(decide, ejection(&[2; 101], false), "ids");
    }

    #[test]
    fn should_eject_imported_nodes_too() {
        let mut world = imported();
        world.run(decide, ejection(&[2, 4], true)).unwrap();
        assert_eq!(world.allowance(1), 1);
        try_state(&world.state).unwrap();
    }
}
