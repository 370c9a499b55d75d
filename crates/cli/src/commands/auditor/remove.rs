use crate::{commands::governed, context::Global, error::CliError};
use bonafide_types::{audits::RemoveAuditorArgs, governance::Command, id::AuditorId};
use candid::Principal;

/// Remove an auditor for good: it is not drawn any more. By proposal, or directly as the governance
/// principal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem auditor remove 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe --reason 'An example' --neuron 1"
)]
pub(crate) struct Args {
    /// The auditor.
    auditor: Principal,
    /// Why, at most 1,000 bytes.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = RemoveAuditorArgs {
        id: AuditorId(args.auditor),
        reason: args.reason,
    };
    governed::run(&Command::RemoveAuditor(call), &args.governed, global).await
}
