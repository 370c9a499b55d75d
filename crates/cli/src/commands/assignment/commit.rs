use super::{nonce, report, report_file, show::certified};
use crate::{
    context::Global,
    error::CliError,
    output::{fields, instant},
};
use bonafide_audits::domain::report as rules;
use bonafide_client::ClientError;
use bonafide_types::audits::CommitReportArgs;
use serde_json::json;
use std::path::PathBuf;

const EXAMPLES: &str = r#"Example: bonafide --identity auditor.pem assignment commit 7 --report report.json

The file, as `assignment template` prints it:
  {"outcome": "Discrepancy",
   "discrepancies": [{"class": "NodeAbsent", "nodes": 1}],
   "checklist": {"nodes_present": 3, "handshakes": 3, "lan_rtt_us": 310, "serial_numbers": 3,
                 "chip_ids": 3, "distance_m": 120, "owner_as_declared": true, "challenge": "<hex>"},
   "evidence": [{"sha256": "<hex>", "media_type": "image/jpeg", "bytes": 204800}],
   "remarks": "One slot of the rack is empty."}

Outcomes: Confirmed, Discrepancy, Refused, Unable. Classes: NodeAbsent, WrongLocation, WrongOwner,
WrongHardware, NoHandshake, OtherOperator."#;

/// Commit to a report, before anyone sees it. The identity must be an auditor's of the
/// assignment; to commit again replaces it.
///
/// A random nonce goes into the commitment and is kept beside the report, in a new file that
/// only its owner may read. Keep report and nonce as they are until `assignment reveal`: without
/// them nothing can be revealed, and an auditor who reveals nothing loses stake. The report is
/// checked first as the canister will check it.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
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
    let audits = global.audits().await?;
    let (assignment, _) = certified(&audits, args.assignment).await?;
    rules::check(&report, assignment.challenge.as_ref()).map_err(ClientError::from)?;
    let path = nonce::path(args.nonce_file.as_deref(), &args.report);
    let (nonce, commitment) = nonce::find_or_make(&path, &audits, args.assignment, &report)?;
    let call = CommitReportArgs {
        assignment_id: args.assignment,
        commitment,
    };
    let view = audits.commit_report(&call).await?;
    let shown = json!({
        "commitment": commitment,
        "nonce": nonce.hex(),
        "nonce_file": path,
        "commit_until_ns": view.assignment.commit_until_ns,
        "reveal_until_ns": view.assignment.reveal_until_ns,
    });
    global.output().result(&shown, |_| {
        let text = fields(&[
            ("committed to", commitment.to_string()),
            ("nonce", nonce.hex().into()),
            ("kept in", path.display().to_string()),
            ("reveal from", instant(view.assignment.commit_until_ns)),
            ("reveal until", instant(view.assignment.reveal_until_ns)),
        ]);
        format!("{}\n{text}", report::described(&report))
    })
}
