use super::{Files, world::World};
use crate::{context::Global, error::CliError, output::table};
use bonafide_policy::decentralization::{
    evaluate::as_text,
    feasible::{Supply, feasible},
};
use bonafide_types::registry::{Bottleneck, Dimension, Feasibility};
use serde::Serialize;

/// How large a subnet of a kind could be, without a network, and what bounds it: the actors that
/// cannot give more, by a smallest cut. Spare nodes are counted, or all that run.
///
/// When both sizes are the same, the answer is exact.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide decentralization feasible --nodes nodes.csv --kind swiss\n  bonafide decentralization feasible --nodes nodes.csv --kind us --owner-cap 2 --all-nodes"
)]
pub(crate) struct Args {
    #[command(flatten)]
    files: Files,
    /// The kind, whose rules are asked.
    #[arg(long, value_name = "KIND")]
    kind: String,
    /// Nodes in data centres of one owner, at most, to try another number than that of the rules.
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..))]
    owner_cap: Option<u32>,
    /// Nodes of one provider with all that it is linked to, at most.
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..))]
    provider_cap: Option<u32>,
    /// Nodes in one country, at most.
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..))]
    country_cap: Option<u32>,
    /// Count members of subnets as well, not spare nodes alone.
    #[arg(long)]
    all_nodes: bool,
}

#[derive(Serialize)]
struct Shown {
    max_size: u32,
    upper_bound: u32,
    wanted: u32,
    bottleneck: Vec<Part>,
    words: String,
}

#[derive(Serialize)]
struct Part {
    /// Null: nodes at hand.
    dimension: Option<&'static str>,
    actors: Vec<String>,
    count: u32,
    nodes: u32,
}

pub(crate) fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let world = World::read(&args.files)?;
    let mut limits = world.limits(&args.kind)?.clone();
    for (dimension, cap) in [
        (Dimension::DataCenterOwner, args.owner_cap),
        (Dimension::NodeProvider, args.provider_cap),
        (Dimension::Country, args.country_cap),
    ] {
        if let Some(cap) = cap {
            limits.set_cap(dimension, cap);
        }
    }
    let network = &world.network;
    let supply = if args.all_nodes {
        Supply::all(network)
    } else {
        Supply::spare(network)
    };
    let found = feasible(network, &limits, &supply, as_text).into_view();
    global.output().result(&shown(found), human)
}

fn shown(found: Feasibility) -> Shown {
    let part = |part: Bottleneck| Part {
        dimension: part.dimension.map(Dimension::name),
        actors: part.actors,
        count: part.count,
        nodes: part.nodes,
    };
    Shown {
        max_size: found.max_size,
        upper_bound: found.upper_bound,
        wanted: found.wanted,
        bottleneck: found.bottleneck.into_iter().map(part).collect(),
        words: found.words,
    }
}

fn human(shown: &Shown) -> String {
    let rows = shown.bottleneck.iter().map(|part| {
        [
            part.dimension.unwrap_or("nodes at hand").into(),
            part.count.to_string(),
            part.nodes.to_string(),
            part.actors.join(", "),
        ]
    });
    let parts = table(["what bounds it", "actors", "nodes", "who"], rows);
    format!("{}\n{parts}", shown.words)
}
