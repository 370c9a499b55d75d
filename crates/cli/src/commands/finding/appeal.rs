use super::show::described;
use crate::{context::Global, error::CliError};
use bonafide_types::audits::AppealFindingArgs;
use serde_json::json;

/// Appeal against a finding: a panel of twice as many auditors and one more looks again.
///
/// What the panel costs is the bond, from the caller's free stake (`auditor deposit`, which is
/// for anyone). It is paid back when the panel overturns the finding.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity provider.pem finding appeal 2 --grounds 'The node stands in the next rack, see our forum thread'"
)]
pub(crate) struct Args {
    /// The finding.
    finding: u64,
    /// Why, at most 1,000 bytes. It is public.
    #[arg(long)]
    grounds: String,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let audits = global.audits().await?;
    let call = AppealFindingArgs {
        finding_id: args.finding,
        grounds: args.grounds,
    };
    let finding = audits.appeal_finding(&call).await?;
    global
        .output()
        .result(&json!({ "finding": finding }), |_| described(&finding))
}
