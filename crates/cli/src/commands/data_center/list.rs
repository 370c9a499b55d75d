use crate::{
    context::Global,
    error::CliError,
    output::{count, or_empty, table},
};
use bonafide_types::registry::{DataCenter, Gps, table as tables};
use serde::Serialize;

/// List data centres in the order of their ids, proven whole.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide data-center list --limit 10")]
pub(crate) struct Args {
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    data_centers: Vec<DataCenter>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let data_centers = registry.table(tables::DATA_CENTER, args.limit).await?;
    global.output().result(
        &Shown {
            certified: true,
            data_centers,
        },
        |shown| {
            let rows = shown.data_centers.iter().map(|row| {
                [
                    row.id.clone(),
                    row.name.clone(),
                    row.owner.clone(),
                    row.region.clone(),
                    or_empty(row.gps.map(degrees)),
                ]
            });
            let list = table(["id", "name", "owner", "region", "coordinates"], rows);
            format!("{list}\n{}", count(shown.data_centers.len(), "data centre"))
        },
    )
}

fn degrees(gps: Gps) -> String {
    let degrees = |micro: i32| {
        let sign = if micro < 0 { "-" } else { "" };
        let micro = micro.unsigned_abs();
        format!("{sign}{}.{:06}", micro / 1_000_000, micro % 1_000_000)
    };
    format!(
        "{}, {}",
        degrees(gps.latitude_udeg),
        degrees(gps.longitude_udeg)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_shown_with_their_sign() {
        let gps = Gps {
            latitude_udeg: -500_000,
            longitude_udeg: 8_541_000,
        };
        assert_eq!(degrees(gps), "-0.500000, 8.541000");
    }
}
