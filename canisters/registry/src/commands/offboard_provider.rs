//! Ends a provider's part in the network. Governed, critical.
//!
//! It, its operators and its cluster are barred from coming back: see
//! [`readmit_provider`](super::readmit_provider). Its nodes stay until they are removed.

use super::{Decision, boundary_nodes, standing};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::registry::{BarSubject, OffboardProviderArgs, RegistryError};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// Those of the fields; [`RegistryError::ProviderNotFound`],
/// [`RegistryError::ProviderStatusUnfit`] when it is neither active nor suspended,
/// [`RegistryError::TooMany`] operator records,
/// [`RegistryError::TooFewBoundaryNodeOperators`] when boundary nodes need its operators.
pub fn decide<M: Memory>(
    state: &State<M>,
    OffboardProviderArgs { id, reason }: OffboardProviderArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    standing::check_reason(&reason)?;
    standing::partaking_provider(state, id)?;
    standing::check_operators(state, id)?;
    boundary_nodes::check_offboarding(state, id, ctx.now_ns)?;
    let operators = state.operators_of(id).into_iter().map(BarSubject::Operator);
    let cluster = state
        .members_of_cluster(id)
        .into_iter()
        .filter(|member| *member != id)
        .map(BarSubject::Provider);
    let event = Event::ProviderOffboarded {
        provider: id,
        barred: [BarSubject::Provider(id)]
            .into_iter()
            .chain(operators)
            .chain(cluster)
            .collect(),
        reason,
    };
    Ok(Decision::change(event, ()))
}
