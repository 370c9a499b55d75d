use crate::{commands::governed, context::Global, error::CliError};
use bonafide_types::{governance::Command, identity::FreezeDisclosuresArgs};

/// Stop all releases of keys for 14 days, or until the freeze is lifted: by proposal, or directly
/// as the governance principal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem disclosure freeze --reason 'An example' --neuron 1"
)]
pub(crate) struct Args {
    /// Why, at most 1,000 bytes.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = FreezeDisclosuresArgs {
        reason: args.reason,
    };
    governed::run(&Command::FreezeDisclosures(call), &args.governed, global).await
}
