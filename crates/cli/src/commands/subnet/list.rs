use crate::{
    context::Global,
    error::CliError,
    output::{count, table},
};
use bonafide_policy::decentralization::adopted::DEFAULT_KIND;
use bonafide_types::registry::{Subnet, table as tables};
use serde::Serialize;

/// List subnets in the order of their principals, proven whole.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide subnet list")]
pub(crate) struct Args {
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    subnets: Vec<Subnet>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let subnets = registry.table(tables::SUBNET, args.limit).await?;
    global.output().result(
        &Shown {
            certified: true,
            subnets,
        },
        |shown| {
            let rows = shown.subnets.iter().map(row);
            let list = table(["subnet", "kind", "members"], rows);
            format!("{list}\n{}", count(shown.subnets.len(), "subnet"))
        },
    )
}

fn row(subnet: &Subnet) -> [String; 3] {
    let kind = subnet.kind.as_deref().unwrap_or(DEFAULT_KIND);
    [
        subnet.id.to_string(),
        kind.into(),
        subnet.members.to_string(),
    ]
}
