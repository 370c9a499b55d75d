mod show;
mod update;

use crate::{context::Global, error::CliError};
use bonafide_client::Runtime;
use bonafide_policy::rewards::day::Day;
use bonafide_types::limits::DAY_NS;

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Show what nodes can earn on a day, with proof.
    Show(show::Args),
    /// Add or change rates (governance).
    Update(update::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::Show(args) => show::run(&args, global).await,
            Self::Update(args) => update::run(args, global).await,
        }
    }
}

/// The day it is now, UTC, as the number of days since 1970-01-01: that of this machine's clock,
/// moved by `--clock-offset`.
async fn today(global: &Global) -> Result<Day, CliError> {
    let now_ns = global.runtime().await?.now_ns().await?;
    Ok(Day(u32::try_from(now_ns / DAY_NS).unwrap_or(u32::MAX)))
}
