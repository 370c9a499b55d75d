mod add;
mod list;
mod remove;
mod terms;
mod upgrade;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List API boundary nodes.
    List(list::Args),
    /// Turn nodes into API boundary nodes (governance).
    Add(add::Args),
    /// Make plain nodes of API boundary nodes again (governance).
    Remove(remove::Args),
    /// Upgrade API boundary nodes (governance).
    Upgrade(upgrade::Args),
    /// Change policy and duty of API boundary nodes (governance).
    Terms(terms::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::List(args) => list::run(&args, global).await,
            Self::Add(args) => add::run(args, global).await,
            Self::Remove(args) => remove::run(args, global).await,
            Self::Upgrade(args) => upgrade::run(args, global).await,
            Self::Terms(args) => terms::run(args, global).await,
        }
    }
}
