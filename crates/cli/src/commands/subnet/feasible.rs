use super::shown;
use crate::{
    arguments::subnets::cap,
    context::Global,
    error::CliError,
    output::{fields, table},
};
use bonafide_types::registry::{Feasibility, FeasibleArgs, NodeCap};
use serde::Serialize;

/// Say how large a subnet of a kind could be with the nodes at hand, and what bounds it: the
/// proof that no larger one is possible. One node's word.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide subnet feasible --kind swiss\n  bonafide subnet feasible --kind us --cap data-center-owner=2 --all-nodes"
)]
pub(crate) struct Args {
    /// The kind.
    #[arg(long)]
    kind: String,
    /// A cap to try in place of that of the policy; may be given several times. By node-operator,
    /// node-provider, cluster, data-center, data-center-owner, area or country.
    #[arg(long = "cap", value_name = "DIMENSION=N", value_parser = cap)]
    caps: Vec<NodeCap>,
    /// Count members of subnets as well, not spare nodes alone.
    #[arg(long)]
    all_nodes: bool,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    feasibility: Feasibility,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let asked = FeasibleArgs {
        kind: args.kind,
        caps: args.caps,
        all_nodes: args.all_nodes,
    };
    let registry = global.registry().await?;
    let shown = Shown {
        certified: false,
        feasibility: registry.feasibility(&asked).await?,
    };
    global
        .output()
        .result(&shown, |shown| human(&shown.feasibility))
}

fn human(found: &Feasibility) -> String {
    let list = fields(&[
        ("members found", found.max_size.to_string()),
        ("no more than", found.upper_bound.to_string()),
        ("wanted at least", found.wanted.to_string()),
    ]);
    let rows = found.bottleneck.iter().map(|part| {
        [
            part.dimension
                .map_or("nodes at hand", shown::dimension)
                .to_owned(),
            part.count.to_string(),
            part.nodes.to_string(),
            part.actors.join(", "),
        ]
    });
    let header = ["bounded by", "actors", "nodes they give", "some of them"];
    format!("{list}\n{}\n{}", table(header, rows), found.words)
}
