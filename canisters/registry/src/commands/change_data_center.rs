//! Changes a data centre to which no operator record refers. Governed.
//!
//! Once machines stand in it, owner and place are what others relied on: it is fixed then, as
//! in the NNS registry.

use super::{Decision, standing};
use crate::domain::{coordinates, region, text};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::limits::NAME_BYTES;
use bonafide_types::registry::{ChangeDataCenterArgs, DataCenter, Provenance, RegistryError};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// Those of the fields; [`RegistryError::DataCenterNotFound`],
/// [`RegistryError::DataCenterInUse`], [`RegistryError::NothingToChange`].
pub fn decide<M: Memory>(
    state: &State<M>,
    args: ChangeDataCenterArgs,
    _: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    let ChangeDataCenterArgs {
        id,
        name,
        owner,
        region,
        gps,
    } = args;
    text::check("name", &name, NAME_BYTES)?;
    text::check("owner", &owner, NAME_BYTES)?;
    region::parse(&region)?;
    coordinates::check(gps)?;
    let before = standing::free_data_center(state, &id)?;
    let data_center = DataCenter {
        id,
        name,
        owner,
        region,
        gps: Some(gps),
        provenance: before.provenance,
    };
    if data_center == before {
        return Err(RegistryError::NothingToChange {
            what: format!("data centre {:?} is so already", before.id),
        });
    }
    let data_center = DataCenter {
        provenance: Provenance::Proposal,
        ..data_center
    };
    Ok(Decision::change(
        Event::DataCenterChanged { data_center },
        (),
    ))
}
