use crate::{
    context::Global,
    error::CliError,
    output::{count, table},
};
use bonafide_types::audits::{Auditor, table as tables};
use serde::Serialize;

/// List everybody who ever applied as an auditor, proven whole. `auditor show` has the stake.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide auditor list")]
pub(crate) struct Args {
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    auditors: Vec<Auditor>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let audits = global.audits().await?;
    let shown = Shown {
        certified: true,
        auditors: audits.table(tables::AUDITOR, args.limit).await?,
    };
    global.output().result(&shown, |shown| {
        let rows = shown.auditors.iter().map(|auditor| {
            [
                auditor.id.to_string(),
                auditor.name.clone(),
                auditor.owner.clone(),
                format!("{:?}", auditor.status()),
                auditor.reports.to_string(),
                auditor.vanished.to_string(),
            ]
        });
        let header = ["auditor", "name", "owner", "status", "reports", "vanished"];
        let list = table(header, rows);
        format!("{list}\n{}", count(shown.auditors.len(), "auditor"))
    })
}
