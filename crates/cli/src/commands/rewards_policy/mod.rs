mod numbers;
mod set;
mod show;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Show the numbers that the rules of rewards and cases use, with proof.
    Show(show::Args),
    /// Set them (governance).
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
