use super::shown;
use crate::{
    context::Global,
    error::CliError,
    output::{count, instant, table},
};
use bonafide_types::registry::{Cordon, table as tables};
use serde::Serialize;

/// List whose nodes join no subnet, until when and why, proven whole. A cordon that ended is
/// listed until it is lifted.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide subnet cordons")]
pub(crate) struct Args {}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    cordons: Vec<Cordon>,
}

pub(crate) async fn run(_: &Args, global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let shown = Shown {
        certified: true,
        cordons: registry.table(tables::CORDON, None).await?,
    };
    global.output().result(&shown, |shown| {
        let rows = shown.cordons.iter().map(|row| {
            [
                shown::dimension(row.dimension).to_owned(),
                row.actor.clone(),
                instant(row.until_ns),
                row.reason.clone(),
            ]
        });
        let list = table(["by", "whose nodes", "until", "why"], rows);
        format!("{list}\n{}", count(shown.cordons.len(), "cordon"))
    })
}
