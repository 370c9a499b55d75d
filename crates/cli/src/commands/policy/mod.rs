mod set;
mod show;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Show the policy in force and all versions.
    Show(show::Args),
    /// Set the numbers that the registry's rules use (governance).
    Set(Box<set::Args>),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::Show(args) => show::run(&args, global).await,
            Self::Set(args) => set::run(*args, global).await,
        }
    }
}
