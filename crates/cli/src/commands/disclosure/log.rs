use crate::{
    context::Global,
    error::CliError,
    output::{count, instant, table},
    paging,
};
use bonafide_types::{
    id::ProviderId,
    identity::{Access, AccessOutcome, ListAccessArgs, table as tables},
};
use candid::Principal;
use serde::Serialize;

/// List the access log: all of it proven whole, that of one provider or disclosure one node's
/// word.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide disclosure log\n  bonafide disclosure log --provider 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe"
)]
pub(crate) struct Args {
    /// Only of this provider's records.
    #[arg(long, value_name = "PRINCIPAL")]
    provider: Option<Principal>,
    /// Only by this disclosure.
    #[arg(long, value_name = "ID")]
    grant: Option<u64>,
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    accesses: Vec<Access>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let identity = global.identity().await?;
    let certified = args.provider.is_none() && args.grant.is_none();
    let accesses = if certified {
        identity.table(tables::ACCESS, args.limit).await?
    } else {
        let accesses = paging::all(args.limit, async |after| {
            let list = ListAccessArgs {
                after,
                limit: None,
                provider: args.provider.map(ProviderId),
                grant_id: args.grant,
            };
            let page = identity.access_log(&list).await?;
            Ok((page.accesses, page.next))
        });
        accesses.await?
    };
    let shown = Shown {
        certified,
        accesses,
    };
    global.output().result(&shown, |shown| {
        let rows = shown.accesses.iter().map(|access| {
            [
                access.id.to_string(),
                access.grant_id.to_string(),
                access.record.to_string(),
                access.recipient.principal.to_string(),
                instant(access.reserved_at_ns),
                outcome(&access.outcome),
            ]
        });
        let header = ["entry", "disclosure", "record", "to", "asked", "outcome"];
        format!(
            "{}\n{}",
            table(header, rows),
            count(shown.accesses.len(), "release")
        )
    })
}

fn outcome(outcome: &AccessOutcome) -> String {
    match outcome {
        AccessOutcome::Reserved => "being derived".into(),
        AccessOutcome::Released { at_ns } => format!("released {}", instant(*at_ns)),
        AccessOutcome::Returned { at_ns, reason } => {
            format!("not released {}: {reason}", instant(*at_ns))
        }
    }
}
