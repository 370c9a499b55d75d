use crate::{arguments::rewardable, commands::governed, context::Global, error::CliError};
use bonafide_types::{
    governance::Command,
    id::{OperatorId, ProviderId},
    registry::{AddNodeOperatorArgs, RewardableNodes},
};
use candid::Principal;

/// Add an operator record: by proposal, or directly as the governance principal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem operator add r7inp-6aaaa-aaaaa-aaabq-cai --provider ryjl3-tyaaa-aaaaa-aaaba-cai --data-center zh2 --allowance 10 --rewardable type1.1=10 --ipv6-prefix 2001:db8:1:2::/64 --neuron 1"
)]
pub(crate) struct Args {
    /// Principal of the operator.
    operator: Principal,
    /// A registered provider.
    #[arg(long, value_name = "PRINCIPAL")]
    provider: Principal,
    /// An existing data centre.
    #[arg(long, value_name = "ID")]
    data_center: String,
    /// Nodes it may register.
    #[arg(long, value_name = "N")]
    allowance: u64,
    /// Nodes paid for by reward type, type=count; may be given several times.
    #[arg(long, value_name = "TYPE=N", value_parser = rewardable)]
    rewardable: Vec<RewardableNodes>,
    /// Most nodes it may be paid for, type=count; may be given several times.
    #[arg(long, value_name = "TYPE=N", value_parser = rewardable)]
    max_rewardable: Vec<RewardableNodes>,
    /// IPv6 prefix of its machines.
    #[arg(long, value_name = "PREFIX")]
    ipv6_prefix: Option<String>,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let call = AddNodeOperatorArgs {
        id: OperatorId(args.operator),
        provider: ProviderId(args.provider),
        dc_id: args.data_center.clone(),
        node_allowance: args.allowance,
        rewardable_nodes: args.rewardable.clone(),
        ipv6_prefix: args.ipv6_prefix.clone(),
        max_rewardable_nodes: args.max_rewardable.clone(),
    };
    governed::run(&Command::AddNodeOperator(call), &args.governed, global).await
}
