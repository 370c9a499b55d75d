use crate::{context::Global, error::CliError, words};
use serde_json::json;

/// Take over what was sent to the treasury's account at the ledger, less the ledger's fee.
/// Anyone with a key may ask for it; it goes nowhere else.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide --identity me.pem rewards-treasury collect")]
pub(crate) struct Args {}

pub(crate) async fn run(global: &Global) -> Result<(), CliError> {
    let books = global.rewards().await?.collect_treasury().await?;
    global.output().result(&json!({ "books": books }), |_| {
        format!(
            "collected; the treasury has {}",
            words::e8s(books.treasury_e8s)
        )
    })
}
