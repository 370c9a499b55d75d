use crate::{commands::governed::DONE, context::Global, error::CliError};
use bonafide_types::{id::NodeId, registry::UpdateNodeDomainDirectlyArgs};
use candid::Principal;
use serde_json::json;

/// Set a node's domain name, or take it away. The identity must be its operator's.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide --identity operator.pem node domain rwlgt-iiaaa-aaaaa-aaaaa-cai node1.example.com\n  bonafide --identity operator.pem node domain rwlgt-iiaaa-aaaaa-aaaaa-cai --none"
)]
pub(crate) struct Args {
    /// A node that is no boundary node.
    node: Principal,
    /// The domain name, in lower case.
    #[arg(required_unless_present = "none", conflicts_with = "none")]
    domain: Option<String>,
    /// Takes it away.
    #[arg(long)]
    none: bool,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let call = UpdateNodeDomainDirectlyArgs {
        node_id: NodeId(args.node),
        domain: args.domain.clone(),
    };
    let registry = global.registry().await?;
    let node = registry.update_node_domain_directly(&call).await?;
    global
        .output()
        .result(&json!({ "node": node }), |_| DONE.into())
}
