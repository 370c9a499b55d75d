use super::show::described;
use crate::{arguments::rewards::Evidence, context::Global, error::CliError};
use bonafide_types::rewards::RespondToCaseArgs;
use serde_json::json;

/// Answer a case, up to 8 times. Voters read it; nothing else follows from it.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity provider.pem case respond 3 --text 'The sale was declared, see the register' --evidence register.pdf"
)]
pub(crate) struct Args {
    /// The case.
    case: u64,
    /// The answer, at most 4,000 bytes. It is public.
    #[arg(long)]
    text: String,
    /// Evidence of which the SHA-256 is put on record, or that in hex. The file stays here.
    #[arg(long, value_name = "FILE|HASH")]
    evidence: Option<Evidence>,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let evidence = args.evidence.as_ref().map(Evidence::hash);
    let call = RespondToCaseArgs {
        case_id: args.case,
        text: args.text,
        evidence_hash: evidence.transpose()?,
    };
    let rewards = global.rewards().await?;
    let case = rewards.respond_to_case(&call).await?;
    global
        .output()
        .result(&json!({ "case": case }), |_| described(&case))
}
