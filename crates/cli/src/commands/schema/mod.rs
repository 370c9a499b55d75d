mod list;
mod set;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List what can be attested.
    List(list::Args),
    /// Add a schema, or set its next version (governance).
    Set(set::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::List(args) => list::run(&args, global).await,
            Self::Set(args) => set::run(args, global).await,
        }
    }
}
