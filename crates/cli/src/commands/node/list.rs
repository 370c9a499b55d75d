use crate::{
    arguments::{HealthName, RoleName, instant},
    context::Global,
    error::CliError,
    output::{count, or_empty, role, status, table},
    paging,
};
use bonafide_types::{
    id::{OperatorId, ProviderId, SubnetId},
    registry::{ListNodesArgs, Node, NodeFilter, table as tables},
};
use candid::Principal;
use serde::Serialize;

/// List nodes in the order of their principals.
///
/// The whole list is proven whole. Filtered lists come from indexes of the registry, which is
/// one node's word; all filters given hold.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide node list --subnet tdb26-jop6k-aogll-7ltgs-eruif-6kk7m-qpktf-gdiqx-mxtrf-vb5e6-eqe\n  bonafide node list --country CH --role unassigned --status up\n  bonafide node list --support-ends-before 2030-01-01"
)]
pub(crate) struct Args {
    #[command(flatten)]
    filter: Filter,
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Debug, clap::Args)]
struct Filter {
    /// Only this operator's.
    #[arg(long, value_name = "PRINCIPAL")]
    operator: Option<Principal>,
    /// Only this subnet's members.
    #[arg(long, value_name = "PRINCIPAL")]
    subnet: Option<Principal>,
    /// Only those in this data centre.
    #[arg(long, value_name = "ID")]
    data_center: Option<String>,
    /// Only this provider's.
    #[arg(long, value_name = "PRINCIPAL")]
    provider: Option<Principal>,
    /// Only those of all providers of this cluster.
    #[arg(long, value_name = "PRINCIPAL")]
    cluster: Option<Principal>,
    /// Only those in data centres of this owner, by any of its names.
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// Only those in this country, ISO 3166-1 alpha-2.
    #[arg(long, value_name = "CC")]
    country: Option<String>,
    /// Only those of this hardware generation.
    #[arg(long, value_name = "NAME")]
    generation: Option<String>,
    /// Only those whose generation's support ends before this time, in UTC.
    #[arg(long, value_name = "DATE", value_parser = instant)]
    support_ends_before: Option<u64>,
    /// Only those that do this.
    #[arg(long)]
    role: Option<RoleName>,
    /// Only those of this health.
    #[arg(long)]
    status: Option<HealthName>,
    /// Only those whose provider's declaration has lapsed, or has not.
    #[arg(long, value_name = "true|false")]
    declaration_lapsed: Option<bool>,
    /// Only those in a country of this jurisdiction tag.
    #[arg(long, value_name = "TAG")]
    jurisdiction: Option<String>,
}

impl Filter {
    /// What the registry is asked for.
    fn to_wire(&self) -> NodeFilter {
        NodeFilter {
            operator: self.operator.map(OperatorId),
            subnet: self.subnet.map(SubnetId),
            dc_id: self.data_center.clone(),
            provider: self.provider.map(ProviderId),
            cluster: self.cluster.map(ProviderId),
            owner: self.owner.clone(),
            country: self.country.clone(),
            generation: self.generation.clone(),
            support_ends_before_ns: self.support_ends_before,
            role: self.role.map(Into::into),
            status: self.status.map(Into::into),
            declaration_lapsed: self.declaration_lapsed,
            jurisdiction: self.jurisdiction.clone(),
        }
    }
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    nodes: Vec<Node>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let filter = args.filter.to_wire();
    let certified = filter == NodeFilter::default();
    let nodes: Vec<Node> = if certified {
        registry.table(tables::NODE, args.limit).await?
    } else {
        let mut list = ListNodesArgs {
            filter: Some(filter),
            ..ListNodesArgs::default()
        };
        paging::all(args.limit, async |after| {
            list.after = after;
            let page = registry.nodes(&list).await?;
            let nodes = page.nodes.into_iter().map(|view| view.node).collect();
            Ok((nodes, page.next))
        })
        .await?
    };
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
