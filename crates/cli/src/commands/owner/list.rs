use crate::{
    context::Global,
    error::CliError,
    output::{count, table},
};
use bonafide_types::registry::{OwnerAlias, table as tables};
use serde::Serialize;

/// List the other names of data-centre owners, proven whole.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide owner list")]
pub(crate) struct Args {
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    aliases: Vec<OwnerAlias>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let aliases = registry.table(tables::OWNER_ALIAS, args.limit).await?;
    let shown = Shown {
        certified: true,
        aliases,
    };
    global.output().result(&shown, |shown| {
        let rows = shown
            .aliases
            .iter()
            .map(|row| [row.alias.clone(), row.canonical.clone()]);
        let list = table(["alias", "counted as"], rows);
        format!("{list}\n{}", count(shown.aliases.len(), "name"))
    })
}
