use crate::{commands::governed, context::Global, error::CliError};
use bonafide_types::{governance::Command, id::VerifierId, identity::RemoveVerifierArgs};
use candid::Principal;

/// Remove a verifier for good: its attestations count nothing from then on. By proposal, or
/// directly as the governance principal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem verifier remove 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe --reason 'An example' --neuron 1"
)]
pub(crate) struct Args {
    /// The verifier.
    verifier: Principal,
    /// Why, at most 1,000 bytes.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = RemoveVerifierArgs {
        id: VerifierId(args.verifier),
        reason: args.reason,
    };
    governed::run(&Command::RemoveVerifier(call), &args.governed, global).await
}
