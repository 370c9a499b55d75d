use crate::{commands::governed, context::Global, error::CliError};
use bonafide_types::{governance::Command, identity::SetFeeBudgetArgs};

/// Say what the treasury will pay to verifiers, all together: by proposal, or directly as the
/// governance principal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem budget set --authorized-e8s 100000000000 --neuron 1"
)]
pub(crate) struct Args {
    /// The sum; not below what is reserved and owed.
    #[arg(long, value_name = "E8S")]
    authorized_e8s: u64,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = SetFeeBudgetArgs {
        authorized_e8s: args.authorized_e8s,
    };
    governed::run(&Command::SetFeeBudget(call), &args.governed, global).await
}
