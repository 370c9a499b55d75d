use super::file::read;
use crate::{context::Global, error::CliError, output::count};
use bonafide_types::registry::AnswerIndependenceArgs;
use serde_json::json;
use std::path::PathBuf;

const EXAMPLES: &str = r#"Examples:
  bonafide --identity provider.pem cluster answer --file answers.json
  bonafide --identity provider.pem cluster answer --none

The file:
  {"owners": [
     {"holder": {"Company": {"register_number": "CHE-1", "jurisdiction": "CH"}}, "share_bps": 6000, "controls": false},
     {"holder": {"Person": "<salted SHA-256>"}, "share_bps": 4000, "controls": true}],
   "links": [{"kind": "Corporate", "provider": "<principal>", "evidence": null}]}"#;

/// Answer the questions of independence, Q1 to Q5. The identity must be the provider's.
///
/// The answers replace those given before. The file has owners and links as `cluster show
/// --json` prints them; hashes are in hex.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Owners and links, JSON.
    #[arg(long, required_unless_present = "none", conflicts_with = "none")]
    file: Option<PathBuf>,
    /// No owner that is to be named, no links.
    #[arg(long)]
    none: bool,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let call = match &args.file {
        Some(path) => read(path)?,
        None => AnswerIndependenceArgs {
            owners: Vec::new(),
            links: Vec::new(),
        },
    };
    let answers = global.registry().await?.answer_independence(&call).await?;
    global.output().result(&json!({ "answers": answers }), |_| {
        format!(
            "answers {}: {}, {}",
            answers.version,
            count(answers.owners.len(), "owner"),
            count(answers.links.len(), "link")
        )
    })
}
