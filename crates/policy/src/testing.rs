//! Commands for tests.

use bonafide_types::governance::{Command, Sources};
use bonafide_types::registry::{AddDataCenterArgs, Gps};

/// A command for the registry.
pub(crate) fn add_data_center() -> Command {
    Command::AddDataCenter(AddDataCenterArgs {
        id: "zh2".into(),
        name: "Zurich 2".into(),
        owner: "Example Halls".into(),
        region: "Europe,CH,Zurich".into(),
        gps: Gps {
            latitude_udeg: 47_376_000,
            longitude_udeg: 8_541_000,
        },
    })
}

/// A command for governance itself.
pub(crate) fn set_sources() -> Command {
    Command::SetSources(Sources {
        council: true,
        sns: false,
        nns_motion: true,
        upgrade: false,
    })
}
