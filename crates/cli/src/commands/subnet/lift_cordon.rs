use crate::{arguments::subnets::dimension, commands::governed, context::Global, error::CliError};
use bonafide_types::{
    governance::Command,
    registry::{CordonKey, Dimension, SetCordonsArgs},
};

/// Lift a cordon before its time: by proposal, or directly as the governance principal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem subnet lift-cordon data-center zh9 --neuron 1"
)]
pub(crate) struct Args {
    /// By what: node-operator, node-provider, cluster, data-center, data-center-owner, area or
    /// country.
    #[arg(value_parser = dimension)]
    dimension: Dimension,
    /// Whose nodes, as `subnet cordons` names them.
    actor: String,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let key = CordonKey {
        dimension: args.dimension,
        actor: args.actor,
    };
    let call = SetCordonsArgs {
        set: Vec::new(),
        lift: vec![key],
    };
    governed::run(&Command::SetCordons(call), &args.governed, global).await
}
