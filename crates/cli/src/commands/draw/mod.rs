mod list;
mod show;
mod sites;
mod verify;

pub(crate) use show::described;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List draws.
    List(list::Args),
    /// Show one draw with proof, or the proof that there is none.
    Show(show::Args),
    /// Write the sites of a draw to a file, for `audit draw`.
    Sites(sites::Args),
    /// Make a draw again on this machine and compare.
    Verify(verify::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::List(args) => list::run(&args, global).await,
            Self::Show(args) => show::run(&args, global).await,
            Self::Sites(args) => sites::run(&args, global).await,
            Self::Verify(args) => verify::run(&args, global).await,
        }
    }
}
