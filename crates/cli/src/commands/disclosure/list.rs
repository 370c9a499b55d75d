use crate::{
    context::Global,
    error::CliError,
    output::{count, instant, table},
};
use bonafide_types::identity::{Freeze, Grant, table as tables};
use serde::Serialize;

/// List disclosures, proven whole, and the freeze when one was ordered.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide disclosure list")]
pub(crate) struct Args {
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    grants: Vec<Grant>,
    /// Ordered last and not lifted; it ends by itself.
    freeze: Option<Freeze>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let identity = global.identity().await?;
    let (freeze, _) = identity.freeze_certified().await?;
    let shown = Shown {
        certified: true,
        grants: identity.table(tables::GRANT, args.limit).await?,
        freeze,
    };
    global.output().result(&shown, |shown| {
        let rows = shown.grants.iter().map(|grant| {
            [
                grant.id.to_string(),
                count(grant.records.len(), "record"),
                count(grant.recipients.len(), "recipient"),
                instant(grant.granted_at_ns),
                instant(grant.expires_at_ns),
                grant.purpose.clone(),
            ]
        });
        let header = ["number", "opens", "to", "since", "until", "why"];
        let mut text = table(header, rows);
        text += &format!("\n{}", count(shown.grants.len(), "disclosure"));
        if let Some(freeze) = &shown.freeze {
            text += &format!(
                "\nfrozen {} until {}: {}",
                instant(freeze.since_ns),
                instant(freeze.until_ns),
                freeze.reason
            );
        }
        text
    })
}
