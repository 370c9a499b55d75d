mod list;
mod register;
mod show;
mod update;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List providers.
    List(list::Args),
    /// Show one provider with proof, or the proof that there is none.
    Show(show::Args),
    /// Adopt a provider's profile (governance).
    Register(Box<register::Args>),
    /// Change what a provider says of itself (the provider).
    Update(update::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::List(args) => list::run(&args, global).await,
            Self::Show(args) => show::run(&args, global).await,
            Self::Register(args) => register::run(*args, global).await,
            Self::Update(args) => update::run(args, global).await,
        }
    }
}
