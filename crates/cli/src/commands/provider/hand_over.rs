use crate::{commands::governed, context::Global, error::CliError};
use bonafide_types::{governance::Command, id::ProviderId, registry::HandOverProviderArgs};
use candid::Principal;

/// Move a provider's records to another principal: by proposal, or directly as the governance
/// principal. It then accepts the declaration and answers the questions of independence itself.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem provider hand-over 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe --to ryjl3-tyaaa-aaaaa-aaaba-cai --reason 'The key was replaced' --neuron 1"
)]
pub(crate) struct Args {
    /// An active or suspended provider.
    provider: Principal,
    /// A principal that has no profile yet.
    #[arg(long, value_name = "PRINCIPAL")]
    to: Principal,
    /// Why, at most 1,000 bytes.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = HandOverProviderArgs {
        from: ProviderId(args.provider),
        to: ProviderId(args.to),
        reason: args.reason,
    };
    governed::run(&Command::HandOverProvider(call), &args.governed, global).await
}
