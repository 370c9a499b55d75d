mod list;
mod revise;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List elected versions.
    List(list::Args),
    /// Elect a version, take others back (governance).
    Revise(Box<revise::Args>),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::List(args) => list::run(&args, global).await,
            Self::Revise(args) => revise::run(*args, global).await,
        }
    }
}
