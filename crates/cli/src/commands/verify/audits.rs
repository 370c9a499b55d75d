use super::replay;
use crate::{context::Global, error::CliError};
use bonafide_types::id::Sha256Hash;

/// Replay the audits canister's whole log on this machine and compare with what it certifies.
///
/// The log's hash chain must end in the certified tip, and the state that the events make
/// must have the certified root. Every draw is made again on the way. Exits with 4 when any of
/// it does not hold.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide --network local verify audits")]
pub(crate) struct Args {}

pub(crate) async fn run(global: &Global) -> Result<(), CliError> {
    let audits = global.audits().await?;
    replay::run("audits canister", &audits, replayed_root, global).await
}

fn replayed_root(events: &[Vec<u8>]) -> Result<Sha256Hash, CliError> {
    bonafide_audits::replay(events)
        .map(|replayed| Sha256Hash(replayed.root))
        .map_err(|error| replay::refused(error.entry, &error))
}
