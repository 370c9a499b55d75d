//! Adds a data centre. Governed.

use super::Decision;
use crate::domain::{coordinates, dc_id, region, text};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::limits::NAME_BYTES;
use bonafide_types::registry::{AddDataCenterArgs, DataCenter, Provenance, RegistryError};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// Those of the fields; [`RegistryError::DataCenterAlreadyExists`].
pub fn decide<M: Memory>(
    state: &State<M>,
    args: AddDataCenterArgs,
    _: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    let AddDataCenterArgs {
        id,
        name,
        owner,
        region,
        gps,
    } = args;
    dc_id::check("id", &id)?;
    text::check("name", &name, NAME_BYTES)?;
    text::check("owner", &owner, NAME_BYTES)?;
    region::parse(&region)?;
    coordinates::check(gps)?;
    if state.data_center(&id).is_some() {
        return Err(RegistryError::DataCenterAlreadyExists { dc_id: id });
    }
    let data_center = DataCenter {
        id,
        name,
        owner,
        region,
        gps: Some(gps),
        provenance: Provenance::Proposal,
    };
    Ok(Decision::change(Event::DataCenterAdded { data_center }, ()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{World, data_center};
    use bonafide_types::registry::Gps;

    #[test]
    fn should_add_a_data_centre() {
        let mut world = World::new();
        world.run(decide, data_center("zh2")).unwrap();
        let row = world.state.data_center("zh2").unwrap();
        assert_eq!(row.region, "Europe,CH,Zurich");
        assert_eq!(row.provenance, Provenance::Proposal);
    }

    #[test]
    fn should_refuse_a_duplicate() {
        let mut world = World::new();
        world.run(decide, data_center("zh2")).unwrap();
        world.refuse(
            decide,
            data_center("zh2"),
            RegistryError::DataCenterAlreadyExists {
                dc_id: "zh2".into(),
            },
        );
    }

    #[test]
    fn should_refuse_bad_fields() {
        let mut world = World::new();
        let good = || data_center("zh2");
        for (args, field) in [
            (data_center("ZH2"), "id"),
            (data_center(&"z".repeat(256)), "id"),
            (
                AddDataCenterArgs {
                    name: " ".into(),
                    ..good()
                },
                "name",
            ),
            (
                AddDataCenterArgs {
                    owner: "x".repeat(256),
                    ..good()
                },
                "owner",
            ),
            (
                AddDataCenterArgs {
                    gps: Gps {
                        latitude_udeg: 90_000_001,
                        longitude_udeg: 0,
                    },
                    ..good()
                },
                "latitude_udeg",
            ),
            (
                AddDataCenterArgs {
                    gps: Gps {
                        latitude_udeg: 0,
                        longitude_udeg: -180_000_001,
                    },
                    ..good()
                },
                "longitude_udeg",
            ),
        ] {
            world.refuse_field(decide, args, field);
        }
        let args = AddDataCenterArgs {
            region: "Europe,Zurich".into(),
            ..good()
        };
        let refusal = world.refused(decide, args);
        assert!(matches!(
            refusal,
            RegistryError::InvalidRegion { region, .. } if region == "Europe,Zurich"
        ));
    }
}
