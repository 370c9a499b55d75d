use crate::{arguments::rewardable, commands::governed, context::Global, error::CliError};
use bonafide_types::{
    governance::Command,
    id::{OperatorId, ProviderId},
    registry::{RewardableNodes, UpdateNodeOperatorConfigArgs},
};
use candid::Principal;

/// Change an operator record: by proposal, or directly as the governance principal. What is not
/// given stays.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide --identity me.pem operator update r7inp-6aaaa-aaaaa-aaabq-cai --allowance 4 --neuron 1\n  bonafide --identity me.pem operator update r7inp-6aaaa-aaaaa-aaabq-cai --provider ryjl3-tyaaa-aaaaa-aaaba-cai --neuron 1"
)]
pub(crate) struct Args {
    /// An existing operator.
    operator: Principal,
    /// Hands the record over to this provider.
    #[arg(long, value_name = "PRINCIPAL")]
    provider: Option<Principal>,
    /// Another data centre, while the operator has no nodes.
    #[arg(long, value_name = "ID")]
    data_center: Option<String>,
    /// Nodes it may still register.
    #[arg(long, value_name = "N")]
    allowance: Option<u64>,
    /// Nodes paid for by reward type, type=count; may be given several times.
    #[arg(long, value_name = "TYPE=N", value_parser = rewardable)]
    rewardable: Vec<RewardableNodes>,
    /// Most nodes it may be paid for, type=count; may be given several times.
    #[arg(long, value_name = "TYPE=N", value_parser = rewardable)]
    max_rewardable: Vec<RewardableNodes>,
    /// Another IPv6 prefix of its machines.
    #[arg(long, value_name = "PREFIX", conflicts_with = "no_ipv6_prefix")]
    ipv6_prefix: Option<String>,
    /// Takes the IPv6 prefix away.
    #[arg(long)]
    no_ipv6_prefix: bool,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = UpdateNodeOperatorConfigArgs {
        id: OperatorId(args.operator),
        provider: args.provider.map(ProviderId),
        dc_id: args.data_center,
        node_allowance: args.allowance,
        rewardable_nodes: args.rewardable,
        max_rewardable_nodes: args.max_rewardable,
        ipv6_prefix: args.ipv6_prefix,
        set_ipv6_to_none: args.no_ipv6_prefix,
    };
    let command = Command::UpdateNodeOperatorConfig(call);
    governed::run(&command, &args.governed, global).await
}
