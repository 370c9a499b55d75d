use crate::{
    commands::journal,
    context::Global,
    error::{CliError, Exit},
};
use bonafide_types::governance::Outcome;

/// Execute the command of an adopted NNS motion. Anyone may, once.
///
/// It answers the journal's entry. A command that failed exits with 1; the motion is used up
/// then.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide motion execute 135172")]
pub(crate) struct Args {
    /// The proposal's id in the NNS.
    nns_proposal_id: u64,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let governance = global.governance().await?;
    let id = args.nns_proposal_id;
    let entry = governance.execute_adopted_motion(id).await?;
    let (kind, reason) = match &entry.outcome {
        Outcome::Failed { reason } => ("ExecutionFailed", reason),
        Outcome::Quarantined { reason } => ("OutcomeUnknown", reason),
        Outcome::Pending | Outcome::Executing | Outcome::Executed => {
            return global.output().result(&entry, journal::human);
        }
    };
    let message = format!("NNS proposal {id}, journal entry {}: {reason}", entry.id);
    Err(CliError::new(Exit::Refused, kind, message)
        .with("proposal_id", id)
        .with("journal_id", entry.id))
}
