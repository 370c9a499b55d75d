use crate::{commands::governed, context::Global, error::CliError};
use bonafide_types::{governance::Command, rewards::RefundCaseArgs};

/// Give back all that an executed case took, once, from the treasury. By proposal, or directly as
/// the governance principal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem case refund 3 --reason 'The evidence was forged' --neuron 1"
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
    let call = RefundCaseArgs {
        case_id: args.case,
        reason: args.reason,
    };
    governed::run(&Command::RefundCase(call), &args.governed, global).await
}
