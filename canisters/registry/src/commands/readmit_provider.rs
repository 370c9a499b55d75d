//! Lets a barred provider take part, for the first time or again. Governed, critical.
//!
//! A readmission names every offboarded provider it overrules: others go on standing against
//! it. It frees one provider; each other of a cluster needs its own.

use super::{Decision, standing};
use crate::domain::{batch, principal, text};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::limits::DESPITE;
use bonafide_types::registry::{ProviderStatus, ReadmitProviderArgs, RegistryError};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// Those of the fields; [`RegistryError::NotBarred`] when one that is named does not stand
/// against the provider, [`RegistryError::InvalidField`] when the provider is offboarded
/// itself and not named.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: ReadmitProviderArgs,
    _: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    let ReadmitProviderArgs {
        id,
        despite,
        reason,
    } = args;
    principal::check("id", id.0)?;
    standing::check_reason(&reason)?;
    batch::check("despite", &despite, DESPITE)?;
    let standing_against = state.barred_by_all(id);
    let stranger = despite
        .iter()
        .find(|named| !standing_against.contains(named));
    if let Some(offboarded) = stranger {
        return Err(RegistryError::NotBarred {
            provider: id,
            offboarded: *offboarded,
        });
    }
    let is_offboarded = state
        .provider(id)
        .is_some_and(|row| row.status == ProviderStatus::Offboarded);
    if is_offboarded && !despite.contains(&id) {
        let rule = "names the provider itself too, which is offboarded";
        return Err(text::invalid("despite", &id.to_string(), rule));
    }
    Ok(Decision::change(
        Event::ProviderReadmitted {
            provider: id,
            despite,
            reason,
        },
        (),
    ))
}
