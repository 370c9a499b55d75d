mod admit;
mod list;
mod reinstate;
mod remove;
mod show;
mod suspend;
mod terms;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List verifiers.
    List(list::Args),
    /// Show one verifier with proof, or the proof that there is none.
    Show(show::Args),
    /// Admit a verifier (governance).
    Admit(Box<admit::Args>),
    /// Change what a verifier may attest, its fees and links (governance).
    Terms(Box<terms::Args>),
    /// Suspend a verifier (governance).
    Suspend(suspend::Args),
    /// End a verifier's suspension (governance).
    Reinstate(reinstate::Args),
    /// Remove a verifier for good (governance).
    Remove(remove::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::List(args) => list::run(&args, global).await,
            Self::Show(args) => show::run(&args, global).await,
            Self::Admit(args) => admit::run(*args, global).await,
            Self::Terms(args) => terms::run(*args, global).await,
            Self::Suspend(args) => suspend::run(args, global).await,
            Self::Reinstate(args) => reinstate::run(args, global).await,
            Self::Remove(args) => remove::run(args, global).await,
        }
    }
}
