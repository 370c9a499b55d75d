use super::{
    Files,
    changes::Asked,
    figures::COEFFICIENTS,
    plan::{self, Plan, Searched},
    world::{World, short},
};
use crate::{
    arguments,
    context::Global,
    error::{CliError, Exit},
    output::{fields, table},
};
use bonafide_policy::decentralization::{
    Limits, Place,
    feasible::Supply,
    formation,
    search::{self, Pool},
};
use bonafide_types::id::Sha256Hash;
use serde::Serialize;

/// Make new subnets of spare nodes, without a network.
///
/// One subnet is made as good as is found. Several are made so that there are as many as
/// possible, each of which keeps the rules of its kind: all at once, because who makes one after
/// the other uses up what the next ones need. How far that way comes is said beside it.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide decentralization create --nodes nodes.csv --kind application\n  bonafide decentralization create --nodes nodes.csv --kind application --count 100 --json > p.json"
)]
pub(crate) struct Args {
    #[command(flatten)]
    files: Files,
    /// The kind, whose rules are kept.
    #[arg(long, value_name = "KIND")]
    kind: String,
    /// Subnets wanted.
    #[arg(long, value_name = "COUNT", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    count: u32,
    /// Members of each; as the rules of the kind ask at least, when not given.
    #[arg(long, value_name = "SIZE", value_parser = clap::value_parser!(u32).range(1..))]
    size: Option<u32>,
    /// What ties are broken by, 64 hex digits; else the hash of the nodes.
    #[arg(long, value_name = "HEX", value_parser = arguments::sha256)]
    seed: Option<Sha256Hash>,
}

#[derive(Serialize)]
struct Shown {
    kind: String,
    size: u32,
    /// Null for a single subnet.
    formation: Option<Reached>,
    #[serde(flatten)]
    plan: Plan,
}

/// How many subnets there are.
#[derive(Serialize)]
struct Reached {
    wanted: u32,
    /// All at once.
    formed: usize,
    /// One after the other.
    greedy: usize,
    /// No way reaches more, and no more were wanted.
    upper_bound: u32,
}

pub(crate) fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let world = World::read(&args.files)?;
    let limits = world.limits(&args.kind)?;
    let size = args.size.unwrap_or_else(|| limits.least_size());
    let seed = world.seed(args.seed);
    let (plan, formation) = if args.count == 1 {
        (one(&world, args, limits, size, seed)?, None)
    } else {
        let (plan, reached) = several(&world, args, limits, size, seed)?;
        (plan, Some(reached))
    };
    let shown = Shown {
        kind: args.kind.clone(),
        size,
        formation,
        plan,
    };
    global
        .output()
        .result(&shown, |shown| match &shown.formation {
            None => shown.plan.human(&world),
            Some(reached) => human(&shown.plan, reached),
        })
}

fn one(
    world: &World,
    args: &Args,
    limits: &Limits,
    size: u32,
    seed: Sha256Hash,
) -> Result<Plan, CliError> {
    let mut pool = Pool::of(&world.network, &seed.0);
    let found = search::create(&world.network, limits, &mut pool, size).ok_or_else(|| {
        let free = pool.total();
        let message = format!("{size} nodes are wanted, and {free} may join");
        CliError::new(Exit::Refused, "NotEnoughNodes", message)
    })?;
    let mut spare = world.ids(Place::Spare);
    let asked = plan::creation(&args.kind, &found.add, &mut spare);
    Plan::new(world, &[asked], vec![Searched::of(&found)], seed)
}

fn several(
    world: &World,
    args: &Args,
    limits: &Limits,
    size: u32,
    seed: Sha256Hash,
) -> Result<(Plan, Reached), CliError> {
    let network = &world.network;
    let supply = Supply::spare(network);
    let formed = formation::form(network, limits, &supply, size, args.count);
    let greedy = formation::greedy(network, limits, &supply, size, args.count);
    let mut spare = world.ids(Place::Spare);
    let subnets = formed.subnets.iter();
    let asked: Vec<Asked> = subnets
        .map(|classes| plan::creation(&args.kind, classes, &mut spare))
        .collect();
    let reached = Reached {
        wanted: args.count,
        formed: asked.len(),
        greedy: greedy.len(),
        upper_bound: formed.upper_bound,
    };
    Ok((Plan::new(world, &asked, Vec::new(), seed)?, reached))
}

fn human(plan: &Plan, reached: &Reached) -> String {
    let rows = (1..)
        .zip(&plan.judged.subnets)
        .map(|(number, subnet): (u32, _)| {
            let nodes: Vec<_> = subnet.add.iter().map(|id| short(id)).collect();
            [
                number.to_string(),
                subnet.after.size.to_string(),
                subnet.after.coefficients(),
                subnet.after.product.clone(),
                subnet.after.violations.len().to_string(),
                nodes.join(" "),
            ]
        });
    let header = ["", "size", COEFFICIENTS, "product", "violations", "nodes"];
    let totals = fields(&[
        ("wanted", reached.wanted.to_string()),
        ("made at once", reached.formed.to_string()),
        ("one after the other", reached.greedy.to_string()),
        ("at most", reached.upper_bound.to_string()),
    ]);
    format!("{}\n{totals}", table(header, rows))
}
