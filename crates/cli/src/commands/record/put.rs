use crate::{arguments::RecordKindName, context::Global, error::CliError, output::fields};
use bonafide_client::{AgentRuntime, IdentityClient, seal};
use bonafide_types::{
    id::Blob,
    identity::{PutRecordArgs, Record, RecordKind},
};
use serde_json::json;
use std::path::PathBuf;

/// Store the next version of an encrypted record of the calling provider: what `record encrypt`
/// wrote for it.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity provider.pem record put name.enc --record-id 0 --version 1 --kind name"
)]
pub(crate) struct Args {
    /// The ciphertext.
    file: PathBuf,
    /// The number it was encrypted for.
    #[arg(long, value_name = "N")]
    record_id: u32,
    /// The version it was encrypted for: one above the last.
    #[arg(long, value_name = "N")]
    version: u32,
    /// What is inside.
    #[arg(long)]
    kind: RecordKindName,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let ciphertext =
        std::fs::read(&args.file).map_err(|error| CliError::file(&args.file, error))?;
    let identity = global.identity().await?;
    let (record_id, version) = (args.record_id, args.version);
    let record = put(&identity, record_id, version, args.kind.into(), ciphertext).await?;
    shown(&record, global)
}

/// Stores a ciphertext under the caller's name; for which committee it says itself.
pub(super) async fn put(
    identity: &IdentityClient<AgentRuntime>,
    record_id: u32,
    version: u32,
    kind: RecordKind,
    ciphertext: Vec<u8>,
) -> Result<Record, CliError> {
    let call = PutRecordArgs {
        record_id,
        version,
        kind,
        committee: seal::committee(&ciphertext)?,
        ciphertext: Blob(ciphertext),
    };
    Ok(identity.put_record(&call).await?)
}

pub(super) fn shown(record: &Record, global: &Global) -> Result<(), CliError> {
    global.output().result(&json!({ "record": record }), |_| {
        fields(&[
            ("record", record.record.to_string()),
            ("bytes", record.bytes.to_string()),
            ("sha256", record.ciphertext_hash.to_string()),
        ])
    })
}
