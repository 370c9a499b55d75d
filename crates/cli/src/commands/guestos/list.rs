use crate::{
    context::Global,
    error::CliError,
    output::{count, instant, table},
};
use bonafide_types::registry::{GuestosVersion, table as tables};
use serde::Serialize;

/// List elected `GuestOS` versions with their blessed measurements, proven whole.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide guestos list")]
pub(crate) struct Args {
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    versions: Vec<GuestosVersion>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let versions = registry.table(tables::GUESTOS_VERSION, args.limit).await?;
    let shown = Shown {
        certified: true,
        versions,
    };
    global.output().result(&shown, |shown| {
        let rows = shown.versions.iter().map(|row| {
            [
                row.version.clone(),
                row.release_package_sha256.to_string(),
                row.measurements.len().to_string(),
                instant(row.elected_at_ns),
            ]
        });
        let list = table(
            ["version", "release package", "measurements", "elected"],
            rows,
        );
        format!("{list}\n{}", count(shown.versions.len(), "version"))
    })
}
