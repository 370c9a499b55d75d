mod list;
mod record;
mod settle;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List motions of working groups.
    List(list::Args),
    /// Record a motion (governance).
    Record(Box<record::Args>),
    /// Record how a working group decided (governance).
    Settle(settle::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::List(args) => list::run(args, global).await,
            Self::Record(args) => record::run(*args, global).await,
            Self::Settle(args) => settle::run(args, global).await,
        }
    }
}
