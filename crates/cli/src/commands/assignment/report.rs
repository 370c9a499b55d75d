use crate::{
    context::Global,
    error::CliError,
    output::{count, fields, instant, or_empty},
    words,
};
use bonafide_policy::report;
use bonafide_types::{
    audits::{FiledReport, Report},
    id::AuditorId,
};
use candid::Principal;
use serde::Serialize;

/// Show the reports of an assignment that were revealed, proven whole. Others see them from then
/// on and not before.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide assignment report 7\n  bonafide assignment report 7 --auditor 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe"
)]
pub(crate) struct Args {
    /// The assignment.
    assignment: u64,
    /// Only this auditor's.
    #[arg(long, value_name = "PRINCIPAL")]
    auditor: Option<Principal>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    reports: Vec<FiledReport>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let audits = global.audits().await?;
    let reports = match args.auditor {
        None => audits.reports_certified(args.assignment).await?,
        Some(auditor) => {
            let auditor = AuditorId(auditor);
            let (report, _) = audits.report_certified(args.assignment, auditor).await?;
            report.into_iter().collect()
        }
    };
    let shown = Shown {
        certified: true,
        reports,
    };
    global.output().result(&shown, |shown| {
        let mut reports: Vec<_> = shown.reports.iter().map(filed).collect();
        reports.push(count(shown.reports.len(), "report"));
        reports.join("\n\n")
    })
}

/// A report that was revealed, in words.
pub(super) fn filed(filed: &FiledReport) -> String {
    let head = fields(&[
        ("auditor", filed.auditor.to_string()),
        ("revealed", instant(filed.revealed_at_ns)),
        ("nonce", hex::encode(&filed.nonce.0)),
    ]);
    format!("{head}\n{}", described(&filed.report))
}

/// A report in words.
pub(super) fn described(report: &Report) -> String {
    let checklist = &report.checklist;
    let differs: Vec<_> = report
        .discrepancies
        .iter()
        .map(|entry| {
            let nodes = usize::try_from(entry.nodes).unwrap_or(usize::MAX);
            format!("{} ({})", words::class(entry.class), count(nodes, "node"))
        })
        .collect();
    let owner = |same| if same { "as declared" } else { "another" };
    let owner = checklist.owner_as_declared.map(owner);
    let mut text = fields(&[
        ("outcome", words::outcome(report.outcome).into()),
        ("report hash", report::hash(report).to_string()),
        ("not as declared", differs.join(", ")),
        ("nodes present", checklist.nodes_present.to_string()),
        ("signed the challenge", checklist.handshakes.to_string()),
        (
            "largest round trip",
            or_empty(checklist.lan_rtt_us.map(|us| format!("{us} microseconds"))),
        ),
        (
            "serial numbers as declared",
            checklist.serial_numbers.to_string(),
        ),
        ("chip ids as declared", checklist.chip_ids.to_string()),
        (
            "distance",
            or_empty(checklist.distance_m.map(|metres| format!("{metres} m"))),
        ),
        ("owner of the data centre", or_empty(owner)),
        (
            "challenge",
            or_empty(
                checklist
                    .challenge
                    .as_ref()
                    .map(|nonce| hex::encode(&nonce.0)),
            ),
        ),
        ("remarks", report.remarks.clone()),
    ]);
    for piece in &report.evidence {
        text += &format!(
            "\n  evidence {} ({}, {} bytes)",
            piece.sha256, piece.media_type, piece.bytes
        );
    }
    text
}
