mod alias;
mod list;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List the other names of data-centre owners.
    List(list::Args),
    /// Change them (governance).
    Alias(alias::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::List(args) => list::run(&args, global).await,
            Self::Alias(args) => alias::run(args, global).await,
        }
    }
}
