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
