use crate::{
    arguments::subnets::degrees,
    context::Global,
    error::CliError,
    output::{count, table},
};
use bonafide_types::registry::{Gps, NodesNear, NodesNearArgs};
use serde::Serialize;

/// Show what stands within a radius of a place, and which subnets would lose more members than
/// may fail if all of it were lost. One node's word.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide subnet near --latitude 47.3744 --longitude 8.541 --radius-km 100"
)]
pub(crate) struct Args {
    /// Degrees, north positive.
    #[arg(long, value_name = "DEGREES", allow_hyphen_values = true, value_parser = degrees)]
    latitude: i32,
    /// Degrees, east positive.
    #[arg(long, value_name = "DEGREES", allow_hyphen_values = true, value_parser = degrees)]
    longitude: i32,
    /// How far, kilometres.
    #[arg(long, value_name = "KM")]
    radius_km: u32,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    near: NodesNear,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let asked = NodesNearArgs {
        gps: Gps {
            latitude_udeg: args.latitude,
            longitude_udeg: args.longitude,
        },
        radius_km: args.radius_km,
    };
    let registry = global.registry().await?;
    let shown = Shown {
        certified: false,
        near: registry.nodes_near(&asked).await?,
    };
    global.output().result(&shown, |shown| human(&shown.near))
}

fn human(near: &NodesNear) -> String {
    let rows = near.data_centers.iter().map(|found| {
        [
            found.dc_id.clone(),
            found.distance_km.to_string(),
            found.nodes.to_string(),
            found.subnets.len().to_string(),
        ]
    });
    let list = table(["data centre", "km", "nodes", "subnets"], rows);
    let mut text = format!("{list}\n{}", count(near.nodes as usize, "node"));
    for subnet in &near.subnets_lost {
        text += &format!("\nwould lose more members than may fail: {subnet}");
    }
    if near.data_centers_without_coordinates > 0 {
        text += &format!(
            "\nof {} nothing can be said: no coordinates are known",
            count(
                near.data_centers_without_coordinates as usize,
                "data centre"
            )
        );
    }
    text
}
