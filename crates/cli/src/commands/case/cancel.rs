use crate::{commands::governed, context::Global, error::CliError};
use bonafide_types::{governance::Command, rewards::CancelCaseArgs};

/// Cancel a case that is not executed, and undo everything that is so because of it: by proposal,
/// or directly as the governance principal. Cases of the same subject, class and window that cost
/// no more are cancelled with it, and later ones are not frozen.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem case cancel 3 --reason 'It was another provider' --neuron 1"
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
    let call = CancelCaseArgs {
        case_id: args.case,
        reason: args.reason,
    };
    governed::run(&Command::CancelCase(call), &args.governed, global).await
}
