use crate::{arguments::blob, commands::governed::DONE, context::Global, error::CliError};
use bonafide_types::{
    id::{Blob, NodeId},
    registry::RegisterNodeArgs,
};
use candid::Principal;
use serde_json::json;

/// Register a node. The identity must be its operator's.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity operator.pem node register ryjl3-tyaaa-aaaaa-aaaba-cai --ipv6 2001:db8:1:2::5 --generation Gen2 --node-reward-type type3.1"
)]
pub(crate) struct Args {
    /// The node's principal.
    node: Principal,
    /// Its IPv6 address.
    #[arg(long, value_name = "ADDRESS")]
    ipv6: String,
    /// Its hardware generation.
    #[arg(long, value_name = "NAME")]
    generation: String,
    /// Its reward type, one of the generation's.
    #[arg(long, value_name = "TYPE")]
    node_reward_type: String,
    /// Its domain name.
    #[arg(long, value_name = "NAME")]
    domain: Option<String>,
    /// Its public IPv4 address.
    #[arg(long, value_name = "ADDRESS")]
    ipv4: Option<String>,
    /// Its SEV-SNP chip id, 64 bytes in hex.
    #[arg(long, value_name = "HEX", value_parser = blob)]
    chip_id: Option<Blob>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let call = RegisterNodeArgs {
        id: NodeId(args.node),
        ipv6: args.ipv6.clone(),
        generation: args.generation.clone(),
        node_reward_type: args.node_reward_type.clone(),
        chip_id: args.chip_id.clone(),
        domain: args.domain.clone(),
        ipv4: args.ipv4.clone(),
    };
    let node = global.registry().await?.register_node(&call).await?;
    global
        .output()
        .result(&json!({ "node": node }), |_| DONE.into())
}
