mod list;
mod show;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List sites.
    List(list::Args),
    /// Show one site and its audits with proof, or the proof that there is none.
    Show(show::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::List(args) => list::run(&args, global).await,
            Self::Show(args) => show::run(&args, global).await,
        }
    }
}
