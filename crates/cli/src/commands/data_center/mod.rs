mod add;
mod change;
mod list;
mod remove;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Add a data centre (governance).
    Add(add::Args),
    /// List data centres.
    List(list::Args),
    /// Change a data centre that is not referred to (governance).
    Change(Box<change::Args>),
    /// Remove data centres that are not referred to (governance).
    Remove(remove::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::Add(args) => add::run(&args, global).await,
            Self::List(args) => list::run(&args, global).await,
            Self::Change(args) => change::run(*args, global).await,
            Self::Remove(args) => remove::run(args, global).await,
        }
    }
}
