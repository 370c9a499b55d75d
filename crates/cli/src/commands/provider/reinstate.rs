use crate::{commands::governed, context::Global, error::CliError};
use bonafide_types::{governance::Command, id::ProviderId, registry::ReinstateProviderArgs};
use candid::Principal;

/// End a provider's suspension: by proposal, or directly as the governance principal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem provider reinstate 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe --reason 'An example' --neuron 1"
)]
pub(crate) struct Args {
    /// A suspended provider.
    provider: Principal,
    /// Why, at most 1,000 bytes.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = ReinstateProviderArgs {
        id: ProviderId(args.provider),
        reason: args.reason,
    };
    governed::run(&Command::ReinstateProvider(call), &args.governed, global).await
}
