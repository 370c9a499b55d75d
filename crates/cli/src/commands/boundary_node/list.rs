use crate::{
    context::Global,
    error::CliError,
    output::{count, instant, table},
};
use bonafide_types::registry::{ApiBoundaryNode, table as tables};
use serde::Serialize;

/// List API boundary nodes, proven whole.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide boundary-node list")]
pub(crate) struct Args {
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    api_boundary_nodes: Vec<ApiBoundaryNode>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let api_boundary_nodes = registry
        .table(tables::API_BOUNDARY_NODE, args.limit)
        .await?;
    let shown = Shown {
        certified: true,
        api_boundary_nodes,
    };
    global.output().result(&shown, |shown| {
        let rows = shown.api_boundary_nodes.iter().map(|row| {
            [
                row.node_id.to_string(),
                row.domain.clone(),
                format!("{:?}", row.kind),
                row.version.clone(),
                if row.monitor { "yes" } else { "no" }.into(),
                instant(row.added_at_ns),
            ]
        });
        let list = table(
            ["node", "domain", "serves", "version", "monitor", "since"],
            rows,
        );
        format!(
            "{list}\n{}",
            count(shown.api_boundary_nodes.len(), "boundary node")
        )
    })
}
