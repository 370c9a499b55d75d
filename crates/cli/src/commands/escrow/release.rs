use super::told;
use crate::{arguments::rewards::provider_or_caller, context::Global, error::CliError};
use candid::Principal;

/// Send a provider what is due of its escrow and is not locked, to the account that it named; less
/// the ledger's fee. Anyone with a key may ask for it; the canister does so by itself as well.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity any.pem escrow release 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe"
)]
pub(crate) struct Args {
    /// The provider; else the caller.
    provider: Option<Principal>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let rewards = global.rewards().await?;
    let provider = provider_or_caller(args.provider, &rewards)?;
    let account = rewards.release_escrow(provider).await?;
    told(&account, global)
}
