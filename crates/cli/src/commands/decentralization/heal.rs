use super::{
    Files,
    plan::{self, Plan, Searched},
    world::World,
};
use crate::{arguments, context::Global, error::CliError, output::fields};
use bonafide_policy::decentralization::{
    Health,
    search::{Pool, heal_network},
};
use bonafide_types::id::Sha256Hash;
use serde::Serialize;
use std::cmp::Reverse;

/// Exchange members that do not run in all subnets, without a network, and others while fewer
/// rules are broken for it.
///
/// Spare nodes go where they matter most first: the NNS subnet, then SNS, bitcoin, internet
/// identity and ECDSA, then the others, the largest first.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide decentralization heal --nodes nodes.csv --json > p.json")]
pub(crate) struct Args {
    #[command(flatten)]
    files: Files,
    /// What ties are broken by, 64 hex digits; else the hash of the nodes.
    #[arg(long, value_name = "HEX", value_parser = arguments::sha256)]
    seed: Option<Sha256Hash>,
}

#[derive(Serialize)]
struct Shown {
    /// Members that do not run.
    unhealthy_before: usize,
    unhealthy_after: usize,
    total_violations_before: usize,
    total_violations_after: usize,
    #[serde(flatten)]
    plan: Plan,
}

pub(crate) fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let world = World::read(&args.files)?;
    let network = &world.network;
    let mut order = Vec::new();
    let mut limits = Vec::new();
    let (mut unhealthy_before, mut total_violations_before) = (0, 0);
    for (number, id) in world.subnets() {
        let (kind, members) = (world.kind_of(id), network.members(number));
        order.push((rank(kind), Reverse(members.len()), number));
        limits.push(world.limits(kind)?);
        unhealthy_before += unhealthy(&world, members);
        total_violations_before += world.figures(kind, members)?.violations.len();
    }
    // Numbers are in the order of ids.
    order.sort_unstable();
    let order: Vec<_> = order.into_iter().map(|(_, _, number)| number).collect();
    let seed = world.seed(args.seed);
    let mut pool = Pool::of(network, &seed.0);
    let limits_of = |number: u32| limits[number as usize];
    let found = heal_network(network, limits_of, &mut pool, &order);

    let asked = plan::changes(&world, &found);
    let changed = found
        .iter()
        .filter(|(_, suggestion)| !suggestion.is_empty());
    let searched = changed.map(|(_, suggestion)| Searched::of(suggestion));
    let plan = Plan::new(&world, &asked, searched.collect(), seed)?;
    let (mut unhealthy_after, mut total_violations_after) =
        (unhealthy_before, total_violations_before);
    for (one, judged) in asked.iter().zip(&plan.judged.subnets) {
        let number = one.subnet.as_deref().and_then(|id| world.subnet(id));
        let members = number.map_or(&[][..], |number| network.members(number));
        unhealthy_after -= unhealthy(&world, members);
        unhealthy_after += unhealthy(&world, &one.members_after(&world, members));
        let before = judged.before.as_ref();
        total_violations_after -= before.map_or(0, |before| before.violations.len());
        total_violations_after += judged.after.violations.len();
    }
    let shown = Shown {
        unhealthy_before,
        unhealthy_after,
        total_violations_before,
        total_violations_after,
        plan,
    };
    global.output().result(&shown, |shown| {
        let from_to = |before: usize, after: usize| format!("{before} before, {after} after");
        let totals = fields(&[
            (
                "members that do not run",
                from_to(shown.unhealthy_before, shown.unhealthy_after),
            ),
            (
                "violations",
                from_to(shown.total_violations_before, shown.total_violations_after),
            ),
        ]);
        format!("{}\n{totals}", shown.plan.human(&world))
    })
}

/// Which subnets come first.
fn rank(kind: &str) -> u8 {
    match kind {
        "nns" => 0,
        "sns" => 1,
        "bitcoin" => 2,
        "internet-identity" => 3,
        kind if kind.starts_with("ecdsa-") => 4,
        _ => 5,
    }
}

fn unhealthy(world: &World, members: &[u32]) -> usize {
    let health = members
        .iter()
        .map(|class| world.network.class(*class).health);
    health.filter(|health| *health == Health::Unhealthy).count()
}
