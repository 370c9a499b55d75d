use crate::{
    context::Global,
    error::CliError,
    output::{count, instant, table},
};
use bonafide_types::registry::{Jurisdiction, table as tables};
use serde::Serialize;
use std::collections::BTreeMap;

/// List the countries that tags stand for, proven whole.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide jurisdiction list --all")]
pub(crate) struct Args {
    /// Every version of each tag, not the last only.
    #[arg(long)]
    all: bool,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    jurisdictions: Vec<Jurisdiction>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let mut jurisdictions: Vec<Jurisdiction> = registry.table(tables::JURISDICTION, None).await?;
    if !args.all {
        // Versions of a tag come in order: the last one stays.
        let last: BTreeMap<_, _> = jurisdictions
            .into_iter()
            .map(|row| (row.tag.clone(), row))
            .collect();
        jurisdictions = last.into_values().collect();
    }
    let shown = Shown {
        certified: true,
        jurisdictions,
    };
    global.output().result(&shown, |shown| {
        let rows = shown.jurisdictions.iter().map(|row| {
            let countries = if row.countries.is_empty() {
                "withdrawn".into()
            } else {
                row.countries.join(" ")
            };
            [
                row.tag.clone(),
                row.version.to_string(),
                countries,
                instant(row.effective_from_ns),
                row.source.clone(),
            ]
        });
        let list = table(["tag", "version", "countries", "from", "source"], rows);
        format!("{list}\n{}", count(shown.jurisdictions.len(), "list"))
    })
}
