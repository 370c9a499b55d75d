use super::{key::TransportKey, share::SavedShare};
use crate::{
    arguments::identity::record_version,
    commands::record::{
        check::no_record,
        sealing::{certified_key, sha256},
    },
    context::Global,
    error::{CliError, Exit},
    output::fields,
    secret::Place,
};
use bonafide_client::seal::{Lock, Opened};
use bonafide_types::{
    id::{Blob, Sha256Hash},
    identity::{RecordVersion, ReleaseArgs},
};
use serde::Serialize;
use std::path::PathBuf;

/// Open a record that was disclosed to the caller: ask for its key, which counts as a use and
/// goes into the access log, and decrypt on this machine.
///
/// The key must be this record's, and the ciphertext the certified one. Of a record sealed for
/// a committee this opens one share; `disclosure combine` joins them.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity auditor.pem disclosure open 4 --record 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe/0/1 --transport-key transport-key.json --out name.txt"
)]
pub(crate) struct Args {
    /// The disclosure.
    grant: u64,
    /// The record: provider, number and version.
    #[arg(long, value_name = "PROVIDER/RECORD/VERSION", value_parser = record_version)]
    record: RecordVersion,
    /// The key whose hash the disclosure names for the caller.
    #[arg(long, value_name = "FILE")]
    transport_key: PathBuf,
    /// Where the content goes: a new file that only its owner may read, or - for standard output.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Serialize)]
struct Shown {
    grant_id: u64,
    access_id: u64,
    record: RecordVersion,
    /// 0 for the content, else the share's number.
    slot: u8,
    file: PathBuf,
    bytes: usize,
    ciphertext_sha256: Sha256Hash,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let transport = TransportKey::read(&args.transport_key)?;
    let identity = global.identity().await?;
    // All that can fail without the key comes before it: a use is not taken back.
    let key = certified_key(&identity).await?;
    let (record, _) = identity.record_certified(args.record).await?;
    let record = record.ok_or_else(|| no_record(args.record))?;
    let place = Place::new(&args.out)?;
    let call = ReleaseArgs {
        grant_id: args.grant,
        record: args.record,
        transport_public_key: Blob(transport.public_key()),
    };
    let released = identity.release(&call).await?;

    let ciphertext = &released.ciphertext.0;
    let ciphertext_sha256 = sha256(ciphertext);
    if ciphertext_sha256 != record.ciphertext_hash {
        let message = format!(
            "the ciphertext has hash {ciphertext_sha256}, certified is {}",
            record.ciphertext_hash
        );
        return Err(CliError::new(Exit::Unverified, "OtherCiphertext", message));
    }
    let lock = Lock {
        canister: identity.canister(),
        record: args.record,
    };
    let encrypted_key = &released.encrypted_key.0;
    let opened = lock.open(&key, released.slot, encrypted_key, &transport.0, ciphertext)?;
    let bytes = match opened {
        Opened::Content(content) => content,
        Opened::Share(share) => SavedShare::new(lock, &share, ciphertext).to_bytes()?,
    };
    let shown = Shown {
        grant_id: args.grant,
        access_id: released.access_id,
        record: args.record,
        slot: released.slot,
        file: args.out.clone(),
        bytes: bytes.len(),
        ciphertext_sha256,
    };
    let alone = place.is_out();
    place.write(&bytes)?;
    if alone {
        return Ok(());
    }
    global.output().result(&shown, |shown| {
        fields(&[
            ("record", shown.record.to_string()),
            ("access log", format!("entry {}", shown.access_id)),
            (
                "opened",
                match shown.slot {
                    0 => "the content".into(),
                    slot => format!("share {slot}"),
                },
            ),
            ("file", shown.file.display().to_string()),
            ("bytes", shown.bytes.to_string()),
        ])
    })
}
