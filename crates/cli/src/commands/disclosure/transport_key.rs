use super::key::TransportKey;
use crate::{context::Global, error::CliError, output::fields};
use serde_json::json;
use std::path::PathBuf;

/// Make the key that released keys are encrypted for, without a network. A disclosure names its
/// hash; the file must stay secret, and without it nothing can be opened.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide disclosure transport-key --out transport-key.json")]
pub(crate) struct Args {
    /// Where it goes: a new file that only its owner may read.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

pub(crate) fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let key = TransportKey::random()?;
    key.write(&args.out)?;
    let public_key = hex::encode(key.public_key());
    let sha256 = key.sha256().to_string();
    let shown = json!({ "file": args.out, "public_key": public_key, "sha256": sha256 });
    global.output().result(&shown, |_| {
        fields(&[
            ("file", args.out.display().to_string()),
            ("public key", public_key.clone()),
            ("sha256", sha256.clone()),
        ])
    })
}
