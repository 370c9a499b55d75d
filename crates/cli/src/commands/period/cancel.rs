use crate::{commands::governed, context::Global, error::CliError};
use bonafide_types::{governance::Command, rewards::CancelPeriodArgs};

/// Take a period back that is not closed; its days can be adopted again. By proposal, or directly
/// as the governance principal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem period cancel 3 --reason 'Wrong facts' --neuron 1"
)]
pub(crate) struct Args {
    /// The period.
    period: u64,
    /// Why, at most 1,000 bytes.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = CancelPeriodArgs {
        period_id: args.period,
        reason: args.reason,
    };
    governed::run(&Command::CancelPeriod(call), &args.governed, global).await
}
