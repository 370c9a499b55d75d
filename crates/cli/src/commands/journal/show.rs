use crate::{
    answer::SavedAnswer,
    context::Global,
    error::CliError,
    output::{fields, instant, or_empty},
    record,
};
use bonafide_types::governance::{JournalEntry, Outcome, Source};
use serde::Serialize;

/// Show one entry of the journal with proof, or the proof that there is none.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide journal show 0\n  bonafide --json journal show 0 --proof > answer.json && bonafide verify answer answer.json"
)]
pub(crate) struct Args {
    /// The entry.
    id: u64,
    /// Keep the certified answer in the JSON, for `bonafide verify answer`.
    #[arg(long)]
    proof: bool,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    id: u64,
    entry: Option<JournalEntry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<SavedAnswer>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let governance = global.governance().await?;
    let (entry, proven) = governance.journal_entry_certified(args.id).await?;
    let shown = Shown {
        certified: true,
        id: args.id,
        entry,
        answer: args
            .proof
            .then(|| SavedAnswer::new(governance.canister(), &proven.answer)),
    };
    global.output().result(&shown, |shown| match &shown.entry {
        None => format!("no such entry, proven: {}", shown.id),
        Some(entry) => format!(
            "{}\nproven by canister {}",
            human(entry),
            governance.canister()
        ),
    })
}

/// An entry, one field per line.
pub(crate) fn human(entry: &JournalEntry) -> String {
    let records: Vec<_> = entry
        .records
        .iter()
        .map(|record| record::show(&record.table, &record.key.0))
        .collect();
    let reason = match &entry.outcome {
        Outcome::Failed { reason } | Outcome::Quarantined { reason } => reason.as_str(),
        Outcome::Pending | Outcome::Executing | Outcome::Executed => "",
    };
    fields(&[
        ("journal entry", entry.id.to_string()),
        ("authority", authority(entry)),
        ("method", entry.method.clone()),
        ("canister", entry.canister.to_string()),
        ("command hash", entry.command_hash.to_string()),
        ("records", records.join(", ")),
        ("authorised", instant(entry.opened_at_ns)),
        ("outcome", outcome(&entry.outcome).into()),
        ("reason", reason.into()),
        ("known", or_empty(entry.closed_at_ns.map(instant))),
        (
            "reply",
            or_empty(entry.reply.as_ref().map(|reply| hex::encode(&reply.0))),
        ),
        (
            "settled by",
            or_empty(entry.settled_by.map(|id| format!("entry {id}"))),
        ),
    ])
}

/// `council proposal 3`, `upgrade batch 1, command 2`.
pub(super) fn authority(entry: &JournalEntry) -> String {
    let id = entry.source_id;
    match entry.source {
        Source::Council => format!("council proposal {id}"),
        Source::Sns => format!("SNS call {id}"),
        Source::NnsMotion => format!("NNS motion {id}"),
        Source::Upgrade => format!("upgrade batch {id}, command {}", entry.index),
    }
}

pub(super) fn outcome(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Pending => "pending",
        Outcome::Executing => "executing",
        Outcome::Executed => "executed",
        Outcome::Failed { .. } => "failed",
        Outcome::Quarantined { .. } => "quarantined",
    }
}
