mod list;
mod show;

pub(crate) use show::human;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List what was authorised, by whom, and what became of it.
    List(list::Args),
    /// Show one entry with proof.
    Show(show::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::List(args) => list::run(args, global).await,
            Self::Show(args) => show::run(&args, global).await,
        }
    }
}
