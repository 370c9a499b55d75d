use crate::{
    context::Global,
    error::CliError,
    output::{count, table},
    words::rewards as words,
};
use bonafide_types::rewards::{Period, table as tables};
use serde::Serialize;

/// List periods, proven whole.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide period list")]
pub(crate) struct Args {
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    periods: Vec<Period>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let rewards = global.rewards().await?;
    let shown = Shown {
        certified: true,
        periods: rewards.table(tables::PERIOD, args.limit).await?,
    };
    global.output().result(&shown, |shown| {
        let rows = shown.periods.iter().map(|period| {
            let [providers, kept_e8s] = period.totals.map_or_else(Default::default, |totals| {
                [totals.providers.to_string(), totals.kept_e8s.to_string()]
            });
            [
                period.id.to_string(),
                words::days(period.from_day, period.to_day),
                period.engine.name().into(),
                words::inputs(&period.inputs).into(),
                providers,
                kept_e8s,
                words::period_state(period.state, period.slices),
            ]
        });
        let header = [
            "period",
            "days",
            "engine",
            "facts",
            "providers",
            "e8s kept",
            "state",
        ];
        let list = table(header, rows);
        format!("{list}\n{}", count(shown.periods.len(), "period"))
    })
}
