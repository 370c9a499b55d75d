mod add;
mod list;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Add an operator record (governance).
    Add(add::Args),
    /// List operator records.
    List(list::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::Add(args) => add::run(&args, global).await,
            Self::List(args) => list::run(&args, global).await,
        }
    }
}
