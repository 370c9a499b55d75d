use super::sealing::{self, KeyOptions};
use crate::{arguments::identity::committee, context::Global, error::CliError, output::fields};
use bonafide_client::seal::Lock;
use bonafide_types::{
    id::ProviderId,
    identity::{Committee, RecordVersion},
};
use candid::Principal;
use serde::Serialize;
use std::path::PathBuf;

/// Encrypt a record on this machine, without a network. `record put` stores the result.
///
/// The ciphertext is for this version of this record and no other. The opening is what to show
/// a verifier with the content; keep it as secret as the content.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide record encrypt name.txt --provider 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe --record-id 0 --version 1 --master ic:key_1 --canister-id rwlgt-iiaaa-aaaaa-aaaaa-cai --out name.enc --opening name.opening.json\n  bonafide record encrypt passport.pdf --provider 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe --record-id 1 --version 1 --master ic:key_1 --canister-id rwlgt-iiaaa-aaaaa-aaaaa-cai --committee 2/3 --out passport.enc"
)]
pub(crate) struct Args {
    /// What to encrypt.
    file: PathBuf,
    /// Whose record it is.
    #[arg(long, value_name = "PRINCIPAL")]
    provider: Principal,
    /// The provider's number for it, 0 to 63.
    #[arg(long, value_name = "N")]
    record_id: u32,
    /// The version it will be stored as, from 1.
    #[arg(long, value_name = "N")]
    version: u32,
    #[command(flatten)]
    key: KeyOptions,
    /// The identity canister.
    #[arg(long, value_name = "PRINCIPAL")]
    canister_id: Principal,
    /// Seal it for a committee: how many of how many shares open it.
    #[arg(long, value_name = "NEEDED/SHARES", value_parser = committee)]
    committee: Option<Committee>,
    /// Where the ciphertext goes.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Where the opening goes: a new file.
    #[arg(long, value_name = "FILE")]
    opening: Option<PathBuf>,
}

#[derive(Serialize)]
struct Shown {
    file: PathBuf,
    bytes: usize,
    sha256: String,
    committee: Option<Committee>,
    public_key: String,
    opening: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let key = args.key.key(args.canister_id).ok_or_else(|| {
        let message = "give --public-key or --master; `record submit` asks the canister";
        CliError::usage("Usage", message)
    })?;
    let content = std::fs::read(&args.file).map_err(|error| CliError::file(&args.file, error))?;
    let lock = Lock {
        canister: args.canister_id,
        record: RecordVersion {
            provider: ProviderId(args.provider),
            record_id: args.record_id,
            version: args.version,
        },
    };
    let (ciphertext, opening) = sealing::seal(lock, &key, args.committee, &content)?;
    if let Some(path) = &args.opening {
        opening.write(path)?;
    }
    std::fs::write(&args.out, &ciphertext).map_err(|error| CliError::file(&args.out, error))?;
    let shown = Shown {
        file: args.out.clone(),
        bytes: ciphertext.len(),
        sha256: opening.ciphertext_sha256,
        committee: opening.committee,
        public_key: opening.public_key,
        opening: args.opening.clone(),
    };
    global.output().result(&shown, |shown| {
        fields(&[
            ("ciphertext", shown.file.display().to_string()),
            ("bytes", shown.bytes.to_string()),
            ("sha256", shown.sha256.clone()),
            ("public key", shown.public_key.clone()),
        ])
    })
}
