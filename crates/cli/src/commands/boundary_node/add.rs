use crate::{
    arguments::{ServiceName, sha256},
    commands::governed,
    context::Global,
    error::CliError,
};
use bonafide_types::{
    governance::Command,
    id::{NodeId, Sha256Hash},
    registry::{AddApiBoundaryNodeArgs, AddApiBoundaryNodesArgs},
};
use candid::Principal;

/// Turn nodes into API boundary nodes, all or none: by proposal, or directly as the governance
/// principal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem boundary-node add rwlgt-iiaaa-aaaaa-aaaaa-cai renrk-eyaaa-aaaaa-aaada-cai --version 0123456789abcdef0123456789abcdef01234567 --kind http --monitor --neuron 1"
)]
pub(crate) struct Args {
    /// Nodes outside of subnets, each with a domain of its own; at most 50.
    #[arg(required = true)]
    nodes: Vec<Principal>,
    /// The elected `GuestOS` version they run.
    #[arg(long)]
    version: String,
    /// What they serve.
    #[arg(long, default_value = "api")]
    kind: ServiceName,
    /// SHA-256 of their operator's policy on local law.
    #[arg(long, value_name = "HEX", value_parser = sha256)]
    local_law_policy: Option<Sha256Hash>,
    /// They also measure other nodes.
    #[arg(long)]
    monitor: bool,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let nodes = args.nodes.iter().map(|node| AddApiBoundaryNodeArgs {
        node_id: NodeId(*node),
        kind: args.kind.into(),
        local_law_policy: args.local_law_policy,
        monitor: args.monitor,
    });
    let call = AddApiBoundaryNodesArgs {
        nodes: nodes.collect(),
        version: args.version,
    };
    governed::run(&Command::AddApiBoundaryNodes(call), &args.governed, global).await
}
