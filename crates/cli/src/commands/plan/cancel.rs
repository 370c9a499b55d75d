use crate::{commands::governed, context::Global, error::CliError};
use bonafide_types::{audits::CancelAuditPlanArgs, governance::Command};

/// Take a plan back, as long as its seed is not drawn; its budget is free again. By proposal, or
/// directly as the governance principal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem plan cancel 3 --reason 'An example' --neuron 1"
)]
pub(crate) struct Args {
    /// The plan.
    plan: u64,
    /// Why, at most 1,000 bytes.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = CancelAuditPlanArgs {
        plan_id: args.plan,
        reason: args.reason,
    };
    governed::run(&Command::CancelAuditPlan(call), &args.governed, global).await
}
