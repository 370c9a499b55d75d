use super::today;
use crate::{
    context::Global,
    error::CliError,
    output::{count, or_empty, table},
};
use bonafide_policy::rewards::day::Day;
use bonafide_types::rewards::{NodeRewardRate, RewardsTable, table as tables};
use serde::Serialize;

/// Show the rates that hold on a day, and every version of the table, proven whole.
///
/// A node earns the rate of the longest beginning of its region that the table has for its type:
/// XDR permyriad for a month of 30.4375 days.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  bonafide rates show\n  bonafide rates show --day 2026-10-31")]
pub(crate) struct Args {
    /// The day, in UTC; else today.
    #[arg(long, value_name = "DATE")]
    day: Option<Day>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    /// As the number of days since 1970-01-01.
    day: u32,
    /// The version that holds on the day; null when none does.
    in_force: Option<u32>,
    versions: Vec<RewardsTable>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let day = match args.day {
        Some(day) => day,
        None => today(global).await?,
    };
    let rewards = global.rewards().await?;
    let versions: Vec<RewardsTable> = rewards.table(tables::RATES, None).await?;
    let shown = Shown {
        certified: true,
        day: day.0,
        in_force: holding(&versions, day).map(|table| table.version),
        versions,
    };
    global.output().result(&shown, human)
}

/// The version that holds on a day: the last one that began by then.
fn holding(versions: &[RewardsTable], day: Day) -> Option<&RewardsTable> {
    let mut latest_first = versions.iter().rev();
    latest_first.find(|table| table.effective_from_day <= day.0)
}

fn human(shown: &Shown) -> String {
    let day = Day(shown.day);
    let held = match holding(&shown.versions, day) {
        None => format!("no rates hold on {day}, proven"),
        Some(table) => rates(table, day),
    };
    let versions = shown.versions.iter().map(|table| {
        let from = Day(table.effective_from_day);
        let rates = count(table.rates.len(), "rate");
        format!("version {} from {from}: {rates}", table.version)
    });
    let lines: Vec<_> = [held].into_iter().chain(versions).collect();
    lines.join("\n")
}

fn rates(held: &RewardsTable, day: Day) -> String {
    let rows = held.rates.iter().map(|rate| {
        let NodeRewardRate {
            region,
            reward_type,
            xdr_permyriad_per_node_per_month,
            reward_coefficient_percent,
        } = rate;
        [
            region.clone(),
            reward_type.clone(),
            xdr_permyriad_per_node_per_month.to_string(),
            or_empty(*reward_coefficient_percent),
        ]
    });
    let header = ["region", "type", "XDR permyriad a month", "coefficient, %"];
    let list = table(header, rows);
    format!("{list}\nversion {} holds on {day}", held.version)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(version: u32, effective_from_day: u32) -> RewardsTable {
        RewardsTable {
            version,
            effective_from_day,
            rates: Vec::new(),
        }
    }

    #[test]
    fn should_find_the_last_version_that_began() {
        let versions = [version(0, 10), version(1, 20), version(2, 20)];
        let held = |day| holding(&versions, Day(day)).map(|table| table.version);
        for (day, expected) in [
            (9, None),
            (10, Some(0)),
            (19, Some(0)),
            (20, Some(2)),
            (u32::MAX, Some(2)),
        ] {
            assert_eq!(held(day), expected, "{day}");
        }
        assert!(holding(&[], Day(10)).is_none());
    }
}
