use crate::{
    context::Global,
    error::CliError,
    output::{count, or_empty, table},
};
use bonafide_types::{
    id::ProviderId,
    registry::{NodeOperator, table as tables},
};
use candid::Principal;
use serde::Serialize;

/// List operator records in the order of their principals, proven whole.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide operator list --limit 10")]
pub(crate) struct Args {
    /// Only this provider's.
    #[arg(long, value_name = "PRINCIPAL")]
    provider: Option<Principal>,
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    operators: Vec<NodeOperator>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let limit = if args.provider.is_none() {
        args.limit
    } else {
        None
    };
    let mut operators: Vec<NodeOperator> = registry.table(tables::NODE_OPERATOR, limit).await?;
    if let Some(provider) = args.provider.map(ProviderId) {
        operators.retain(|operator| operator.provider == provider);
    }
    operators.truncate(args.limit.unwrap_or(usize::MAX));
    global.output().result(
        &Shown {
            certified: true,
            operators,
        },
        |shown| {
            let rows = shown.operators.iter().map(|row| {
                [
                    row.id.to_string(),
                    row.provider.to_string(),
                    row.dc_id.clone(),
                    row.node_allowance.to_string(),
                    or_empty(row.ipv6_prefix.as_ref()),
                ]
            });
            let list = table(
                ["operator", "provider", "data centre", "allowance", "prefix"],
                rows,
            );
            format!("{list}\n{}", count(shown.operators.len(), "operator"))
        },
    )
}
