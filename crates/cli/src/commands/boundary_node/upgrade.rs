use crate::{arguments::ids, commands::governed, context::Global, error::CliError};
use bonafide_types::{governance::Command, registry::UpdateApiBoundaryNodesVersionArgs};
use candid::Principal;

/// Upgrade API boundary nodes, all or none: by proposal, or directly as the governance
/// principal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem boundary-node upgrade rwlgt-iiaaa-aaaaa-aaaaa-cai --version 0123456789abcdef0123456789abcdef01234567 --neuron 1"
)]
pub(crate) struct Args {
    /// Boundary nodes, at most 50.
    #[arg(required = true)]
    nodes: Vec<Principal>,
    /// An elected `GuestOS` version.
    #[arg(long)]
    version: String,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = UpdateApiBoundaryNodesVersionArgs {
        node_ids: ids(&args.nodes),
        version: args.version,
    };
    let command = Command::UpdateApiBoundaryNodesVersion(call);
    governed::run(&command, &args.governed, global).await
}
