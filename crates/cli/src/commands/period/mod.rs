mod adopt;
mod alerts;
mod cancel;
mod inputs;
mod list;
mod show;
mod supply;

use crate::{context::Global, error::CliError};
use bonafide_client::{AgentRuntime, ClientError, RewardsClient};
use bonafide_types::rewards::{Period, RewardsError};
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Show one period with proof, or the proof that there is none.
    Show(show::Args),
    /// List periods, proven whole.
    List(list::Args),
    /// List what there is to look at in a period.
    Alerts(alerts::Args),
    /// Write the facts of a period to files, without a network.
    Inputs(inputs::Args),
    /// Adopt a period (governance).
    Adopt(Box<adopt::Args>),
    /// Supply the facts that were adopted (anyone with a key).
    Supply(supply::Args),
    /// Take a period back that is not closed (governance).
    Cancel(cancel::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::Show(args) => show::run(&args, global).await,
            Self::List(args) => list::run(&args, global).await,
            Self::Alerts(args) => alerts::run(&args, global).await,
            Self::Inputs(args) => inputs::run(&args, global),
            Self::Adopt(args) => adopt::run(*args, global).await,
            Self::Supply(args) => supply::run(&args, global).await,
            Self::Cancel(args) => cancel::run(args, global).await,
        }
    }
}

/// The file of a slice's facts.
fn slice_file(dir: &Path, slice: usize) -> PathBuf {
    dir.join(format!("slice-{slice:03}.cbor"))
}

/// A period that there is, proven.
async fn certified(
    rewards: &RewardsClient<AgentRuntime>,
    period_id: u64,
) -> Result<Period, CliError> {
    let (period, _) = rewards.period_certified(period_id).await?;
    let unknown = RewardsError::PeriodNotFound { period_id };
    period.ok_or_else(|| ClientError::from(unknown).into())
}
