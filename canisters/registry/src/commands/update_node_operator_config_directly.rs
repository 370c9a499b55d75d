//! Hands an operator record over to another provider. Called with the key of the provider it
//! belongs to, which is active: a suspension is not to be walked away from.

use super::{Decision, standing};
use crate::domain::principal;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::id::ProviderId;
use bonafide_types::registry::{
    HandOver, NodeOperator, Provenance, ProviderStatus, RegistryError,
    UpdateNodeOperatorConfigDirectlyArgs,
};
use ic_stable_structures::Memory;

/// Decides; replies with the record.
///
/// # Errors
/// [`RegistryError::NodeOperatorNotFound`]; [`RegistryError::NotYourNodeOperator`];
/// [`RegistryError::ProviderNotActive`] for either provider;
/// [`RegistryError::NothingToChange`]; for the one that takes over those of the fields,
/// [`RegistryError::ProviderNotFound`], [`RegistryError::ProviderBarred`],
/// [`RegistryError::ProviderStatusUnfit`] without a profile; [`RegistryError::RateLimited`].
pub fn decide<M: Memory>(
    state: &State<M>,
    args: UpdateNodeOperatorConfigDirectlyArgs,
    ctx: &Ctx,
) -> Result<Decision<NodeOperator>, RegistryError> {
    let UpdateNodeOperatorConfigDirectlyArgs {
        node_operator_id: id,
        node_provider_id: to,
    } = args;
    let before = standing::operator(state, id)?;
    let from = ProviderId(ctx.caller);
    if before.provider != from {
        return Err(RegistryError::NotYourNodeOperator {
            id,
            provider: before.provider,
        });
    }
    if standing::provider(state, from)?.status != ProviderStatus::Active {
        return Err(RegistryError::ProviderNotActive { id: from });
    }
    if to == from {
        return Err(RegistryError::NothingToChange {
            what: format!("node operator {id} belongs to provider {to} already"),
        });
    }
    principal::check_operator(id, to)?;
    standing::check_registered(&standing::fit_provider(state, to)?)?;
    standing::check_rate(state, from.0, ctx.now_ns)?;
    let record = NodeOperator {
        provider: to,
        // From now on its owner's word, which an import does not overwrite.
        provenance: match before.provenance {
            Provenance::Imported(_) => Provenance::SelfRegistered,
            kept => kept,
        },
        handed_over: Some(HandOver {
            from,
            at_ns: ctx.now_ns,
        }),
        ..before
    };
    let event = Event::NodeOperatorChanged {
        node_operator: record.clone(),
        by: Some(from),
    };
    Ok(Decision::change(event, record))
}
