use super::{nonce, report::filed, report_file};
use crate::{context::Global, error::CliError};
use bonafide_types::{audits::RevealReportArgs, id::Blob};
use serde_json::json;
use std::path::PathBuf;

/// Reveal the report that was committed to, and be paid for it. The identity must be the
/// auditor's who committed.
///
/// Needs the report as it was and the nonce that `assignment commit` kept. Everyone can read
/// the report from then on.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity auditor.pem assignment reveal 7 --report report.json"
)]
pub(crate) struct Args {
    /// The assignment.
    assignment: u64,
    /// The report, JSON.
    #[arg(long, value_name = "FILE")]
    report: PathBuf,
    /// Where the nonce is kept; else beside the report, in `<report>.nonce.json`.
    #[arg(long, value_name = "FILE")]
    nonce_file: Option<PathBuf>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let report = report_file::read(&args.report)?;
    let path = nonce::path(args.nonce_file.as_deref(), &args.report);
    let kept = nonce::read(&path)?;
    let audits = global.audits().await?;
    let nonce = kept.bytes_for(&path, &audits, args.assignment, &report)?;
    let call = RevealReportArgs {
        assignment_id: args.assignment,
        report,
        nonce: Blob(nonce.to_vec()),
    };
    let revealed = audits.reveal_report(&call).await?;
    global
        .output()
        .result(&json!({ "report": revealed }), |_| filed(&revealed))
}
