use crate::{
    arguments::{ids, sha256},
    commands::governed,
    context::Global,
    error::CliError,
};
use bonafide_types::{
    governance::Command, id::Sha256Hash, registry::UpdateApiBoundaryNodesTermsArgs,
};
use candid::Principal;

/// Change what is recorded of API boundary nodes beside their version, all or none: by proposal,
/// or directly as the governance principal. What is not given is taken away.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem boundary-node terms rwlgt-iiaaa-aaaaa-aaaaa-cai --local-law-policy abababababababababababababababababababababababababababababababab --monitor --neuron 1"
)]
pub(crate) struct Args {
    /// Boundary nodes, at most 50.
    #[arg(required = true)]
    nodes: Vec<Principal>,
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
    let call = UpdateApiBoundaryNodesTermsArgs {
        node_ids: ids(&args.nodes),
        local_law_policy: args.local_law_policy,
        monitor: args.monitor,
    };
    let command = Command::UpdateApiBoundaryNodesTerms(call);
    governed::run(&command, &args.governed, global).await
}
