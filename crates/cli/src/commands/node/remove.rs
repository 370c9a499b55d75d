use crate::{commands::governed::DONE, context::Global, error::CliError};
use bonafide_types::{id::NodeId, registry::RemoveNodeDirectlyArgs};
use candid::Principal;
use serde_json::json;

/// Remove a node. The identity must be its operator's. The allowance does not come back.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity operator.pem node remove rwlgt-iiaaa-aaaaa-aaaaa-cai"
)]
pub(crate) struct Args {
    /// A node that is neither member of a subnet nor boundary node.
    node: Principal,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let call = RemoveNodeDirectlyArgs {
        node_id: NodeId(args.node),
    };
    global.registry().await?.remove_node_directly(&call).await?;
    let value = json!({ "node_id": call.node_id, "removed": true });
    global.output().result(&value, |_| DONE.into())
}
