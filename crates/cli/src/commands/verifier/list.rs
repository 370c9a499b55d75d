use crate::{
    context::Global,
    error::CliError,
    output::{count, table},
};
use bonafide_types::identity::{Scope, Verifier, table as tables};
use serde::Serialize;

/// List every verifier ever admitted, proven whole.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide verifier list")]
pub(crate) struct Args {
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    verifiers: Vec<Verifier>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let identity = global.identity().await?;
    let shown = Shown {
        certified: true,
        verifiers: identity.table(tables::VERIFIER, args.limit).await?,
    };
    global.output().result(&shown, |shown| {
        let rows = shown.verifiers.iter().map(|verifier| {
            [
                verifier.id.to_string(),
                verifier.name.clone(),
                verifier.owner.clone(),
                format!("{:?}", verifier.status()),
                scope(&verifier.scope),
            ]
        });
        let list = table(["verifier", "name", "owner", "status", "may attest"], rows);
        format!("{list}\n{}", count(shown.verifiers.len(), "verifier"))
    })
}

/// `person for 250000000 e8s, ...`.
pub(super) fn scope(scope: &[Scope]) -> String {
    let entries: Vec<_> = scope
        .iter()
        .map(|entry| format!("{} for {} e8s", entry.schema, entry.fee_e8s))
        .collect();
    entries.join(", ")
}
