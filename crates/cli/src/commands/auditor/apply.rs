use super::conflicts::Given;
use crate::{context::Global, error::CliError};
use bonafide_types::audits::ApplyAsAuditorArgs;
use serde_json::json;

/// Apply as an auditor, with the key that reports will be made with and paid to. Needs free
/// stake; a proposal admits.
///
/// Everything given is public. A conflict that is not declared is worth the whole stake.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity auditor.pem auditor apply --name 'Example Inspections' --owner 'Example Holding AG' --statement 'Ten years of inspections of data centres' --tie 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe=employment --dc-owner 'Example Halls'"
)]
pub(crate) struct Args {
    /// Its name.
    #[arg(long)]
    name: String,
    /// Who owns it.
    #[arg(long)]
    owner: String,
    /// Why it is fit for this, at most 1,000 bytes.
    #[arg(long)]
    statement: String,
    #[command(flatten)]
    conflicts: Given,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let audits = global.audits().await?;
    let call = ApplyAsAuditorArgs {
        name: args.name,
        owner: args.owner,
        conflicts: args.conflicts.conflicts(),
        statement: args.statement,
    };
    let auditor = audits.apply_as_auditor(&call).await?;
    global.output().result(&json!({ "auditor": auditor }), |_| {
        format!("{} applied; a proposal admits it", auditor.id)
    })
}
