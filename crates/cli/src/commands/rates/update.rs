use super::today;
use crate::{arguments::audits::read, commands::governed, context::Global, error::CliError};
use bonafide_policy::rewards::day::Day;
use bonafide_types::{governance::Command, rewards::UpdateNodeRewardsTableArgs};
use std::path::PathBuf;

/// Add or change rates of nodes, from a day on: by proposal, or directly as the governance
/// principal.
///
/// Rates that are not named stay; as on the network, none is ever removed. A period that covers
/// the day keeps its rates, so a new table begins after it.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide --identity me.pem rates update --file rates.json --from-day 2026-11-01 --neuron 1\n  bonafide rates update --file rates.json --validate\nwhere rates.json has\n[{\"region\": \"Europe,CH\", \"reward_type\": \"type3.1\", \"xdr_permyriad_per_node_per_month\": 17480000, \"reward_coefficient_percent\": 80}]"
)]
pub(crate) struct Args {
    /// Rates, 1 to 500: a JSON list, as `rates show --json` has them in a version.
    #[arg(long, value_name = "FILE")]
    file: PathBuf,
    /// The first day for which they hold, in UTC; else today.
    #[arg(long, value_name = "DATE")]
    from_day: Option<Day>,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let new_entries = read(&args.file)?;
    let from_day = match args.from_day {
        Some(day) => day,
        None => today(global).await?,
    };
    let call = UpdateNodeRewardsTableArgs {
        effective_from_day: from_day.0,
        new_entries,
    };
    let command = Command::UpdateNodeRewardsTable(call);
    governed::run(&command, &args.governed, global).await
}
