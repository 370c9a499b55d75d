//! Sets a node's domain name. Called with its operator's own key.
//!
//! A boundary node keeps its name, which clients know it by, until a proposal removes it.

use super::{Decision, standing};
use crate::domain::domain_name;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::registry::{Node, RegistryError, UpdateNodeDomainDirectlyArgs};
use ic_stable_structures::Memory;

/// Decides; replies with the node. A name that it has already changes nothing.
///
/// # Errors
/// [`RegistryError::NodeNotFound`], [`RegistryError::NotYourNode`],
/// [`RegistryError::NodeIsApiBoundary`], those of the fields, [`RegistryError::RateLimited`].
pub fn decide<M: Memory>(
    state: &State<M>,
    UpdateNodeDomainDirectlyArgs { node_id, domain }: UpdateNodeDomainDirectlyArgs,
    ctx: &Ctx,
) -> Result<Decision<Node>, RegistryError> {
    let (node, record) = standing::own_node(state, node_id, ctx.caller)?;
    standing::check_no_boundary_node(&node)?;
    if let Some(domain) = &domain {
        domain_name::check("domain", domain)?;
    }
    if node.domain == domain {
        return Ok(Decision::unchanged(node));
    }
    standing::check_operator_rate(state, &record, ctx.now_ns)?;
    let event = Event::NodeDomainChanged {
        node: node_id,
        domain: domain.clone(),
    };
    Ok(Decision::change(event, Node { domain, ..node }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{World, node_id, operator_id};
    use crate::state::invariants::try_state;
    use bonafide_types::registry::NodeRole;

    fn name(n: u8, domain: Option<&str>) -> UpdateNodeDomainDirectlyArgs {
        UpdateNodeDomainDirectlyArgs {
            node_id: node_id(n),
            domain: domain.map(str::to_owned),
        }
    }

    fn world() -> World {
        let mut world = World::with_operator();
        world.register_node(1, 1);
        world.caller = operator_id(1).0;
        world
    }

    #[test]
    fn should_name_and_unname_an_own_node() {
        let mut world = world();
        for domain in [Some("node-1.example.com"), Some("node-1.example.com"), None] {
            let reply = world.run(decide, name(1, domain)).unwrap();
            assert_eq!(reply.domain.as_deref(), domain);
            assert_eq!(world.state.node(node_id(1)), Some(reply));
        }
        try_state(&world.state).unwrap();
    }

    #[test]
    fn should_refuse_others_bad_names_and_boundary_nodes() {
        let mut world = world();
        world.refuse_field(decide, name(1, Some("Example.com")), "domain");
        world.refuse_field(decide, name(1, Some("")), "domain");
        world.refuse(
            decide,
            name(9, None),
            RegistryError::NodeNotFound { id: node_id(9) },
        );
        let mut boundary = world.state.node(node_id(1)).unwrap();
        boundary.role = NodeRole::ApiBoundary;
        world.state.nodes.insert(node_id(1).as_slice(), &boundary);
        world.refuse(
            decide,
            name(1, Some("node-1.example.com")),
            RegistryError::NodeIsApiBoundary { id: node_id(1) },
        );
        world.caller = operator_id(2).0;
        world.refuse(
            decide,
            name(1, None),
            RegistryError::NotYourNode {
                id: node_id(1),
                operator: operator_id(1),
            },
        );
    }
}
