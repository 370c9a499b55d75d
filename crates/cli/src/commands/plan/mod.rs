mod adopt;
mod cancel;
mod draw;
mod list;
mod show;
mod template;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Print the terms of a plan to begin with, without a network.
    Template(template::Args),
    /// List sampling plans.
    List(list::Args),
    /// Show one plan with proof, or the proof that there is none.
    Show(show::Args),
    /// Adopt a plan (governance).
    Adopt(adopt::Args),
    /// Take a plan back whose seed is not drawn (governance).
    Cancel(cancel::Args),
    /// Fix a plan's sites and have it drawn (anyone with a key).
    Draw(draw::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::Template(args) => template::run(args, global),
            Self::List(args) => list::run(&args, global).await,
            Self::Show(args) => show::run(&args, global).await,
            Self::Adopt(args) => adopt::run(args, global).await,
            Self::Cancel(args) => cancel::run(args, global).await,
            Self::Draw(args) => draw::run(&args, global).await,
        }
    }
}
