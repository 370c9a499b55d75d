use crate::{arguments::ids, commands::governed, context::Global, error::CliError};
use bonafide_types::{governance::Command, registry::RemoveNodeOperatorsArgs};
use candid::Principal;

/// Remove operator records without nodes, all or none: by proposal, or directly as the
/// governance principal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem operator remove r7inp-6aaaa-aaaaa-aaabq-cai --neuron 1"
)]
pub(crate) struct Args {
    /// Existing operators, at most 100.
    #[arg(required = true)]
    operators: Vec<Principal>,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = RemoveNodeOperatorsArgs {
        ids: ids(&args.operators),
    };
    governed::run(&Command::RemoveNodeOperators(call), &args.governed, global).await
}
