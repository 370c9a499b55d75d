use crate::{
    answer::SavedAnswer,
    context::Global,
    error::CliError,
    output::{fields, instant},
};
use bonafide_types::identity::Grant;
use serde::Serialize;

/// Show one disclosure with proof, or the proof that there is none.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide disclosure show 4\n  bonafide --json disclosure show 4 --proof > answer.json && bonafide verify answer answer.json"
)]
pub(crate) struct Args {
    /// The disclosure.
    id: u64,
    /// Keep the certified answer in the JSON, for `bonafide verify answer`.
    #[arg(long)]
    proof: bool,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    id: u64,
    grant: Option<Grant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<SavedAnswer>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let identity = global.identity().await?;
    let (grant, proven) = identity.grant_certified(args.id).await?;
    let shown = Shown {
        certified: true,
        id: args.id,
        grant,
        answer: args
            .proof
            .then(|| SavedAnswer::new(identity.canister(), &proven.answer)),
    };
    global.output().result(&shown, |shown| match &shown.grant {
        None => format!("no such disclosure, proven: {}", shown.id),
        Some(grant) => human(grant),
    })
}

fn human(grant: &Grant) -> String {
    let mut text = fields(&[
        ("disclosure", grant.id.to_string()),
        ("purpose", grant.purpose.clone()),
        ("executed", instant(grant.granted_at_ns)),
        ("until", instant(grant.expires_at_ns)),
        ("uses", grant.uses.to_string()),
        ("proof", "certified by the network".into()),
    ]);
    for record in &grant.records {
        text += &format!("\n  record: {record}");
    }
    for recipient in &grant.recipients {
        let share = match recipient.slot {
            0 => String::new(),
            slot => format!(", share {slot}"),
        };
        text += &format!(
            "\n  to: {}{share}, transport key {}",
            recipient.principal, recipient.transport_key_hash
        );
    }
    text
}
