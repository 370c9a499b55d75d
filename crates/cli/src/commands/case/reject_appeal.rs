use crate::{commands::governed, context::Global, error::CliError};
use bonafide_types::{governance::Command, rewards::RejectAppealArgs};

/// Decide an open appeal: the case costs what it did. By proposal, or directly as the governance
/// principal. Other decisions are `case reduce` and `case cancel`; without any in time the case
/// expires.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem case reject-appeal 3 --reason 'The seals were broken' --neuron 1"
)]
pub(crate) struct Args {
    /// The case.
    case: u64,
    /// Why, at most 1,000 bytes.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = RejectAppealArgs {
        case_id: args.case,
        reason: args.reason,
    };
    governed::run(&Command::RejectAppeal(call), &args.governed, global).await
}
