//! Says which kinds subnets are of. Governed.

use super::{Decision, membership};
use crate::domain::batch;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::limits::BATCH;
use bonafide_types::registry::{RegistryError, SetSubnetKindsArgs};
use ic_stable_structures::Memory;

/// Decides. What is so already is left out.
///
/// # Errors
/// Those of the fields; [`RegistryError::SubnetNotFound`],
/// [`RegistryError::SubnetKindNotFound`].
pub fn decide<M: Memory>(
    state: &State<M>,
    args: SetSubnetKindsArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    let SetSubnetKindsArgs { mut kinds } = args;
    let ids: Vec<_> = kinds.iter().map(|kind| kind.subnet_id).collect();
    batch::check("kinds", &ids, BATCH)?;
    for kind in &kinds {
        membership::known_kind(state, &kind.kind, ctx.now_ns)?;
        if state.subnet(kind.subnet_id).is_none() {
            let id = kind.subnet_id;
            return Err(RegistryError::SubnetNotFound { id });
        }
    }
    kinds.retain(|kind| {
        let row = state.subnet(kind.subnet_id);
        row.is_some_and(|row| row.kind.as_ref() != Some(&kind.kind))
    });
    if kinds.is_empty() {
        return Ok(Decision::unchanged(()));
    }
    Ok(Decision::change(Event::SubnetKindsSet { kinds }, ()))
}

#[cfg(test)]
mod tests;
