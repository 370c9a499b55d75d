use crate::{
    answer::SavedAnswer,
    context::Global,
    error::CliError,
    output::{fields, or_empty, table},
    words::{e8s, rewards as words},
};
use bonafide_types::rewards::{Period, PeriodTotals};
use serde::Serialize;

/// Show one period with proof, or the proof that there is none: its days, its formula, its rate,
/// where its facts come from, and what its providers earn together.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide period show 3\n  bonafide --json period show 3 --proof > answer.json && bonafide verify answer answer.json"
)]
pub(crate) struct Args {
    /// The period.
    id: u64,
    /// Keep the certified answer in the JSON, for `bonafide verify answer`.
    #[arg(long)]
    proof: bool,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    id: u64,
    period: Option<Period>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<SavedAnswer>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let rewards = global.rewards().await?;
    let (period, proven) = rewards.period_certified(args.id).await?;
    let shown = Shown {
        certified: true,
        id: args.id,
        period,
        answer: args
            .proof
            .then(|| SavedAnswer::new(rewards.canister(), &proven.answer)),
    };
    global.output().result(&shown, |shown| match &shown.period {
        None => format!("no such period, proven: {}", shown.id),
        Some(period) => format!("{}\nproof: certified by the network", described(period)),
    })
}

/// A period in words, one field per line, then its penalties.
pub(super) fn described(period: &Period) -> String {
    let mut lines: Vec<(&str, String)> = vec![
        ("period", period.id.to_string()),
        ("days", words::days(period.from_day, period.to_day)),
        ("engine", period.engine.name().into()),
        (
            "one ICP is worth",
            format!("{} XDR permyriad", period.xdr_permyriad_per_icp),
        ),
        ("by", period.rate_source.clone()),
        ("facts", words::inputs(&period.inputs).into()),
        ("slices", period.slices.to_string()),
        ("state", words::period_state(period.state, period.slices)),
        ("computed from", or_empty(period.input_hash)),
    ];
    lines.extend(period.totals.iter().flat_map(totals));
    let mut text = fields(&lines);
    if !period.penalties.is_empty() {
        let rows = period.penalties.iter().map(|penalty| {
            let [case, takes, of] = words::penalty(penalty);
            [penalty.provider.to_string(), case, takes, of]
        });
        text += "\nPenalties\n";
        text += &table(["provider", "case", "takes", "of"], rows);
    }
    text
}

fn totals(totals: &PeriodTotals) -> [(&'static str, String); 6] {
    let PeriodTotals {
        providers,
        faulty,
        gross_xdr_permyriad,
        kept_xdr_permyriad,
        gross_e8s,
        kept_e8s,
        alerts,
    } = *totals;
    let amounts =
        |xdr_permyriad: u64, amount: u64| format!("{xdr_permyriad} XDR permyriad, {}", e8s(amount));
    [
        ("providers", providers.to_string()),
        ("of them without figures", faulty.to_string()),
        ("earned together", amounts(gross_xdr_permyriad, gross_e8s)),
        (
            "taken by penalties",
            amounts(
                gross_xdr_permyriad.saturating_sub(kept_xdr_permyriad),
                gross_e8s.saturating_sub(kept_e8s),
            ),
        ),
        ("kept", amounts(kept_xdr_permyriad, kept_e8s)),
        ("alerts", alerts.to_string()),
    ]
}
