use super::sealing::{KeyOptions, Opening, certified_key, sha256};
use crate::{
    arguments,
    context::Global,
    error::{CliError, Exit},
    output::fields,
};
use bonafide_client::seal::PublicKey;
use bonafide_types::{
    id::Sha256Hash,
    identity::{Record, RecordVersion},
};
use serde::Serialize;
use std::path::PathBuf;

/// Compute a ciphertext anew from the content and the opening that its owner shows, and compare.
///
/// It is compared with the certified record, and the key with the certified one. With
/// --ciphertext or --sha256 no network is asked; then give the key as well, else it is the
/// owner's word. What differs exits with 4.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide record check name.txt --opening name.opening.json\n  bonafide record check name.txt --opening name.opening.json --ciphertext name.enc --master ic:key_1"
)]
pub(crate) struct Args {
    /// What is said to be inside.
    file: PathBuf,
    /// The owner's opening.
    #[arg(long, value_name = "FILE")]
    opening: PathBuf,
    /// Compare with this ciphertext.
    #[arg(long, value_name = "FILE", group = "with")]
    ciphertext: Option<PathBuf>,
    /// Compare with the ciphertext of this hash.
    #[arg(long, value_name = "HEX", group = "with", value_parser = arguments::sha256)]
    sha256: Option<Sha256Hash>,
    #[command(flatten)]
    key: KeyOptions,
}

#[derive(Serialize)]
struct Shown {
    matches: bool,
    /// Whether it was compared with what the canister certifies.
    certified: bool,
    /// Whether the key is known from others than the owner.
    key_known: bool,
    record: RecordVersion,
    sha256: Sha256Hash,
    committee: bool,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let content = std::fs::read(&args.file).map_err(|error| CliError::file(&args.file, error))?;
    let opening = Opening::read(&args.opening)?;
    let given = args.key.key(opening.canister);
    let (expected, key, certified) = match (&args.ciphertext, args.sha256) {
        (Some(path), _) => {
            let bytes = std::fs::read(path).map_err(|error| CliError::file(path, error))?;
            (sha256(&bytes), given, false)
        }
        (None, Some(hash)) => (hash, given, false),
        (None, None) => {
            let (hash, key) = certified_record(&opening, global).await?;
            (hash, Some(key), true)
        }
    };
    let key_known = key.is_some();
    let claimed = opening.key()?;
    if key.is_some_and(|key| key != claimed) {
        let message = "the opening names another public key: nobody else may be able to open it";
        return Err(CliError::new(Exit::Unverified, "OtherKey", message));
    }
    let found = sha256(&opening.seal(&claimed, &content)?);
    if found != expected {
        let message = format!("this content gives ciphertext {found}, not {expected}");
        return Err(CliError::new(Exit::Unverified, "OtherContent", message)
            .with("found", found.to_string())
            .with("expected", expected.to_string()));
    }
    let shown = Shown {
        matches: true,
        certified,
        key_known,
        record: opening.lock().record,
        sha256: found,
        committee: opening.committee.is_some(),
    };
    global.output().result(&shown, |shown| {
        fields(&[
            ("record", shown.record.to_string()),
            ("content", "is what the ciphertext holds".into()),
            ("sha256", shown.sha256.to_string()),
            (
                "key",
                if shown.key_known {
                    "the canister's".into()
                } else {
                    "the owner's word: give --public-key or --master".into()
                },
            ),
        ])
    })
}

/// What the canister certifies of the record that the opening names, and its key.
async fn certified_record(
    opening: &Opening,
    global: &Global,
) -> Result<(Sha256Hash, PublicKey), CliError> {
    let identity = global.identity().await?;
    if identity.canister() != opening.canister {
        let message = format!(
            "the opening is for canister {}, not for {}",
            opening.canister,
            identity.canister()
        );
        return Err(CliError::new(Exit::Unverified, "OtherCanister", message));
    }
    let key = certified_key(&identity).await?;
    let version = opening.lock().record;
    let (record, _) = identity.record_certified(version).await?;
    let record: Record = record.ok_or_else(|| no_record(version))?;
    Ok((record.ciphertext_hash, key))
}

pub(crate) fn no_record(version: RecordVersion) -> CliError {
    let message = format!("no record {version}, proven");
    CliError::new(Exit::Refused, "RecordNotFound", message)
}
