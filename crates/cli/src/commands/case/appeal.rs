use super::show::described;
use crate::{context::Global, error::CliError};
use bonafide_types::rewards::AppealCaseArgs;
use serde_json::json;

/// Appeal against a frozen case, once. A vote decides: it rejects the appeal, lowers what the case
/// costs, or cancels it. Without a decision in time the case expires, and nothing of it is left.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity provider.pem case appeal 3 --grounds 'It was another node, see our forum thread'"
)]
pub(crate) struct Args {
    /// The case.
    case: u64,
    /// Why, at most 4,000 bytes. It is public.
    #[arg(long)]
    grounds: String,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let rewards = global.rewards().await?;
    let call = AppealCaseArgs {
        case_id: args.case,
        grounds: args.grounds,
    };
    let case = rewards.appeal_case(&call).await?;
    global
        .output()
        .result(&json!({ "case": case }), |_| described(&case))
}
