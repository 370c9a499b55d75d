//! Moves a provider's records to another principal. Governed, critical.
//!
//! Profile, standing, answers, bars and operator records move; what only a key can say does
//! not: who takes over accepts the declaration and answers the questions itself.

use super::clusters::{Change, clusters_after};
use super::{Decision, standing};
use crate::domain::principal;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::id::ProviderId;
use bonafide_types::registry::{HandOverProviderArgs, ProviderStatus, RegistryError};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// Those of the fields; [`RegistryError::ProviderNotFound`],
/// [`RegistryError::ProviderStatusUnfit`] when `from` is neither active nor suspended, or has
/// no profile, [`RegistryError::TooMany`] operator records,
/// [`RegistryError::ProviderAlreadyRegistered`] when `to` has a profile,
/// [`RegistryError::ProviderBarred`] and [`RegistryError::ProviderNotActive`] for `to`.
pub fn decide<M: Memory>(
    state: &State<M>,
    HandOverProviderArgs { from, to, reason }: HandOverProviderArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    principal::check("to", to.0)?;
    standing::check_reason(&reason)?;
    let row = standing::partaking_provider(state, from)?;
    standing::check_registered(&row)?;
    standing::check_operators(state, from)?;
    check_receiver(state, to)?;
    for operator in state.operators_of(from) {
        principal::check_operator(operator, to)?;
    }
    let moved = clusters_after(state, Change::HandOver { from, to }, ctx.now_ns);
    let event = Event::ProviderHandedOver { from, to, reason };
    Ok(Decision {
        events: [event].into_iter().chain(moved).collect(),
        reply: (),
    })
}

/// A principal that is new here, or known from an import only; not barred.
fn check_receiver<M: Memory>(state: &State<M>, to: ProviderId) -> Result<(), RegistryError> {
    standing::check_not_barred(state, to)?;
    let Some(row) = state.provider(to) else {
        return Ok(());
    };
    if row.profile.is_some() {
        return Err(RegistryError::ProviderAlreadyRegistered { id: to });
    }
    if row.status != ProviderStatus::Active {
        return Err(RegistryError::ProviderNotActive { id: to });
    }
    Ok(())
}
