use crate::{
    answer::SavedAnswer,
    context::Global,
    error::CliError,
    output::{fields, instant, or_empty},
    words,
};
use bonafide_types::audits::{Plan, WeightRule};
use serde::Serialize;

/// Show one plan with proof, or the proof that there is none.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide plan show 3\n  bonafide --json plan show 3 --proof > answer.json && bonafide verify answer answer.json"
)]
pub(crate) struct Args {
    /// The plan.
    id: u64,
    /// Keep the certified answer in the JSON, for `bonafide verify answer`.
    #[arg(long)]
    proof: bool,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    id: u64,
    plan: Option<Plan>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<SavedAnswer>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let audits = global.audits().await?;
    let (plan, proven) = audits.plan_certified(args.id).await?;
    let shown = Shown {
        certified: true,
        id: args.id,
        plan,
        answer: args
            .proof
            .then(|| SavedAnswer::new(audits.canister(), &proven.answer)),
    };
    global.output().result(&shown, |shown| match &shown.plan {
        None => format!("no such plan, proven: {}", shown.id),
        Some(plan) => human(plan),
    })
}

fn human(plan: &Plan) -> String {
    let terms = &plan.terms;
    fields(&[
        ("plan", plan.id.to_string()),
        ("name", terms.name.clone()),
        ("adopted", instant(plan.adopted_at_ns)),
        ("state", words::plan_state(&plan.state)),
        ("sites wanted", terms.sites.to_string()),
        ("at most sites", words::team(terms.ordinary)),
        ("at critical sites", words::team(terms.critical)),
        (
            "visits",
            format!(
                "after {} business days, within {} more",
                terms.notice_business_days, terms.window_business_days
            ),
        ),
        ("fee of a report", words::e8s(terms.fee_e8s)),
        (
            "budget",
            format!(
                "{} asked for, {} reserved at first, {} now",
                words::e8s(terms.budget_e8s),
                words::e8s(plan.budget_e8s),
                words::e8s(plan.reserved_e8s)
            ),
        ),
        (
            "repeated",
            format!("{} basis points of the audits", terms.reaudit_bps),
        ),
        ("weights", weights(&terms.weights)),
        ("draw", or_empty(plan.draw_id)),
        ("draw of re-audits", or_empty(plan.reaudit_draw_id)),
        ("sites drawn", plan.drawn.to_string()),
        ("audits under way", plan.open_assignments.to_string()),
        ("audits with a quorum", plan.concluded.to_string()),
        ("not as declared", plan.bad.to_string()),
        ("proof", "certified by the network".into()),
    ])
}

fn weights(rule: &WeightRule) -> String {
    format!(
        "{} in the NNS subnet, {} in another critical one, {} in any other, {} in none; more by \
         {} % for each half year without a visit, {} % for each alert, {} % for each missing \
         statement of identity",
        rule.nns,
        rule.critical,
        rule.application,
        rule.spare,
        rule.stale_percent,
        rule.alert_percent,
        rule.stamp_percent
    )
}
