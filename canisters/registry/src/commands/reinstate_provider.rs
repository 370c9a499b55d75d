//! Ends a provider's suspension. Governed. Its tests stand beside those of
//! [`suspend_provider`](super::suspend_provider).

use super::{Decision, standing};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::registry::{ProviderStatus, RegistryError, ReinstateProviderArgs};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// Those of the fields; [`RegistryError::ProviderNotFound`],
/// [`RegistryError::ProviderStatusUnfit`] when it is not suspended.
pub fn decide<M: Memory>(
    state: &State<M>,
    ReinstateProviderArgs { id, reason }: ReinstateProviderArgs,
    _: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    standing::check_reason(&reason)?;
    let row = standing::provider(state, id)?;
    if row.status != ProviderStatus::Suspended {
        return Err(RegistryError::ProviderStatusUnfit {
            id,
            status: row.status,
            needed: "suspended".into(),
        });
    }
    let event = Event::ProviderStatusChanged {
        provider: id,
        status: ProviderStatus::Active,
        reason,
    };
    Ok(Decision::change(event, ()))
}
