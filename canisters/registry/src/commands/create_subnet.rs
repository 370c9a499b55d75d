//! Makes a subnet of spare nodes. Governed.

use super::{Decision, membership, standing};
use crate::domain::{batch, principal};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::limits::SUBNET_NODES;
use bonafide_types::registry::{CreateSubnetArgs, NewSubnet, RegistryError};
use ic_stable_structures::Memory;

/// Decides, by the verdict as of now.
///
/// # Errors
/// Those of the fields; [`RegistryError::SubnetAlreadyExists`],
/// [`RegistryError::SubnetKindNotFound`]; [`RegistryError::MembershipRefused`] with the rules
/// that are broken.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: CreateSubnetArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    let CreateSubnetArgs {
        subnet_id,
        kind,
        node_ids,
        reason,
    } = args;
    principal::check("subnet_id", subnet_id.0)?;
    standing::check_reason(&reason)?;
    membership::known_kind(state, &kind, ctx.now_ns)?;
    batch::check("node_ids", &node_ids, SUBNET_NODES as usize)?;
    if state.subnet(subnet_id).is_some() {
        return Err(RegistryError::SubnetAlreadyExists { id: subnet_id });
    }
    let creation = NewSubnet { kind, node_ids };
    let creations = std::slice::from_ref(&creation);
    let verdict = membership::judge(state, &[], creations, ctx.now_ns)?;
    membership::require(&verdict)?;
    let NewSubnet { kind, node_ids } = creation;
    let event = Event::SubnetCreated {
        subnet_id,
        kind,
        node_ids,
        verdict,
    };
    Ok(Decision::change(event, ()))
}

#[cfg(test)]
mod tests;
