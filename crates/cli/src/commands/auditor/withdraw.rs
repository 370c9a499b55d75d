use crate::{context::Global, error::CliError, output::fields, words};
use serde_json::json;

/// Have all stake paid out that was asked back and is due, to the caller's default account at
/// the ledger; less the ledger's fee.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide --identity auditor.pem auditor withdraw")]
pub(crate) struct Args {}

pub(crate) async fn run(global: &Global) -> Result<(), CliError> {
    let account = global.audits().await?.withdraw_stake().await?;
    global.output().result(&json!({ "account": account }), |_| {
        fields(&words::account(&account))
    })
}
