use super::{
    Files,
    figures::{COEFFICIENTS, Figures},
    world::{World, short},
};
use crate::{
    context::Global,
    error::CliError,
    output::{count, table},
};
use serde::Serialize;
use std::collections::BTreeMap;

/// Evaluate each subnet, without a network: the fewest actors that hold too many of its nodes,
/// in every dimension, and the rules of its kind that it breaks.
///
/// Two coefficients are given: `nakamoto` counts more than f = (n-1)/3 nodes as too many, as the
/// protocol does, and `nakamoto_dre` more than n/3, as the tool in use does. The table shows the
/// second of operators, providers, clusters, data centres, owners, areas and nations, and the
/// product of all of them but clusters.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide decentralization evaluate --nodes nodes.csv\n  bonafide decentralization evaluate --nodes nodes.csv --clusters clusters.json --gps data-center-gps.csv --json"
)]
pub(crate) struct Args {
    #[command(flatten)]
    files: Files,
}

#[derive(Serialize)]
struct Shown {
    subnets: BTreeMap<String, Figures>,
    nodes: usize,
    total_violations: usize,
}

pub(crate) fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let world = World::read(&args.files)?;
    let figures = world.subnets().map(|(number, id)| {
        let figures = world.figures(world.kind_of(id), world.network.members(number));
        figures.map(|figures| (id.to_owned(), figures))
    });
    let subnets = figures.collect::<Result<BTreeMap<_, _>, CliError>>()?;
    let violations = subnets.values().map(|subnet| subnet.violations.len());
    let shown = Shown {
        total_violations: violations.sum(),
        nodes: world.nodes(),
        subnets,
    };
    global.output().result(&shown, human)
}

fn human(shown: &Shown) -> String {
    let rows = shown.subnets.iter().map(|(id, subnet)| {
        [
            short(id).into(),
            subnet.kind.clone(),
            subnet.size.to_string(),
            subnet.coefficients(),
            subnet.product.clone(),
            subnet.violations.len().to_string(),
        ]
    });
    let header = [
        "subnet",
        "kind",
        "size",
        COEFFICIENTS,
        "product",
        "violations",
    ];
    let mut lines = vec![table(header, rows)];
    for (id, subnet) in &shown.subnets {
        let broken = subnet.violations.iter();
        lines.extend(broken.map(|broken| format!("{}: {}", short(id), broken.words())));
    }
    let members: u64 = shown
        .subnets
        .values()
        .map(|subnet| u64::from(subnet.size))
        .sum();
    lines.push(format!(
        "{}, {members} members of {}, {}",
        count(shown.subnets.len(), "subnet"),
        count(shown.nodes, "node"),
        count(shown.total_violations, "violation")
    ));
    lines.join("\n")
}
