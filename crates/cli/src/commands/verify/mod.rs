mod answer;
mod audits;
mod governance;
mod identity;
mod registry;
mod replay;
mod rewards;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Check a certified answer kept in a file.
    Answer(answer::Args),
    /// Replay the registry's whole log and compare with what it certifies.
    Registry(registry::Args),
    /// Replay governance's whole log and compare with what it certifies.
    Governance(governance::Args),
    /// Replay the identity canister's whole log and compare with what it certifies.
    Identity(identity::Args),
    /// Replay the audits canister's whole log and compare with what it certifies.
    Audits(audits::Args),
    /// Replay the rewards canister's whole log and compare with what it certifies.
    Rewards(rewards::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::Answer(args) => answer::run(&args, global).await,
            Self::Registry(_) => registry::run(global).await,
            Self::Governance(_) => governance::run(global).await,
            Self::Identity(_) => identity::run(global).await,
            Self::Audits(_) => audits::run(global).await,
            Self::Rewards(_) => rewards::run(global).await,
        }
    }
}
