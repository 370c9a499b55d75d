use crate::{
    context::Global,
    error::CliError,
    output::{count, instant, table},
    words,
};
use bonafide_types::audits::{Plan, table as tables};
use serde::Serialize;

/// List sampling plans, proven whole.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide plan list")]
pub(crate) struct Args {
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    plans: Vec<Plan>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let audits = global.audits().await?;
    let shown = Shown {
        certified: true,
        plans: audits.table(tables::PLAN, args.limit).await?,
    };
    global.output().result(&shown, |shown| {
        let rows = shown.plans.iter().map(|plan| {
            [
                plan.id.to_string(),
                plan.terms.name.clone(),
                instant(plan.adopted_at_ns),
                words::plan_state(&plan.state),
                format!("{} of {}", plan.drawn, plan.terms.sites),
                plan.concluded.to_string(),
                plan.bad.to_string(),
            ]
        });
        let header = [
            "plan",
            "name",
            "adopted",
            "state",
            "sites drawn",
            "concluded",
            "not as declared",
        ];
        let list = table(header, rows);
        format!("{list}\n{}", count(shown.plans.len(), "plan"))
    })
}
