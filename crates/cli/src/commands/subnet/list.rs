use crate::{
    context::Global,
    error::CliError,
    output::{count, table},
};
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
            let rows = shown
                .subnets
                .iter()
                .map(|subnet| [subnet.id.to_string(), subnet.members.to_string()]);
            let list = table(["subnet", "members"], rows);
            format!("{list}\n{}", count(shown.subnets.len(), "subnet"))
        },
    )
}
