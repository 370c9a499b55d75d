use crate::{commands::governed, context::Global, error::CliError};
use bonafide_types::{audits::SettleFindingArgs, governance::Command};

/// Say whether a finding stands: one that the appeals left open, or any that is not settled. By
/// proposal, or directly as the governance principal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem finding settle 2 --verdict stands --reason 'Both panels saw it' --neuron 1"
)]
pub(crate) struct Args {
    /// The finding.
    finding: u64,
    /// Whether it stands.
    #[arg(long)]
    verdict: Verdict,
    /// Why, at most 1,000 bytes.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    governed: governed::Options,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Verdict {
    Stands,
    Overturned,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = SettleFindingArgs {
        finding_id: args.finding,
        stands: args.verdict == Verdict::Stands,
        reason: args.reason,
    };
    governed::run(&Command::SettleFinding(call), &args.governed, global).await
}
