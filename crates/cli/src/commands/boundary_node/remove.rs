use crate::{arguments::ids, commands::governed, context::Global, error::CliError};
use bonafide_types::{governance::Command, registry::RemoveApiBoundaryNodesArgs};
use candid::Principal;

/// Make plain nodes of API boundary nodes again, all or none: by proposal, or directly as the
/// governance principal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem boundary-node remove rwlgt-iiaaa-aaaaa-aaaaa-cai --neuron 1"
)]
pub(crate) struct Args {
    /// Boundary nodes, at most 50.
    #[arg(required = true)]
    nodes: Vec<Principal>,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = RemoveApiBoundaryNodesArgs {
        node_ids: ids(&args.nodes),
    };
    let command = Command::RemoveApiBoundaryNodes(call);
    governed::run(&command, &args.governed, global).await
}
