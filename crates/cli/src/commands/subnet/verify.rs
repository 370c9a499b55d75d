use crate::{
    context::Global,
    error::{CliError, Exit},
    output::fields,
    sources::membership,
};
use bonafide_types::{
    id::Sha256Hash,
    registry::{Verdict, VerdictView},
};
use serde::Serialize;
use std::path::PathBuf;

const EXAMPLES: &str = r#"Example: bonafide subnet verify --proposal proposal.json

The file has one change, a list of them, or what `decentralization propose`, `create` and `heal`
print; ids are principals:
  {"subnet": "<subnet>", "add": ["<node>"], "remove": ["<node>"]}
  {"kind": "application", "add": ["<node>", "<node>"]}, a new subnet"#;

/// Hold changes of membership against all rules, all of them together, as of now. Exits with 1
/// when a rule is broken. One node's word; `subnet change --validate` asks for the same.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The changes, JSON.
    #[arg(long, value_name = "FILE")]
    proposal: PathBuf,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    verdict: Verdict,
    verdict_hash: Sha256Hash,
    words: String,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let request = membership::read(&args.proposal)?;
    let view = global.registry().await?.verify_membership(&request).await?;
    let VerdictView {
        verdict,
        verdict_hash,
        words,
    } = view;
    let accepted = verdict.accepted;
    let shown = Shown {
        certified: false,
        verdict,
        verdict_hash,
        words,
    };
    global.output().result(&shown, |shown| {
        let list = fields(&[
            ("verdict", shown.verdict_hash.to_string()),
            ("request", shown.verdict.request_hash.to_string()),
            (
                "as of",
                format!("{} events of the registry", shown.verdict.registry_events),
            ),
        ]);
        format!("{}\n\n{list}", shown.words)
    })?;
    if accepted {
        return Ok(());
    }
    let message = format!("the verdict {verdict_hash} is against it");
    Err(CliError::new(Exit::Refused, "MembershipRefused", message)
        .with("verdict_hash", verdict_hash.to_string()))
}
