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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::remove_data_centers;
    use crate::commands::testing::{World, data_center};
    use crate::state::invariants::try_state;
    use bonafide_types::registry::{AddDataCenterArgs, RemoveDataCentersArgs};

    fn change(id: &str, owner: &str, region: &str) -> ChangeDataCenterArgs {
        let AddDataCenterArgs { id, name, gps, .. } = data_center(id);
        ChangeDataCenterArgs {
            id,
            name,
            owner: owner.into(),
            region: region.into(),
            gps,
        }
    }

    fn removal(ids: &[&str]) -> RemoveDataCentersArgs {
        RemoveDataCentersArgs {
            ids: ids.iter().map(|id| (*id).to_owned()).collect(),
        }
    }

    #[test]
    fn should_change_and_remove_what_nobody_refers_to() {
        let mut world = World::new();
        world.add_data_center("zh2");
        world.add_data_center("ge1");
        world
            .run(decide, change("zh2", "Other AG", "Europe,DE,Berlin"))
            .unwrap();
        let row = world.state.data_center("zh2").unwrap();
        assert_eq!(
            (row.owner.as_str(), row.region.as_str()),
            ("Other AG", "Europe,DE,Berlin")
        );
        try_state(&world.state).unwrap();
        world
            .run(remove_data_centers::decide, removal(&["zh2", "ge1"]))
            .unwrap();
        assert_eq!(world.state.data_center("zh2"), None);
        try_state(&world.state).unwrap();
        world.add_data_center("zh2");
        try_state(&world.state).unwrap();
    }

    #[test]
    fn should_fix_a_data_centre_while_an_operator_refers_to_it() {
        let mut world = World::with_operator();
        world.add_data_center("ge1");
        let in_use = RegistryError::DataCenterInUse {
            dc_id: "zh2".into(),
            operators: 1,
        };
        let other = change("zh2", "Other AG", "Europe,CH,Zurich");
        world.refuse(decide, other, in_use.clone());
        world.refuse(
            remove_data_centers::decide,
            removal(&["ge1", "zh2"]),
            in_use,
        );
    }

    #[test]
    fn should_refuse_bad_fields_and_unknown_ids() {
        let mut world = World::new();
        world.add_data_center("zh2");
        let missing = RegistryError::DataCenterNotFound {
            dc_id: "xx1".into(),
        };
        world.refuse(
            decide,
            change("xx1", "Other AG", "Europe,DE,Berlin"),
            missing.clone(),
        );
        world.refuse(
            remove_data_centers::decide,
            removal(&["zh2", "xx1"]),
            missing,
        );
        world.refuse_field(decide, change("zh2", "", "Europe,DE,Berlin"), "owner");
        let refusal = world.refused(decide, change("zh2", "Other AG", "Berlin"));
        assert!(matches!(refusal, RegistryError::InvalidRegion { .. }));
        let same = change("zh2", "Example Halls AG", "Europe,CH,Zurich");
        let refusal = world.refused(decide, same);
        assert!(matches!(refusal, RegistryError::NothingToChange { .. }));
        world.refuse_field(remove_data_centers::decide, removal(&[]), "ids");
        let twice = world.refused(remove_data_centers::decide, removal(&["zh2", "zh2"]));
        assert!(matches!(twice, RegistryError::DuplicateEntry { .. }));
    }
}
