use crate::{
    arguments::{instant, subnets::dimension},
    commands::governed,
    context::Global,
    error::CliError,
};
use bonafide_types::{
    governance::Command,
    registry::{CordonArgs, Dimension, SetCordonsArgs},
};

/// Let no node of somebody join a subnet until a date, or set such a cordon anew: by proposal, or
/// directly as the governance principal. Members stay.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem subnet cordon data-center zh9 --reason 'The building is rewired' --until 2027-01-31 --neuron 1"
)]
pub(crate) struct Args {
    /// By what: node-operator, node-provider, cluster, data-center, data-center-owner, area or
    /// country.
    #[arg(value_parser = dimension)]
    dimension: Dimension,
    /// Whose nodes: a principal, the id of a data centre, the name of its owner, `CC,Area`, or a
    /// country code.
    actor: String,
    /// Why, at most 1,000 bytes.
    #[arg(long)]
    reason: String,
    /// Until when, in UTC; at most 366 days ahead.
    #[arg(long, value_name = "DATE", value_parser = instant)]
    until: u64,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let cordon = CordonArgs {
        dimension: args.dimension,
        actor: args.actor,
        reason: args.reason,
        until_ns: args.until,
    };
    let call = SetCordonsArgs {
        set: vec![cordon],
        lift: Vec::new(),
    };
    governed::run(&Command::SetCordons(call), &args.governed, global).await
}
