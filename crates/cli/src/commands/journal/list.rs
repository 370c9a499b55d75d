use super::show::{authority, outcome};
use crate::{
    context::Global,
    error::CliError,
    output::{instant, table},
    record, sources,
};
use bonafide_types::{
    certified::RowKey,
    governance::{JournalEntry, ListJournalArgs, Source},
    id::Sha256Hash,
};
use serde::Serialize;

/// List what was authorised, newest first: one node's word. `journal show` proves one entry.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide journal list --record data_center:zh9\n  bonafide journal list --source nns-motion --limit 10"
)]
pub(crate) struct Args {
    /// Only commands that name this record: `data_center:zh9`, `neuron:3`, `provider:PRINCIPAL`.
    #[arg(long, group = "filter", value_name = "TABLE:KEY", value_parser = record::parse)]
    record: Option<RowKey>,
    /// Only this governed method.
    #[arg(long, group = "filter")]
    method: Option<String>,
    /// Only the command with this hash.
    #[arg(long, group = "filter", value_name = "HASH", value_parser = parse_hash)]
    command: Option<Sha256Hash>,
    /// Only what came this way.
    #[arg(long, group = "filter")]
    source: Option<SourceName>,
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum SourceName {
    Council,
    Sns,
    NnsMotion,
    Upgrade,
}

impl From<SourceName> for Source {
    fn from(source: SourceName) -> Self {
        match source {
            SourceName::Council => Self::Council,
            SourceName::Sns => Self::Sns,
            SourceName::NnsMotion => Self::NnsMotion,
            SourceName::Upgrade => Self::Upgrade,
        }
    }
}

fn parse_hash(text: &str) -> Result<Sha256Hash, String> {
    sources::declarations::sha256(text).ok_or_else(|| "give 64 hex digits".into())
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    entries: Vec<JournalEntry>,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let governance = global.governance().await?;
    let mut list = ListJournalArgs {
        record: args.record,
        command_hash: args.command,
        method: args.method,
        source: args.source.map(Into::into),
        ..ListJournalArgs::default()
    };
    let limit = args.limit.unwrap_or(usize::MAX);
    let mut entries: Vec<JournalEntry> = Vec::new();
    while entries.len() < limit {
        let page = governance.journal(&list).await?;
        entries.extend(page.entries);
        match page.next {
            Some(next) if list.before != Some(next) => list.before = Some(next),
            _ => break,
        }
    }
    entries.truncate(limit);
    let shown = Shown {
        certified: false,
        entries,
    };
    global.output().result(&shown, |shown| {
        let rows = shown.entries.iter().map(|entry| {
            [
                entry.id.to_string(),
                instant(entry.opened_at_ns),
                authority(entry),
                entry.method.clone(),
                outcome(&entry.outcome).into(),
                entry.command_hash.to_string(),
            ]
        });
        let header = [
            "entry",
            "time",
            "authority",
            "method",
            "outcome",
            "command hash",
        ];
        let list = table(header, rows);
        let noun = if shown.entries.len() == 1 {
            "entry"
        } else {
            "entries"
        };
        format!("{list}\n{} {noun}", shown.entries.len())
    })
}
