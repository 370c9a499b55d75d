use super::text;
use crate::{commands::governed, context::Global, error::CliError};
use bonafide_types::{
    governance::Command,
    registry::{PublishDeclarationArgs, Version},
};
use serde_json::json;
use std::path::PathBuf;

/// Publish a version of the declaration: by proposal, or directly as the governance principal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem declaration publish --version 1.0.0 --language en declaration.en.txt --neuron 1"
)]
pub(crate) struct Args {
    /// Above every version published in this language: major.minor.patch.
    #[arg(long, value_parser = text::parse_version)]
    version: Version,
    /// Language tag: en, de-CH.
    #[arg(long)]
    language: String,
    /// From when it is current, nanoseconds since the epoch; else at once.
    #[arg(long, value_name = "NS")]
    effective_from_ns: Option<u64>,
    /// A UTF-8 text.
    file: PathBuf,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let (text, sha256) = text::normal_form(&args.file)?;
    let call = PublishDeclarationArgs {
        language: args.language.clone(),
        version: args.version,
        text,
        effective_from_ns: args.effective_from_ns,
    };
    let command = Command::PublishDeclaration(call);
    if !governed::carry_out(&command, &args.governed, global).await? {
        return Ok(());
    }
    let shown = json!({
        "method": "publish_declaration",
        "done": true,
        "sha256": sha256,
        "language": args.language,
        "version": args.version,
    });
    global.output().result(&shown, |_| {
        format!("published {} {} as {sha256}", args.language, args.version)
    })
}
