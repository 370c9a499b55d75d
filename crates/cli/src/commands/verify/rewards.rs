use super::replay;
use crate::{context::Global, error::CliError};
use bonafide_types::id::Sha256Hash;

/// Replay the rewards canister's whole log on this machine and compare with what it certifies.
///
/// The log's hash chain must end in the certified tip, and the state that the events make
/// must have the certified root. Every period is computed again on the way. Exits with 4 when any
/// of it does not hold.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide --network local verify rewards")]
pub(crate) struct Args {}

pub(crate) async fn run(global: &Global) -> Result<(), CliError> {
    let rewards = global.rewards().await?;
    replay::run("rewards canister", &rewards, replayed_root, global).await
}

fn replayed_root(events: &[Vec<u8>]) -> Result<Sha256Hash, CliError> {
    bonafide_rewards::state::replay::replay(events)
        .map(|replayed| Sha256Hash(replayed.root))
        .map_err(|error| replay::refused(error.entry, &error))
}
