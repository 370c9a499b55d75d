mod list;
mod register;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List nodes.
    List(list::Args),
    /// Register a node (its operator).
    Register(register::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::List(args) => list::run(&args, global).await,
            Self::Register(args) => register::run(&args, global).await,
        }
    }
}
