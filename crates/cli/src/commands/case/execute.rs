use super::show::described;
use crate::{context::Global, error::CliError};
use serde_json::json;

/// Execute a case whose time for appeals is over: what is locked for it goes to the treasury, and
/// its reporter is paid a part of that. Anyone with a key may; where nobody does in time, the case
/// expires.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide --identity any.pem case execute 3")]
pub(crate) struct Args {
    /// The case.
    case: u64,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let case = global.rewards().await?.execute_case(args.case).await?;
    global
        .output()
        .result(&json!({ "case": case }), |_| described(&case))
}
