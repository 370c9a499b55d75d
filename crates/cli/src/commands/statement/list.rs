use super::show::of_provider;
use crate::{
    context::Global,
    error::CliError,
    output::{count, table},
    words::rewards as words,
};
use bonafide_types::{id::ProviderId, rewards::Statement};
use candid::Principal;
use serde::Serialize;

/// List statements: those of a period proven whole, those of a provider one node's word.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide statement list --period 3\n  bonafide statement list --provider 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe"
)]
pub(crate) struct Args {
    /// Of this period.
    #[arg(long, value_name = "ID", required_unless_present = "provider")]
    period: Option<u64>,
    /// Of this provider.
    #[arg(long, value_name = "PRINCIPAL", conflicts_with = "period")]
    provider: Option<Principal>,
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    statements: Vec<Statement>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let rewards = global.rewards().await?;
    let mut shown = Shown {
        certified: true,
        statements: Vec::new(),
    };
    if let Some(period_id) = args.period {
        shown.statements = rewards.statements_certified(period_id).await?;
        shown.statements.truncate(args.limit.unwrap_or(usize::MAX));
    } else if let Some(provider) = args.provider {
        shown.certified = false;
        shown.statements = of_provider(&rewards, ProviderId(provider), args.limit).await?;
    }
    global.output().result(&shown, |shown| {
        let rows = shown.statements.iter().map(row);
        let header = [
            "period", "days", "provider", "earned", "kept", "e8s", "faults",
        ];
        let list = table(header, rows);
        format!("{list}\n{}", count(shown.statements.len(), "statement"))
    })
}

/// What is earned and kept is XDR permyriad; e8s are those that are kept.
fn row(statement: &Statement) -> [String; 7] {
    let amounts = statement.amounts.as_ref();
    let [earned, kept, e8s] = amounts.map_or_else(Default::default, |amounts| {
        [
            amounts.gross_xdr_permyriad,
            amounts.kept_xdr_permyriad,
            amounts.kept_e8s,
        ]
        .map(|figure| figure.to_string())
    });
    [
        statement.period_id.to_string(),
        words::days(statement.from_day, statement.to_day),
        statement.provider.to_string(),
        earned,
        kept,
        e8s,
        statement.faults.len().to_string(),
    ]
}
