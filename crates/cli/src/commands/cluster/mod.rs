mod alerts;
mod answer;
mod explain;
mod file;
mod show;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Answer the questions of independence (the provider).
    Answer(answer::Args),
    /// Show a provider's answers and its cluster with proof.
    Show(show::Args),
    /// Say why two providers count as one actor.
    Explain(explain::Args),
    /// List the links that only one side declares.
    Alerts(alerts::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::Answer(args) => answer::run(&args, global).await,
            Self::Show(args) => show::run(&args, global).await,
            Self::Explain(args) => explain::run(&args, global).await,
            Self::Alerts(args) => alerts::run(&args, global).await,
        }
    }
}
