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
