mod follow;
mod list;
mod set_hot_keys;
mod show;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List the council's neurons.
    List(list::Args),
    /// Show one neuron with proof.
    Show(show::Args),
    /// Set whom a neuron follows on a topic.
    Follow(follow::Args),
    /// Set a neuron's hot keys (its controller).
    SetHotKeys(set_hot_keys::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::List(args) => list::run(&args, global).await,
            Self::Show(args) => show::run(&args, global).await,
            Self::Follow(args) => follow::run(&args, global).await,
            Self::SetHotKeys(args) => set_hot_keys::run(args, global).await,
        }
    }
}
