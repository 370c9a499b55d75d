use crate::{
    context::Global,
    error::CliError,
    output::{instant, table},
};
use bonafide_types::{
    id::ProviderId,
    identity::{Standing, StandingState},
};
use candid::Principal;
use serde::Serialize;

/// Show where a provider stands with what is asked of everyone: one node's word, for it depends
/// on the time.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide score standing 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe"
)]
pub(crate) struct Args {
    /// The provider.
    provider: Principal,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    id: ProviderId,
    standing: Option<Standing>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let identity = global.identity().await?;
    let id = ProviderId(args.provider);
    let shown = Shown {
        certified: false,
        id,
        standing: identity.standing(id).await?,
    };
    global
        .output()
        .result(&shown, |shown| match &shown.standing {
            None => format!("no provider {} is known here", shown.id),
            Some(standing) => human(standing),
        })
}

fn human(standing: &Standing) -> String {
    let rows = standing.schemas.iter().map(|line| {
        let state = match line.state {
            StandingState::Met => "met".into(),
            StandingState::Due { until_ns } => format!("due until {}", instant(until_ns)),
            StandingState::Missing { since_ns } => format!("missing since {}", instant(since_ns)),
            StandingState::Stopped => "stopped: too few verifiers".into(),
        };
        let asked = if line.mandatory { "yes" } else { "no" };
        [
            line.schema.clone(),
            asked.into(),
            line.owners.to_string(),
            state,
        ]
    });
    let by_two = if standing.confirmed_by_two {
        ""
    } else {
        " not"
    };
    format!(
        "{}\n{} is{by_two} confirmed by verifiers of two owners",
        table(
            ["schema", "asked of all", "owners that confirm", "state"],
            rows
        ),
        standing.subject
    )
}
