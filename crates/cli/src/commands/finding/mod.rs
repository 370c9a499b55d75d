mod appeal;
mod list;
mod settle;
mod show;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List findings.
    List(list::Args),
    /// Show one finding with proof, or the proof that there is none.
    Show(show::Args),
    /// Appeal against a finding (the provider, or anyone with stake).
    Appeal(appeal::Args),
    /// Say whether a finding stands (governance).
    Settle(settle::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::List(args) => list::run(&args, global).await,
            Self::Show(args) => show::run(&args, global).await,
            Self::Appeal(args) => appeal::run(args, global).await,
            Self::Settle(args) => settle::run(args, global).await,
        }
    }
}
