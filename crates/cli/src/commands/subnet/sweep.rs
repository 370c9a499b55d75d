use super::shown::{self, LEGEND, LETTERS};
use crate::{
    context::Global,
    error::CliError,
    output::{fields, instant, table},
};
use bonafide_types::registry::{Healing, SweepReport};
use serde::Serialize;

/// Show what the last whole sweep of the network found: subnets that break rules or have members
/// that do not run, and what would heal them. A suggestion; one node's word.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide subnet sweep")]
pub(crate) struct Args {}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    /// Null when no sweep has ended since the last upgrade.
    report: Option<SweepReport>,
}

pub(crate) async fn run(_: &Args, global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let shown = Shown {
        certified: false,
        report: registry.sweep_report().await?,
    };
    global.output().result(&shown, |shown| match &shown.report {
        None => "no sweep has ended since the last upgrade".into(),
        Some(report) => human(report),
    })
}

fn human(report: &SweepReport) -> String {
    let state = if report.current {
        "the network as it is"
    } else {
        "the network as it was; it has changed"
    };
    let list = fields(&[
        ("about", state.into()),
        ("ended", instant(report.finished_at_ns)),
        ("slices", report.slices.to_string()),
        ("subnets", report.subnets.to_string()),
        ("with broken rules", report.violating.to_string()),
        ("to heal", report.healings.len().to_string()),
    ]);
    if report.healings.is_empty() {
        return list;
    }
    let header = ["subnet", "in", "out", LETTERS, "after", "broken after"];
    let rows = report.healings.iter().map(row);
    let changes: Vec<_> = report
        .healings
        .iter()
        .map(|healing| shown::change(&healing.change))
        .collect();
    let healings = table(header, rows);
    format!("{list}\n{healings}\n{LEGEND}\n{}", changes.join("\n"))
}

fn row(healing: &Healing) -> [String; 6] {
    [
        healing.change.subnet_id.to_string(),
        healing.change.node_ids_add.len().to_string(),
        healing.change.node_ids_remove.len().to_string(),
        shown::coefficients(&healing.before.nakamoto),
        shown::coefficients(&healing.after.nakamoto),
        healing.violations_after.len().to_string(),
    ]
}
