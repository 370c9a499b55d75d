use super::{
    Files,
    plan::{self, Plan, Searched},
    world::World,
};
use crate::{arguments, context::Global, error::CliError};
use bonafide_policy::decentralization::Health;
use bonafide_policy::decentralization::search::{self, Pool};
use bonafide_types::id::Sha256Hash;
use serde::Serialize;

/// Look for a better membership of one subnet, without a network.
///
/// Broken rules count first, then the product of the coefficients. The answer says how good it is
/// known to be: proven, when no choice can have higher coefficients; exhaustive, when everything
/// was tried; else a bound on the product. The same files and seed give the same answer.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide decentralization propose --nodes nodes.csv --subnet tdb26 --replace 1\n  bonafide decentralization propose --nodes nodes.csv --subnet tdb26 --heal --json > p.json\n  bonafide decentralization propose --nodes nodes.csv --subnet tdb26 --resize 43"
)]
#[command(group(clap::ArgGroup::new("what").required(true).args(["replace", "heal", "resize"])))]
pub(crate) struct Args {
    #[command(flatten)]
    files: Files,
    /// The subnet, or the first group of its id.
    #[arg(long, value_name = "ID")]
    subnet: String,
    /// Exchange so many members at most, when that is better.
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..))]
    replace: Option<u32>,
    /// Exchange members that do not run, and others while fewer rules are broken for it.
    #[arg(long)]
    heal: bool,
    /// Add or remove members until there are so many.
    #[arg(long, value_name = "SIZE", value_parser = clap::value_parser!(u32).range(1..))]
    resize: Option<u32>,
    /// Candidates looked at in pairs at most; else a million.
    #[arg(long, value_name = "LOOKS")]
    budget: Option<usize>,
    /// What ties are broken by, 64 hex digits; else the hash of the nodes.
    #[arg(long, value_name = "HEX", value_parser = arguments::sha256)]
    seed: Option<Sha256Hash>,
}

#[derive(Serialize)]
struct Shown {
    subnet: String,
    #[serde(flatten)]
    plan: Plan,
}

pub(crate) fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let world = World::read(&args.files)?;
    let number = world.subnet(&args.subnet).ok_or_else(|| {
        let message = format!("no subnet {:?} is in the file, or several are", args.subnet);
        CliError::usage("Subnet", message).with("subnet", args.subnet.as_str())
    })?;
    let id = world.subnet_id(number);
    let limits = world.limits(world.kind_of(id))?;
    let seed = world.seed(args.seed);
    let network = &world.network;
    let mut pool = Pool::of(network, &seed.0);
    if let Some(looks) = args.budget {
        pool = pool.with_budget(looks);
    }
    let members = network.members(number);
    let found = match (args.replace, args.resize) {
        (Some(count), _) => {
            // Members that do not run count against the churn: they are healed first.
            let down = members.iter();
            let down = down.filter(|class| network.class(**class).health == Health::Unhealthy);
            let [size, down] =
                [members.len(), down.count()].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
            let count = search::may_leave(limits, size, down).min(count);
            search::replace(network, limits, &mut pool, members, count)
        }
        (_, Some(size)) => search::resize(network, limits, &mut pool, members, size),
        (None, None) => search::heal(network, limits, &mut pool, members),
    };
    let searched = vec![Searched::of(&found)];
    let asked = plan::changes(&world, &[(number, found)]);
    let shown = Shown {
        subnet: id.into(),
        plan: Plan::new(&world, &asked, searched, seed)?,
    };
    global
        .output()
        .result(&shown, |shown| shown.plan.human(&world))
}
