use crate::{
    answer::SavedAnswer,
    arguments::instant as moment,
    context::Global,
    error::CliError,
    output::{instant, table},
};
use bonafide_types::{
    id::ProviderId,
    identity::{GetScoreArgs, Score, ScoreReason, ScoreSource},
};
use candid::Principal;
use serde::Serialize;

/// Show a provider's score, every line explained. As of when it last changed it is proven; at
/// another time or by other weights it is one node's word, which anyone can compute anew.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide score show 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe\n  bonafide score show 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe --at 2027-01-31 --weights-version 1"
)]
pub(crate) struct Args {
    /// The provider.
    provider: Principal,
    /// As of when, in UTC, not after now.
    #[arg(long, value_name = "DATE", value_parser = moment)]
    at: Option<u64>,
    /// By which weights; else by those in effect then.
    #[arg(long, value_name = "N")]
    weights_version: Option<u32>,
    /// Keep the certified answer in the JSON, for `bonafide verify answer`.
    #[arg(long, conflicts_with_all = ["at", "weights_version"])]
    proof: bool,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    id: ProviderId,
    score: Option<Score>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<SavedAnswer>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let identity = global.identity().await?;
    let id = ProviderId(args.provider);
    let asked = args.at.is_some() || args.weights_version.is_some();
    let (score, answer) = if asked {
        let call = GetScoreArgs {
            subject: id,
            at_ns: args.at,
            weights_version: args.weights_version,
        };
        (Some(identity.score(&call).await?), None)
    } else {
        let (score, proven) = identity.score_certified(id).await?;
        let answer = args
            .proof
            .then(|| SavedAnswer::new(identity.canister(), &proven.answer));
        (score, answer)
    };
    let shown = Shown {
        certified: !asked,
        id,
        score,
        answer,
    };
    global.output().result(&shown, |shown| match &shown.score {
        None => format!("no score, proven: {}", shown.id),
        Some(score) => human(score),
    })
}

fn human(score: &Score) -> String {
    let rows = score.lines.iter().map(|line| {
        [
            source(&line.source),
            line.category.clone(),
            line.points.to_string(),
            reason(&line.reason),
        ]
    });
    format!(
        "{}\n{} points at {} by weights {}",
        table(["what", "category", "points", "why"], rows),
        score.total,
        instant(score.at_ns),
        score.weights_version
    )
}

fn source(source: &ScoreSource) -> String {
    match source {
        ScoreSource::Registry(name) => format!("{name} (registry)"),
        ScoreSource::Attestation { schema, issuer, id } => {
            format!("{schema}: attestation {id} by {issuer}")
        }
        ScoreSource::Finding { class, id } => format!("{class}: finding {id}"),
        ScoreSource::Absent(name) => name.clone(),
    }
}

fn reason(reason: &ScoreReason) -> String {
    match reason {
        ScoreReason::Counts { until_ns: None } => "counts".into(),
        ScoreReason::Counts {
            until_ns: Some(until),
        } => format!("counts until {}", instant(*until)),
        ScoreReason::Capped { weight, cap } => format!("weight {weight}, capped at {cap}"),
        ScoreReason::SameOwner { counted, owner } => {
            format!("{owner} counts already by attestation {counted}")
        }
        ScoreReason::NoWeight => "the weights do not name it".into(),
        ScoreReason::NotValid(status) => format!("not valid: {status:?}"),
        ScoreReason::NotThere => "not there".into(),
        ScoreReason::Found => "a finding".into(),
    }
}
