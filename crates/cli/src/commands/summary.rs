use crate::{
    context::Global,
    error::CliError,
    output::{fields, or_empty},
};
use bonafide_client::{ClientError, RuntimeError};
use bonafide_types::{governance, registry::Summary};
use serde::Serialize;

/// How much the registry holds, and governance when a canister governs it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide --network local summary --json")]
pub(crate) struct Args {}

#[derive(Serialize)]
struct Shown {
    /// Counters are one node's word.
    certified: bool,
    #[serde(flatten)]
    summary: Summary,
    /// Null when no canister is known that governs.
    governance: Option<governance::Summary>,
}

pub(crate) async fn run(global: &Global) -> Result<(), CliError> {
    let summary = global.registry().await?.summary().await?;
    let governance = governance(global).await?;
    global.output().result(
        &Shown {
            certified: false,
            summary,
            governance,
        },
        |Shown {
             summary,
             governance,
             ..
         }| {
            let count = |of: fn(&governance::Summary) -> u64| or_empty(governance.as_ref().map(of));
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
                ("neurons", count(|summary| summary.neurons)),
                ("voting power", count(|summary| summary.voting_power)),
                ("proposals", count(|summary| summary.proposals)),
                ("of them in vote", count(|summary| summary.open_proposals)),
                ("journal entries", count(|summary| summary.journal_entries)),
                ("of unknown outcome", count(|summary| summary.quarantined)),
                ("governance events", count(|summary| summary.events)),
            ])
        },
    )
}

/// Governance's counters; none when who governs is no canister, or none of ours.
async fn governance(global: &Global) -> Result<Option<governance::Summary>, CliError> {
    let client = match global.governance().await {
        Ok(client) => client,
        Err(error) if error.kind == "Canister" => return Ok(None),
        Err(error) => return Err(error),
    };
    match client.summary().await {
        Ok(summary) => Ok(Some(summary)),
        Err(ClientError::Runtime(RuntimeError::Rejected { .. }) | ClientError::Reply { .. }) => {
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}
