use crate::{arguments::ids, commands::governed, context::Global, error::CliError};
use bonafide_types::{governance::Command, registry::RemoveNodesArgs};
use candid::Principal;

/// Eject nodes, all or none: by proposal, or directly as the governance principal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem node eject rwlgt-iiaaa-aaaaa-aaaaa-cai renrk-eyaaa-aaaaa-aaada-cai --neuron 1"
)]
pub(crate) struct Args {
    /// Nodes that are neither members of a subnet nor boundary nodes, at most 100.
    #[arg(required = true)]
    nodes: Vec<Principal>,
    /// Give one of its operator's allowance back for each.
    #[arg(long)]
    return_allowance: bool,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = RemoveNodesArgs {
        ids: ids(&args.nodes),
        return_allowance: args.return_allowance,
    };
    governed::run(&Command::RemoveNodes(call), &args.governed, global).await
}
