use crate::{commands::governed, context::Global, error::CliError};
use bonafide_types::{governance::Command, id::VerifierId, identity::SuspendVerifierArgs};
use candid::Principal;

/// Suspend a verifier: its attestations count nothing, and their subjects have 90 days to find
/// another one. By proposal, or directly as the governance principal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem verifier suspend 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe --reason 'An example' --neuron 1"
)]
pub(crate) struct Args {
    /// An active verifier.
    verifier: Principal,
    /// Why, at most 1,000 bytes.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = SuspendVerifierArgs {
        id: VerifierId(args.verifier),
        reason: args.reason,
    };
    governed::run(&Command::SuspendVerifier(call), &args.governed, global).await
}
