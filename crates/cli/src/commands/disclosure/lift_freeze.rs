use crate::{commands::governed, context::Global, error::CliError};
use bonafide_types::{governance::Command, identity::LiftFreezeArgs};

/// End a freeze of disclosures: by proposal, or directly as the governance principal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem disclosure lift-freeze --reason 'An example' --neuron 1"
)]
pub(crate) struct Args {
    /// Why, at most 1,000 bytes.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = LiftFreezeArgs {
        reason: args.reason,
    };
    governed::run(&Command::LiftFreeze(call), &args.governed, global).await
}
