use crate::{
    context::Global,
    error::CliError,
    output::{count, or_empty, role, status, table},
};
use bonafide_types::{
    id::{OperatorId, SubnetId},
    registry::{ListNodesArgs, Node, NodeFilter, table as tables},
};
use candid::Principal;
use serde::Serialize;

/// List nodes in the order of their principals.
///
/// The whole list is proven whole. An operator's or a subnet's nodes come from an index of
/// the registry, which is one node's word.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide node list --subnet tdb26-jop6k-aogll-7ltgs-eruif-6kk7m-qpktf-gdiqx-mxtrf-vb5e6-eqe"
)]
pub(crate) struct Args {
    /// Only this operator's.
    #[arg(long, value_name = "PRINCIPAL", conflicts_with = "subnet")]
    operator: Option<Principal>,
    /// Only this subnet's members.
    #[arg(long, value_name = "PRINCIPAL")]
    subnet: Option<Principal>,
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    nodes: Vec<Node>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let filter = match (args.operator, args.subnet) {
        (None, None) => None,
        (operator, subnet) => Some(NodeFilter {
            operator: operator.map(OperatorId),
            subnet: subnet.map(SubnetId),
            ..NodeFilter::default()
        }),
    };
    let certified = filter.is_none();
    let mut nodes: Vec<Node> = Vec::new();
    if certified {
        nodes = registry.table(tables::NODE, args.limit).await?;
    } else {
        let mut list = ListNodesArgs {
            filter,
            ..ListNodesArgs::default()
        };
        loop {
            let page = registry.nodes(&list).await?;
            nodes.extend(page.nodes.into_iter().map(|view| view.node));
            match page.next {
                Some(next) if list.after.as_ref() != Some(&next) => list.after = Some(next),
                _ => break,
            }
        }
        nodes.truncate(args.limit.unwrap_or(usize::MAX));
    }
    global
        .output()
        .result(&Shown { certified, nodes }, |shown| {
            let rows = shown.nodes.iter().map(|node| {
                [
                    node.id.to_string(),
                    role(node.role).into(),
                    status(node.status).into(),
                    node.ipv6.clone(),
                    or_empty(node.generation.as_ref()),
                    or_empty(node.subnet),
                ]
            });
            let list = table(
                ["node", "role", "status", "address", "generation", "subnet"],
                rows,
            );
            format!("{list}\n{}", count(shown.nodes.len(), "node"))
        })
}
