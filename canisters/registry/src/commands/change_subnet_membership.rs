//! Changes the members of subnets: all, or none. Governed.

use super::{Decision, membership, standing};
use crate::domain::{batch, text};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::limits::{SUBNET_CHANGES, SUBNET_NODES};
use bonafide_types::registry::{ChangeSubnetMembershipArgs, MembershipChange, RegistryError};
use ic_stable_structures::Memory;

/// Decides, by the verdict as of now: what was fine when it was proposed may not be so any
/// more.
///
/// # Errors
/// Those of the fields; [`RegistryError::MembershipRefused`] with the rules that are broken.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: ChangeSubnetMembershipArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    let ChangeSubnetMembershipArgs { changes, reason } = args;
    standing::check_reason(&reason)?;
    check(&changes)?;
    let verdict = membership::judge(state, &changes, &[], ctx.now_ns)?;
    membership::require(&verdict)?;
    let event = Event::SubnetMembershipChanged { changes, verdict };
    Ok(Decision::change(event, ()))
}

/// Checks how many subnets and nodes are named; a subnet is named once.
pub(crate) fn check(changes: &[MembershipChange]) -> Result<(), RegistryError> {
    let subnets: Vec<_> = changes.iter().map(|change| change.subnet_id).collect();
    batch::check("changes", &subnets, SUBNET_CHANGES)?;
    for change in changes {
        for (field, nodes) in [
            ("node_ids_add", &change.node_ids_add),
            ("node_ids_remove", &change.node_ids_remove),
        ] {
            text::check_count(field, nodes.len(), SUBNET_NODES as usize)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
