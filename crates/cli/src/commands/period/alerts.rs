use super::certified;
use crate::{
    context::Global,
    error::CliError,
    output::{count, or_empty, table},
};
use bonafide_policy::rewards::day::Day;
use bonafide_types::rewards::{ListAlertsArgs, RewardAlert};
use serde::Serialize;

/// List what there is to look at in a period of v1: one node's word. Alerts change no figure, and
/// no penalty follows from one.
///
/// `Shielded`: a node failed enough to lose and loses nothing, since its subnet failed as much.
/// `SeveralInSubnet`: a provider has several nodes in one subnet. `NotPaid`: a node has metrics and
/// is nobody's.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide period alerts 3\n  bonafide period alerts 3 --day 2026-10-31"
)]
pub(crate) struct Args {
    /// The period.
    period: u64,
    /// Of this day, in UTC; else of all.
    #[arg(long, value_name = "DATE")]
    day: Option<Day>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    alerts: Vec<RewardAlert>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let rewards = global.rewards().await?;
    let period_id = args.period;
    let days = if let Some(Day(day)) = args.day {
        day..=day
    } else {
        let period = certified(&rewards, period_id).await?;
        period.from_day..=period.to_day
    };
    let mut shown = Shown {
        certified: false,
        alerts: Vec::new(),
    };
    for day in days {
        let page = rewards.alerts(&ListAlertsArgs { period_id, day }).await?;
        shown.alerts.extend(page.alerts);
    }
    global.output().result(&shown, |shown| {
        let rows = shown.alerts.iter().map(|alert| {
            let nodes: Vec<_> = alert.nodes.iter().map(ToString::to_string).collect();
            [
                Day(alert.day).to_string(),
                alert.kind.clone(),
                or_empty(alert.provider),
                nodes.join(" "),
                alert.text.clone(),
            ]
        });
        let list = table(["day", "alert", "provider", "nodes", "what"], rows);
        format!("{list}\n{}", count(shown.alerts.len(), "alert"))
    })
}
