use crate::{commands::governed, context::Global, error::CliError};
use bonafide_types::{governance::Command, id::ProviderId, registry::SuspendProviderArgs};
use candid::Principal;

/// Suspend an active provider: its operators register no nodes until it is reinstated. By
/// proposal, or directly as the governance principal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem provider suspend 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe --reason 'An example' --neuron 1"
)]
pub(crate) struct Args {
    /// An active provider.
    provider: Principal,
    /// Why, at most 1,000 bytes.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = SuspendProviderArgs {
        id: ProviderId(args.provider),
        reason: args.reason,
    };
    governed::run(&Command::SuspendProvider(call), &args.governed, global).await
}
