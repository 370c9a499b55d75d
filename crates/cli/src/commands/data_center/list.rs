use crate::{
    context::Global,
    error::CliError,
    output::{count, or_empty, table},
    paging,
};
use bonafide_types::registry::{
    DataCenter, DataCenterFilter, Gps, ListDataCentersArgs, table as tables,
};
use serde::Serialize;

/// List data centres in the order of their ids.
///
/// The whole list is proven whole. Filtered lists come from indexes of the registry, which is
/// one node's word; all filters given hold.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide data-center list --limit 10\n  bonafide data-center list --country CH --owner 'Example AG'"
)]
pub(crate) struct Args {
    /// Only those of this owner, by any of its names.
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// Only those in this country, ISO 3166-1 alpha-2.
    #[arg(long, value_name = "CC")]
    country: Option<String>,
    /// Only those in a country of this jurisdiction tag.
    #[arg(long, value_name = "TAG")]
    jurisdiction: Option<String>,
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
    let filter = DataCenterFilter {
        owner: args.owner.clone(),
        country: args.country.clone(),
        jurisdiction: args.jurisdiction.clone(),
    };
    let certified = filter == DataCenterFilter::default();
    let data_centers = if certified {
        registry.table(tables::DATA_CENTER, args.limit).await?
    } else {
        let mut list = ListDataCentersArgs {
            filter: Some(filter),
            ..ListDataCentersArgs::default()
        };
        paging::all(args.limit, async |after| {
            list.after = after;
            let page = registry.data_centers(&list).await?;
            Ok((page.data_centers, page.next))
        })
        .await?
    };
    global.output().result(
        &Shown {
            certified,
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
