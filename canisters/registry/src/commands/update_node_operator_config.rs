//! Changes an operator record; what is not given stays. Governed.
//!
//! As in the NNS registry, an empty list changes nothing. With another provider the record
//! is handed over, and what must be checked again is: see
//! [`HandOver`](bonafide_types::registry::HandOver).

use super::{Decision, standing};
use crate::domain::{hardware, ipv6, principal, text};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::registry::{
    HandOver, NodeOperator, Provenance, RegistryError, UpdateNodeOperatorConfigArgs,
};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// [`RegistryError::NodeOperatorNotFound`], those of the fields; for another provider
/// [`RegistryError::ProviderNotFound`], [`RegistryError::ProviderBarred`],
/// [`RegistryError::ProviderNotActive`]; for another data centre
/// [`RegistryError::DataCenterNotFound`], [`RegistryError::NodeOperatorHasNodes`]; for a
/// larger allowance [`RegistryError::ProviderBarred`]; [`RegistryError::NothingToChange`].
pub fn decide<M: Memory>(
    state: &State<M>,
    args: UpdateNodeOperatorConfigArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    let UpdateNodeOperatorConfigArgs {
        id,
        provider,
        dc_id,
        node_allowance,
        rewardable_nodes,
        max_rewardable_nodes,
        ipv6_prefix,
        set_ipv6_to_none,
    } = args;
    let before = standing::operator(state, id)?;
    let mut record = before.clone();
    if let Some(provider) = provider.filter(|provider| *provider != before.provider) {
        principal::check_operator(id, provider)?;
        standing::fit_provider(state, provider)?;
        record.provider = provider;
        record.handed_over = Some(HandOver {
            from: before.provider,
            at_ns: ctx.now_ns,
        });
    }
    if let Some(dc_id) = dc_id.filter(|dc_id| *dc_id != before.dc_id) {
        check_move(state, &before, &dc_id)?;
        record.dc_id = dc_id;
    }
    if let Some(allowance) = node_allowance {
        standing::check_allowance(allowance)?;
        if allowance > before.node_allowance {
            standing::check_not_barred(state, record.provider)?;
        }
        record.node_allowance = allowance;
    }
    hardware::check_rewardable_nodes("rewardable_nodes", &rewardable_nodes)?;
    if !rewardable_nodes.is_empty() {
        record.rewardable_nodes = rewardable_nodes;
    }
    hardware::check_rewardable_nodes("max_rewardable_nodes", &max_rewardable_nodes)?;
    if !max_rewardable_nodes.is_empty() {
        record.max_rewardable_nodes = max_rewardable_nodes;
    }
    if let Some(prefix) = ipv6_prefix {
        if set_ipv6_to_none {
            let rule = "not beside set_ipv6_to_none";
            return Err(text::invalid("ipv6_prefix", &prefix, rule));
        }
        record.ipv6_prefix = Some(ipv6::parse_prefix("ipv6_prefix", &prefix)?);
    } else if set_ipv6_to_none {
        record.ipv6_prefix = None;
    }
    if record == before {
        return Err(RegistryError::NothingToChange {
            what: format!("node operator {id} is so already"),
        });
    }
    record.provenance = Provenance::Proposal;
    let event = Event::NodeOperatorChanged {
        node_operator: record,
        by: None,
    };
    Ok(Decision::change(event, ()))
}

/// Checks that an operator may move to another data centre: machines do not move by proposal.
fn check_move<M: Memory>(
    state: &State<M>,
    before: &NodeOperator,
    dc_id: &str,
) -> Result<(), RegistryError> {
    if state.data_center(dc_id).is_none() {
        return Err(RegistryError::DataCenterNotFound {
            dc_id: text::shortened(dc_id),
        });
    }
    standing::check_without_nodes(state, before.id)
}
