use super::text;
use crate::{context::Global, error::CliError};
use bonafide_types::id::Sha256Hash;
use serde::Serialize;
use std::path::PathBuf;

/// Hash a text's normal form, without a network: what a provider accepts.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide declaration hash declaration.en.txt")]
pub(crate) struct Args {
    /// A UTF-8 text.
    file: PathBuf,
}

#[derive(Serialize)]
struct Shown {
    sha256: Sha256Hash,
    /// Of the normal form.
    bytes: usize,
}

pub(crate) fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let (text, sha256) = text::normal_form(&args.file)?;
    let shown = Shown {
        sha256,
        bytes: text.len(),
    };
    global.output().result(&shown, |shown| {
        format!("{}  {} bytes", shown.sha256, shown.bytes)
    })
}
