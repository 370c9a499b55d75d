use super::show::{committee, state};
use crate::{
    context::Global,
    error::CliError,
    output::{count, instant, table},
};
use bonafide_types::{id::ProviderId, identity::Record};
use candid::Principal;
use serde::Serialize;

/// List every version of a provider's encrypted records, proven whole.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide record list 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe"
)]
pub(crate) struct Args {
    /// The provider.
    provider: Principal,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    provider: ProviderId,
    records: Vec<Record>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let identity = global.identity().await?;
    let provider = ProviderId(args.provider);
    let shown = Shown {
        certified: true,
        provider,
        records: identity.records_certified(provider).await?,
    };
    global.output().result(&shown, |shown| {
        let rows = shown.records.iter().map(|record| {
            [
                record.record.record_id.to_string(),
                record.record.version.to_string(),
                format!("{:?}", record.kind),
                record.bytes.to_string(),
                committee(record),
                instant(record.stored_at_ns),
                state(record),
            ]
        });
        let header = [
            "record",
            "version",
            "inside",
            "bytes",
            "opened by",
            "stored",
            "state",
        ];
        format!(
            "{}\n{}",
            table(header, rows),
            count(shown.records.len(), "version")
        )
    })
}
