use crate::{
    answer::SavedAnswer,
    context::Global,
    error::CliError,
    output::{fields, instant, or_empty},
    words,
};
use bonafide_types::audits::{Appeal, AppealVerdict, Finding};
use serde::Serialize;

/// Show one finding and its appeals with proof, or the proof that there is none.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide finding show 2\n  bonafide --json finding show 2 --proof > answer.json && bonafide verify answer answer.json"
)]
pub(crate) struct Args {
    /// The finding.
    id: u64,
    /// Keep the certified answer in the JSON, for `bonafide verify answer`.
    #[arg(long)]
    proof: bool,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    id: u64,
    finding: Option<Finding>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<SavedAnswer>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let audits = global.audits().await?;
    let (finding, proven) = audits.finding_certified(args.id).await?;
    let shown = Shown {
        certified: true,
        id: args.id,
        finding,
        answer: args
            .proof
            .then(|| SavedAnswer::new(audits.canister(), &proven.answer)),
    };
    global
        .output()
        .result(&shown, |shown| match &shown.finding {
            None => format!("no such finding, proven: {}", shown.id),
            Some(finding) => format!("{}\nproof: certified by the network", described(finding)),
        })
}

/// A finding in words, one field per line, then its appeals.
pub(super) fn described(finding: &Finding) -> String {
    let mut text = fields(&[
        ("finding", finding.id.to_string()),
        ("assignment", finding.assignment_id.to_string()),
        ("site", finding.site.to_string()),
        ("what", words::class(finding.class).into()),
        ("nodes", finding.nodes.to_string()),
        ("evidence", finding.evidence_hash.to_string()),
        ("established", instant(finding.established_at_ns)),
        ("can be appealed until", instant(finding.appeal_until_ns)),
        ("state", words::finding_state(finding.state)),
    ]);
    for appeal in &finding.appeals {
        text += &format!("\n  {}", appealed(appeal));
    }
    text
}

fn appealed(appeal: &Appeal) -> String {
    let verdict = match appeal.verdict {
        None => "at work",
        Some(AppealVerdict::Upheld) => "upholds it",
        Some(AppealVerdict::Overturned) => "overturns it",
        Some(AppealVerdict::Undecided) => "did not decide",
    };
    let assignment = appeal.assignment_id.map(|id| format!(", assignment {id}"));
    format!(
        "{}  appeal by {} with a bond of {}: {}; the panel of {} (draw {}{}) {verdict}",
        instant(appeal.at_ns),
        appeal.by,
        words::e8s(appeal.bond_e8s),
        appeal.grounds,
        appeal.panel,
        appeal.draw_id,
        or_empty(assignment)
    )
}
