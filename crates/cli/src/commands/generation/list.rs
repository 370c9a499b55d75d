use crate::{
    context::Global,
    error::CliError,
    output::{count, instant, or_empty, table},
};
use bonafide_types::registry::{Generation, table as tables};
use serde::Serialize;

/// List hardware generations with their dates, proven whole.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide generation list")]
pub(crate) struct Args {
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    generations: Vec<Generation>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let generations = registry.table(tables::GENERATION, args.limit).await?;
    let shown = Shown {
        certified: true,
        generations,
    };
    global.output().result(&shown, |shown| {
        let rows = shown.generations.iter().map(|row| {
            [
                row.name.clone(),
                row.node_types.join(" "),
                instant(row.onboarding_from_ns),
                or_empty(row.onboarding_until_ns.map(instant)),
                or_empty(row.supported_until_ns.map(instant)),
                if row.sev_snp { "yes" } else { "no" }.into(),
            ]
        });
        let list = table(
            [
                "generation",
                "reward types",
                "onboarding from",
                "until",
                "supported until",
                "SEV-SNP",
            ],
            rows,
        );
        format!("{list}\n{}", count(shown.generations.len(), "generation"))
    })
}
