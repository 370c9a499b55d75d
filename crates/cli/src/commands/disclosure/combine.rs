use super::share::SavedShare;
use crate::{
    context::Global,
    error::{CliError, Exit},
    output::fields,
    secret::Place,
};
use serde_json::json;
use std::path::PathBuf;

/// Open a record with the shares of a committee, as `disclosure open` wrote them, without a
/// network. More shares than are needed are checked against each other.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide disclosure combine share-1.json share-3.json --out passport.pdf"
)]
pub(crate) struct Args {
    /// The shares, in any order.
    #[arg(required = true)]
    shares: Vec<PathBuf>,
    /// Where the content goes: a new file that only its owner may read, or - for standard output.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

pub(crate) fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let saved = args
        .shares
        .iter()
        .map(|path| SavedShare::read(path))
        .collect::<Result<Vec<_>, _>>()?;
    let Some(first) = saved.first() else {
        return Err(CliError::usage("Usage", "give the files of the shares"));
    };
    if let Some(other) = saved.iter().position(|share| !share.belongs_to(first)) {
        let path = args.shares[other].display();
        let message = format!("{path}: a share of another record or ciphertext");
        return Err(CliError::new(Exit::Unverified, "OtherCiphertext", message));
    }
    let shares = saved
        .iter()
        .map(SavedShare::share)
        .collect::<Result<Vec<_>, _>>()?;
    let content = first.lock().combine(&first.ciphertext()?, &shares)?;
    let place = Place::new(&args.out)?;
    let alone = place.is_out();
    place.write(&content)?;
    if alone {
        return Ok(());
    }
    let (record, bytes) = (first.lock().record, content.len());
    let shown = json!({ "record": record, "file": args.out, "bytes": bytes });
    global.output().result(&shown, |_| {
        fields(&[
            ("record", record.to_string()),
            ("file", args.out.display().to_string()),
            ("bytes", bytes.to_string()),
        ])
    })
}
