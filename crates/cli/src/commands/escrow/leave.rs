use super::told;
use crate::{context::Global, error::CliError};

/// Have rewards no longer come here. What is in escrow stays until it is due, and can be taken
/// until then.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide --identity provider.pem escrow leave")]
pub(crate) struct Args {}

pub(crate) async fn run(global: &Global) -> Result<(), CliError> {
    let account = global.rewards().await?.leave_escrow().await?;
    told(&account, global)
}
