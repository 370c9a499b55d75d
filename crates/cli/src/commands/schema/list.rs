use crate::{
    context::Global,
    error::CliError,
    output::{count, instant, or_empty, table},
};
use bonafide_types::identity::{Schema, table as tables};
use serde::Serialize;

/// List what can be attested, proven whole.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide schema list")]
pub(crate) struct Args {
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    schemas: Vec<Schema>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let identity = global.identity().await?;
    let shown = Shown {
        certified: true,
        schemas: identity.table(tables::SCHEMA, args.limit).await?,
    };
    global.output().result(&shown, |shown| {
        let rows = shown.schemas.iter().map(|schema| {
            [
                schema.name.clone(),
                schema.version.to_string(),
                format!("{:?}", schema.kind),
                schema.fields.join(", "),
                or_empty(schema.mandatory_since_ns.map(instant)),
            ]
        });
        let list = table(
            ["schema", "version", "about", "facts", "asked of all since"],
            rows,
        );
        format!("{list}\n{}", count(shown.schemas.len(), "schema"))
    })
}
