mod set;
mod show;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Show what the treasury will pay to verifiers.
    Show(show::Args),
    /// Say what the treasury will pay to verifiers (governance).
    Set(set::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::Show(args) => show::run(&args, global).await,
            Self::Set(args) => set::run(args, global).await,
        }
    }
}
