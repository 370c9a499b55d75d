use super::show::described;
use crate::{context::Global, error::CliError};
use bonafide_types::rewards::NoteCaseProposalArgs;
use serde_json::json;

/// Say that a proposal to freeze a case is in vote, so that whoever reads the case reads of it.
/// The canister asks governance whether that is so; `case freeze` does this by itself.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide --identity any.pem case note-proposal 3 --proposal 12")]
pub(crate) struct Args {
    /// The case.
    case: u64,
    /// The proposal.
    #[arg(long, value_name = "ID")]
    proposal: u64,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let rewards = global.rewards().await?;
    let call = NoteCaseProposalArgs {
        case_id: args.case,
        proposal_id: args.proposal,
    };
    let case = rewards.note_case_proposal(&call).await?;
    global
        .output()
        .result(&json!({ "case": case }), |_| described(&case))
}
