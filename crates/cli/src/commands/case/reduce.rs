use crate::{commands::governed, context::Global, error::CliError};
use bonafide_types::{governance::Command, rewards::ReduceCaseArgs};

/// Lower what a case costs; what is no longer locked is free again, and an open appeal is decided
/// by it. By proposal, or directly as the governance principal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem case reduce 3 --ppb 50000000 --reason 'One node, not two' --neuron 1"
)]
pub(crate) struct Args {
    /// The case.
    case: u64,
    /// What it costs from then on, billionths of what was earned: less than now, at least 1.
    #[arg(long, value_name = "NUMBER")]
    ppb: u32,
    /// Why, at most 1,000 bytes.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = ReduceCaseArgs {
        case_id: args.case,
        ppb: args.ppb,
        reason: args.reason,
    };
    governed::run(&Command::ReduceCase(call), &args.governed, global).await
}
