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
