use crate::{
    answer::SavedAnswer,
    arguments::identity::record_version,
    context::Global,
    error::CliError,
    output::{fields, instant},
};
use bonafide_types::identity::{Record, RecordVersion};
use serde::Serialize;

/// Show one version of an encrypted record with proof, or the proof that there is none. Nobody
/// but its owner is shown the ciphertext.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide record show 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe/0/1"
)]
pub(crate) struct Args {
    /// The record: provider, number and version.
    #[arg(value_name = "PROVIDER/RECORD/VERSION", value_parser = record_version)]
    record: RecordVersion,
    /// Keep the certified answer in the JSON, for `bonafide verify answer`.
    #[arg(long)]
    proof: bool,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    id: RecordVersion,
    record: Option<Record>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<SavedAnswer>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let identity = global.identity().await?;
    let (record, proven) = identity.record_certified(args.record).await?;
    let shown = Shown {
        certified: true,
        id: args.record,
        record,
        answer: args
            .proof
            .then(|| SavedAnswer::new(identity.canister(), &proven.answer)),
    };
    global.output().result(&shown, |shown| match &shown.record {
        None => format!("no such record, proven: {}", shown.id),
        Some(record) => fields(&[
            ("record", record.record.to_string()),
            ("inside", format!("{:?}", record.kind)),
            ("bytes", record.bytes.to_string()),
            ("sha256", record.ciphertext_hash.to_string()),
            ("opened by", committee(record)),
            ("stored", instant(record.stored_at_ns)),
            ("state", state(record)),
            ("proof", "certified by the network".into()),
        ]),
    })
}

pub(super) fn committee(record: &Record) -> String {
    match record.committee {
        None => "one recipient".into(),
        Some(committee) => format!("{} of {}", committee.threshold, committee.slots),
    }
}

pub(super) fn state(record: &Record) -> String {
    let at = |what: &str, ns: Option<u64>| ns.map(|ns| format!("{what} {}", instant(ns)));
    let states: Vec<_> = [
        at("replaced", record.replaced_at_ns),
        at("disclosed", record.disclosed_at_ns),
        at("erased", record.erased_at_ns),
    ]
    .into_iter()
    .flatten()
    .collect();
    if states.is_empty() {
        return "current".into();
    }
    states.join(", ")
}
