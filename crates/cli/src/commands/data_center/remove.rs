use crate::{commands::governed, context::Global, error::CliError};
use bonafide_types::{governance::Command, registry::RemoveDataCentersArgs};

/// Remove data centres that no operator record refers to, all or none: by proposal, or directly
/// as the governance principal.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide --identity me.pem data-center remove zh8 zh9 --neuron 1")]
pub(crate) struct Args {
    /// Existing data centres, at most 100.
    #[arg(required = true)]
    ids: Vec<String>,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = RemoveDataCentersArgs { ids: args.ids };
    governed::run(&Command::RemoveDataCenters(call), &args.governed, global).await
}
