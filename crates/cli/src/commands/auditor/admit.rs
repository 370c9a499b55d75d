use crate::{commands::governed, context::Global, error::CliError};
use bonafide_types::{audits::AdmitAuditorArgs, governance::Command, id::AuditorId};
use candid::Principal;

/// Admit an auditor that applied: it is drawn from the next snapshot on. By proposal, or directly
/// as the governance principal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem auditor admit 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe --reason 'An example' --neuron 1"
)]
pub(crate) struct Args {
    /// An applicant.
    auditor: Principal,
    /// Why, at most 1,000 bytes.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = AdmitAuditorArgs {
        id: AuditorId(args.auditor),
        reason: args.reason,
    };
    governed::run(&Command::AdmitAuditor(call), &args.governed, global).await
}
