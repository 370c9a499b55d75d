use crate::{commands::escrow::told, context::Global, error::CliError};
use bonafide_types::rewards::UnbondBondArgs;

/// Ask a bond back. It is paid with `bond withdraw` once it is due; until then it can still be
/// taken, and what a case has locked stays until that case is over.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity provider.pem bond unbond --amount-e8s 50000000000"
)]
pub(crate) struct Args {
    /// How much.
    #[arg(long, value_name = "E8S")]
    amount_e8s: u64,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let call = UnbondBondArgs {
        amount_e8s: args.amount_e8s,
    };
    let account = global.rewards().await?.unbond_bond(&call).await?;
    told(&account, global)
}
