use crate::{commands::escrow::told, context::Global, error::CliError};

/// Have a bond paid out that was asked back and is due, to the provider's default account at the
/// ledger; less the ledger's fee.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide --identity provider.pem bond withdraw")]
pub(crate) struct Args {}

pub(crate) async fn run(global: &Global) -> Result<(), CliError> {
    let account = global.rewards().await?.withdraw_bond().await?;
    told(&account, global)
}
