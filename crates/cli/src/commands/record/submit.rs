use super::{
    put,
    sealing::{self, certified_key},
};
use crate::{
    arguments::{RecordKindName, identity::committee},
    context::Global,
    error::CliError,
};
use bonafide_client::seal::Lock;
use bonafide_types::{
    id::ProviderId,
    identity::{Committee, RecordVersion},
};
use std::path::PathBuf;

/// Encrypt a record of the calling provider on this machine, to the certified key and for the
/// version after the last, and store it.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity provider.pem record submit name.txt --record-id 0 --kind name --opening name.opening.json"
)]
pub(crate) struct Args {
    /// What to encrypt.
    file: PathBuf,
    /// The provider's number for it, 0 to 63.
    #[arg(long, value_name = "N")]
    record_id: u32,
    /// What is inside.
    #[arg(long)]
    kind: RecordKindName,
    /// Seal it for a committee: how many of how many shares open it.
    #[arg(long, value_name = "NEEDED/SHARES", value_parser = committee)]
    committee: Option<Committee>,
    /// Where the opening goes, to be shown to a verifier with the content: a new file.
    #[arg(long, value_name = "FILE")]
    opening: PathBuf,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let content = std::fs::read(&args.file).map_err(|error| CliError::file(&args.file, error))?;
    let identity = global.identity().await?;
    let key = certified_key(&identity).await?;
    let provider = ProviderId(identity.runtime().principal()?);
    let records = identity.records_certified(provider).await?;
    let last = records
        .iter()
        .filter(|record| record.record.record_id == args.record_id)
        .map(|record| record.record.version)
        .max();
    let lock = Lock {
        canister: identity.canister(),
        record: RecordVersion {
            provider,
            record_id: args.record_id,
            version: last.map_or(1, |last| last.saturating_add(1)),
        },
    };
    let (ciphertext, opening) = sealing::seal(lock, &key, args.committee, &content)?;
    // Before it is stored: without its opening a record cannot be shown to anyone.
    opening.write(&args.opening)?;
    let version = lock.record.version;
    let kind = args.kind.into();
    let record = put::put(&identity, args.record_id, version, kind, ciphertext).await?;
    put::shown(&record, global)
}
