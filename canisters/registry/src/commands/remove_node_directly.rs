//! Removes a node. Called with its operator's own key, whatever its provider's standing: to
//! leave is always possible. No allowance comes back.

use super::{Decision, standing};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::registry::{RegistryError, RemoveNodeDirectlyArgs};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// [`RegistryError::NodeNotFound`], [`RegistryError::NotYourNode`],
/// [`RegistryError::NodeInSubnet`], [`RegistryError::NodeIsApiBoundary`],
/// [`RegistryError::RateLimited`].
pub fn decide<M: Memory>(
    state: &State<M>,
    RemoveNodeDirectlyArgs { node_id }: RemoveNodeDirectlyArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    let (node, record) = standing::own_node(state, node_id, ctx.caller)?;
    standing::check_spare(&node)?;
    standing::check_operator_rate(state, &record, ctx.now_ns)?;
    let event = Event::NodesRemoved {
        ids: vec![node_id],
        return_allowance: false,
        by: Some(record.id),
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
    use bonafide_types::id::Caller;
    use bonafide_types::limits::{RATE_PERIOD_NS, RATE_SPIKE};

    fn removal(n: u8) -> RemoveNodeDirectlyArgs {
        RemoveNodeDirectlyArgs {
            node_id: node_id(n),
        }
    }

    #[test]
    fn should_remove_an_own_node_without_giving_allowance_back() {
        let mut world = World::with_operator();
        world.register_node(1, 1);
        world.suspend(1);
        world.caller = operator_id(1).0;
        world.run(decide, removal(1)).unwrap();
        assert_eq!(world.state.node(node_id(1)), None);
        assert_eq!(world.allowance(1), 1);
        try_state(&world.state).unwrap();
    }

    #[test]
    fn should_refuse_others_and_nodes_at_work() {
        let mut world = imported();
        world.caller = operator_id(1).0;
        world.refuse(
            decide,
            removal(9),
            RegistryError::NodeNotFound { id: node_id(9) },
        );
        world.refuse(
            decide,
            removal(3),
            RegistryError::NotYourNode {
                id: node_id(3),
                operator: operator_id(2),
            },
        );
        let subnet = world.state.node(node_id(1)).unwrap().subnet.unwrap();
        world.refuse(
            decide,
            removal(1),
            RegistryError::NodeInSubnet {
                id: node_id(1),
                subnet,
            },
        );
    }

    #[test]
    fn should_count_operations_of_the_operator_and_its_provider() {
        let mut world = World::with_operator();
        for n in [2, 3] {
            world.add_operator(n, 1, "zh2", 100);
        }
        // Each node is registered and removed: two operations.
        for n in (0..RATE_SPIKE / 2).map(|n| if n % 2 == 0 { 2 } else { 3 }) {
            world.register_node(n, 7);
            world.run_as(operator_id(n).0, decide, removal(7)).unwrap();
        }
        let limited = |principal, world: &World| RegistryError::RateLimited {
            principal: Caller(principal),
            retry_at_ns: world.now_ns + RATE_PERIOD_NS,
        };
        let refused = world.run_as(operator_id(2).0, register_node::decide, node(7));
        assert_eq!(
            refused.unwrap_err(),
            limited(provider_id(1).0, &world),
            "both together"
        );
        world.now_ns += RATE_PERIOD_NS;
        world.register_node(2, 7);
        let refused = world.run_as(operator_id(2).0, decide, removal(7));
        assert_eq!(refused.unwrap_err(), limited(provider_id(1).0, &world));
        try_state(&world.state).unwrap();
    }
}
