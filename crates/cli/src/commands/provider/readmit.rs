use crate::{arguments::ids, commands::governed, context::Global, error::CliError};
use bonafide_types::{governance::Command, id::ProviderId, registry::ReadmitProviderArgs};
use candid::Principal;

/// Let a barred provider take part (again): by proposal, or directly as the governance
/// principal. No allowance comes back with it.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide --identity me.pem provider readmit 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe --reason 'An example' --neuron 1\n  bonafide --identity me.pem provider readmit 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe --despite ryjl3-tyaaa-aaaaa-aaaba-cai --reason 'An example' --neuron 1"
)]
pub(crate) struct Args {
    /// The provider: itself offboarded, in the cluster of one that is, or not known yet.
    provider: Principal,
    /// Offboarded providers that no longer stand against it; else it stands against itself.
    #[arg(long, value_name = "PRINCIPALS", value_delimiter = ',')]
    despite: Vec<Principal>,
    /// Why, at most 1,000 bytes.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let id = ProviderId(args.provider);
    let call = ReadmitProviderArgs {
        id,
        despite: if args.despite.is_empty() {
            vec![id]
        } else {
            ids(&args.despite)
        },
        reason: args.reason,
    };
    governed::run(&Command::ReadmitProvider(call), &args.governed, global).await
}
