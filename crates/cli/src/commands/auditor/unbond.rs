use crate::{context::Global, error::CliError, output::fields, words};
use bonafide_types::audits::UnbondStakeArgs;
use serde_json::json;

/// Ask free stake back. It is paid with `auditor withdraw` once it is due; until then it can
/// still be taken.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity auditor.pem auditor unbond --amount-e8s 1000000000"
)]
pub(crate) struct Args {
    /// How much.
    #[arg(long, value_name = "E8S")]
    amount_e8s: u64,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let audits = global.audits().await?;
    let call = UnbondStakeArgs {
        amount_e8s: args.amount_e8s,
    };
    let account = audits.unbond_stake(&call).await?;
    global.output().result(&json!({ "account": account }), |_| {
        fields(&words::account(&account))
    })
}
