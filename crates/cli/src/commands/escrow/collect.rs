use crate::{
    arguments::rewards::provider_or_caller,
    context::Global,
    error::CliError,
    output::{fields, instant, or_empty},
    words::e8s,
};
use candid::Principal;
use serde_json::json;

/// Take over what came to a provider's escrow account at the ledger, less the ledger's fee: a lot,
/// which is released after the holdback. Anyone with a key may ask for it.
///
/// When it is not known yet whether the ledger moved it, the canister goes on by itself.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity any.pem escrow collect 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe"
)]
pub(crate) struct Args {
    /// The provider; else the caller.
    provider: Option<Principal>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let rewards = global.rewards().await?;
    let provider = provider_or_caller(args.provider, &rewards)?;
    let lot = rewards.collect_escrow(provider).await?;
    global.output().result(&json!({ "lot": lot }), |_| {
        fields(&[
            ("lot", lot.id.to_string()),
            ("provider", lot.provider.to_string()),
            ("pays period", or_empty(lot.period_id)),
            ("came in", e8s(lot.deposited_e8s)),
            ("released", instant(lot.due_at_ns)),
        ])
    })
}
