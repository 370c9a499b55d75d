use super::{report_file, show::certified};
use crate::{context::Global, error::CliError};
use bonafide_types::audits::{Checklist, Outcome, Report};

/// Print a report to begin with, in which nothing was seen yet; with the challenge of the day when
/// it is issued. The file is what `assignment commit --report` takes; it is the same with and
/// without --json.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide assignment template 7 > report.json")]
pub(crate) struct Args {
    /// The assignment.
    assignment: u64,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let audits = global.audits().await?;
    let (assignment, _) = certified(&audits, args.assignment).await?;
    let report = Report {
        outcome: Outcome::Unable,
        discrepancies: Vec::new(),
        checklist: Checklist {
            challenge: assignment.challenge.map(|challenge| challenge.nonce),
            ..Checklist::default()
        },
        evidence: Vec::new(),
        remarks: String::new(),
    };
    let file = report_file::of(&report);
    let text =
        serde_json::to_string_pretty(&file).map_err(|error| CliError::usage("Output", error))?;
    global.output().result(&file, |_| text)
}
