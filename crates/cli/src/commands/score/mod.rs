mod set_weights;
mod show;
mod standing;
mod weights;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Show a provider's score, every line explained.
    Show(show::Args),
    /// List what stamps and findings are worth.
    Weights(weights::Args),
    /// Set what stamps and findings are worth (governance).
    SetWeights(set_weights::Args),
    /// Show where a provider stands with what is asked of everyone.
    Standing(standing::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::Show(args) => show::run(&args, global).await,
            Self::Weights(args) => weights::run(&args, global).await,
            Self::SetWeights(args) => set_weights::run(args, global).await,
            Self::Standing(args) => standing::run(&args, global).await,
        }
    }
}
