use crate::{context::Global, error::CliError, output::fields};
use bonafide_types::registry::Summary;
use serde::Serialize;

/// How much the registry holds.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide --network local summary --json")]
pub(crate) struct Args {}

#[derive(Serialize)]
struct Shown {
    /// Counters are one node's word.
    certified: bool,
    #[serde(flatten)]
    summary: Summary,
}

pub(crate) async fn run(global: &Global) -> Result<(), CliError> {
    let summary = global.registry().await?.summary().await?;
    global.output().result(
        &Shown {
            certified: false,
            summary,
        },
        |Shown { summary, .. }| {
            fields(&[
                ("providers", summary.providers.to_string()),
                ("of them imported", summary.imported_providers.to_string()),
                ("data centres", summary.data_centers.to_string()),
                ("operators", summary.node_operators.to_string()),
                ("nodes", summary.nodes.to_string()),
                ("subnets", summary.subnets.to_string()),
                (
                    "published declarations",
                    summary.published_declarations.to_string(),
                ),
                ("declaration texts", summary.declaration_texts.to_string()),
                ("acceptances", summary.acceptances.to_string()),
                ("imports", summary.imports.to_string()),
                ("events", summary.events.to_string()),
            ])
        },
    )
}
