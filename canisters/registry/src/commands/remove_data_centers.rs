//! Removes data centres to which no operator record refers: all, or none. Governed.

use super::{Decision, standing};
use crate::domain::batch;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::limits::BATCH;
use bonafide_types::registry::{RegistryError, RemoveDataCentersArgs};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// Those of the fields; [`RegistryError::DataCenterNotFound`],
/// [`RegistryError::DataCenterInUse`].
pub fn decide<M: Memory>(
    state: &State<M>,
    RemoveDataCentersArgs { ids }: RemoveDataCentersArgs,
    _: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    batch::check("ids", &ids, BATCH)?;
    for id in &ids {
        standing::free_data_center(state, id)?;
    }
    Ok(Decision::change(Event::DataCentersRemoved { ids }, ()))
}
