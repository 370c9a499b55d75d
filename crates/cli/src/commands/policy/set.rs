use crate::{
    arguments::{LinkName, instant},
    commands::governed,
    context::Global,
    error::CliError,
};
use bonafide_types::{governance::Command, registry::SetRegistryPolicyArgs};

/// Set the numbers that the registry's rules use: by proposal, or directly as the governance
/// principal. All of them are given again.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem policy set --ownership-threshold-bps 1000 --counted-links shared-owner,corporate,family --generation-notice-days 180 --boundary-node-operators 2 --effective-from 2027-01-01 --neuron 1"
)]
pub(crate) struct Args {
    /// From which share an owner is to be named, basis points, 1 to 2,500.
    #[arg(long, value_name = "BPS")]
    ownership_threshold_bps: u16,
    /// Which links make one actor of two providers.
    #[arg(long, value_name = "KINDS", value_delimiter = ',')]
    counted_links: Vec<LinkName>,
    /// Count a link that only one of both declares.
    #[arg(long)]
    one_sided_links_count: bool,
    /// Notice before an end date of a generation, 30 to 730.
    #[arg(long, value_name = "DAYS")]
    generation_notice_days: u32,
    /// Operators that run API boundary nodes at least, 2 to 16.
    #[arg(long, value_name = "N")]
    boundary_node_operators: u32,
    /// From when, in UTC; else at once.
    #[arg(long, value_name = "DATE", value_parser = instant)]
    effective_from: Option<u64>,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = SetRegistryPolicyArgs {
        ownership_threshold_bps: args.ownership_threshold_bps,
        counted_links: args.counted_links.into_iter().map(Into::into).collect(),
        one_sided_links_count: args.one_sided_links_count,
        generation_notice_days: args.generation_notice_days,
        boundary_node_operators: args.boundary_node_operators,
        effective_from_ns: args.effective_from,
    };
    governed::run(&Command::SetRegistryPolicy(call), &args.governed, global).await
}
