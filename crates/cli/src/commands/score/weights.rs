use crate::{
    context::Global,
    error::CliError,
    output::{fields, instant},
};
use bonafide_types::identity::{ScoreWeights, table as tables};
use serde::Serialize;

/// List every version of what stamps and findings are worth, proven whole.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide score weights")]
pub(crate) struct Args {}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    versions: Vec<ScoreWeights>,
}

pub(crate) async fn run(_: &Args, global: &Global) -> Result<(), CliError> {
    let identity = global.identity().await?;
    let shown = Shown {
        certified: true,
        versions: identity.table(tables::SCORE_WEIGHTS, None).await?,
    };
    global.output().result(&shown, |shown| {
        let versions: Vec<_> = shown.versions.iter().map(human).collect();
        versions.join("\n\n")
    })
}

fn human(weights: &ScoreWeights) -> String {
    let categories = weights
        .categories
        .iter()
        .map(|category| format!("{} up to {}", category.name, category.cap));
    let stamps = weights
        .stamps
        .iter()
        .map(|stamp| format!("{} {} ({})", stamp.schema, stamp.weight, stamp.category));
    let findings = weights
        .findings
        .iter()
        .map(|finding| format!("{} -{}", finding.class, finding.weight));
    fields(&[
        ("version", weights.version.to_string()),
        ("from", instant(weights.effective_from_ns)),
        ("categories", categories.collect::<Vec<_>>().join(", ")),
        ("stamps", stamps.collect::<Vec<_>>().join(", ")),
        ("findings", findings.collect::<Vec<_>>().join(", ")),
    ])
}
