use crate::{
    answer::SavedAnswer,
    context::Global,
    error::{CliError, Exit},
    output::{fields, instant},
};
use bonafide_policy::decentralization::verdict;
use bonafide_types::{
    certified::RowKey,
    registry::{MembershipRecord, table as tables},
};
use serde::Serialize;
use serde_bytes::ByteBuf;

/// Show the verdict on a change of membership that was made, with proof, or the proof that there
/// is none. Its hash is computed anew; when it differs, it exits with 4.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide subnet record 3\n  bonafide --json subnet record 3 --proof > answer.json && bonafide verify answer answer.json"
)]
pub(crate) struct Args {
    /// The record, counted from 0.
    id: u64,
    /// Keep the certified answer in the JSON, for `bonafide verify answer`.
    #[arg(long)]
    proof: bool,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    id: u64,
    record: Option<MembershipRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<SavedAnswer>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let key = RowKey {
        table: tables::MEMBERSHIP.into(),
        key: ByteBuf::from(args.id.to_be_bytes()),
    };
    let proven = registry.rows_certified(&[key]).await?;
    let record = proven.rows.iter().find_map(|row| row.record().transpose());
    let record: Option<MembershipRecord> = record.transpose()?;
    if let Some(record) = &record {
        let again = verdict::verdict_hash(&record.verdict);
        if again != record.verdict_hash {
            let message = format!("the verdict has hash {again}, not the one on record");
            return Err(CliError::new(
                Exit::Unverified,
                "VerdictHashMismatch",
                message,
            ));
        }
    }
    let shown = Shown {
        certified: true,
        id: args.id,
        record,
        answer: args
            .proof
            .then(|| SavedAnswer::new(registry.canister(), &proven.answer)),
    };
    global.output().result(&shown, |shown| match &shown.record {
        None => format!("no such record, proven: {}", shown.id),
        Some(record) => human(record),
    })
}

fn human(record: &MembershipRecord) -> String {
    let list = fields(&[
        ("record", record.id.to_string()),
        ("executed", instant(record.executed_at_ns)),
        ("verdict", record.verdict_hash.to_string()),
        ("request", record.verdict.request_hash.to_string()),
        (
            "as of",
            format!("{} events of the registry", record.verdict.registry_events),
        ),
        (
            "proof",
            "certified by the network; hash computed anew".into(),
        ),
    ]);
    format!("{list}\n\n{}", verdict::words(&record.verdict))
}
