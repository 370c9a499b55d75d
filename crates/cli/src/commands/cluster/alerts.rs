use crate::{
    context::Global,
    error::CliError,
    output::{count, instant, table},
};
use bonafide_types::{
    id::ProviderId,
    registry::{ClaimAlert, table as tables},
};
use candid::Principal;
use serde::Serialize;

/// List the links that only one side declares, proven whole. They accuse nobody.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide cluster alerts --provider 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe"
)]
pub(crate) struct Args {
    /// Only those that this provider declares or is silent about.
    #[arg(long, value_name = "PRINCIPAL")]
    provider: Option<Principal>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    alerts: Vec<ClaimAlert>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let mut alerts: Vec<ClaimAlert> = registry.table(tables::CLAIM_ALERT, None).await?;
    if let Some(id) = args.provider.map(ProviderId) {
        alerts.retain(|alert| [alert.claimant, alert.silent].contains(&id));
    }
    let shown = Shown {
        certified: true,
        alerts,
    };
    global.output().result(&shown, |shown| {
        let rows = shown.alerts.iter().map(|alert| {
            [
                alert.claimant.to_string(),
                alert.silent.to_string(),
                format!("{:?}", alert.kind),
                instant(alert.since_ns),
            ]
        });
        let list = table(["declared by", "not by", "link", "since"], rows);
        format!("{list}\n{}", count(shown.alerts.len(), "claim"))
    })
}
