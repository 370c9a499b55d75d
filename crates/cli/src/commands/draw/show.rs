use crate::{
    answer::SavedAnswer,
    context::Global,
    error::CliError,
    output::{fields, instant, or_empty},
    words,
};
use bonafide_types::audits::Draw;
use serde::Serialize;

/// Show one draw with proof, or the proof that there is none: what it depends on, the seed and
/// where it is from, and what was drawn, by places in the snapshot. `draw verify` names them.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide draw show 3\n  bonafide --json draw show 3 --proof > answer.json && bonafide verify answer answer.json"
)]
pub(crate) struct Args {
    /// The draw.
    id: u64,
    /// Keep the certified answer in the JSON, for `bonafide verify answer`.
    #[arg(long)]
    proof: bool,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    id: u64,
    draw: Option<Draw>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<SavedAnswer>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let audits = global.audits().await?;
    let (draw, proven) = audits.draw_certified(args.id).await?;
    let shown = Shown {
        certified: true,
        id: args.id,
        draw,
        answer: args
            .proof
            .then(|| SavedAnswer::new(audits.canister(), &proven.answer)),
    };
    global.output().result(&shown, |shown| match &shown.draw {
        None => format!("no such draw, proven: {}", shown.id),
        Some(draw) => format!("{}\nproof: certified by the network", described(draw)),
    })
}

/// A draw in words, one field per line.
pub(crate) fn described(draw: &Draw) -> String {
    let snapshot = &draw.snapshot;
    let rules = &snapshot.rules;
    let seed = draw.randomness.as_ref();
    let result = draw.result.as_ref();
    fields(&[
        ("draw", draw.id.to_string()),
        ("for", words::draw_purpose(draw.purpose)),
        ("fixed", instant(snapshot.at_ns)),
        ("snapshot hash", snapshot.hash.to_string()),
        ("hash of the sites", snapshot.sites_hash.to_string()),
        (
            "sites",
            format!(
                "{}, of them {} critical and {} certain, of weight {} in all",
                snapshot.sites,
                snapshot.critical_sites,
                snapshot.certain_sites,
                snapshot.total_weight
            ),
        ),
        ("auditors with free stake", snapshot.auditors.to_string()),
        ("sites wanted", rules.sites.to_string()),
        ("budget", words::e8s(rules.budget_e8s)),
        (
            "seed",
            or_empty(seed.map(|seed| format!("{}, {}", seed.seed, instant(seed.at_ns)))),
        ),
        (
            "its source",
            or_empty(seed.map(|seed| words::source(&seed.source))),
        ),
        (
            "sites drawn",
            or_empty(result.map(|result| result.drawn.len())),
        ),
        (
            "passed over for want of auditors",
            or_empty(result.map(|result| result.skipped.len())),
        ),
        (
            "ended",
            or_empty(result.map(|result| words::draw_end(result.ended))),
        ),
    ])
}
