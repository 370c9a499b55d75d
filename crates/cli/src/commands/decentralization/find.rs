use super::{
    Files,
    world::{World, short},
};
use crate::{
    context::Global,
    error::CliError,
    output::{count, table},
};
use bonafide_policy::decentralization::{Limits, Tally, jurisdiction};
use bonafide_types::registry::Dimension;
use serde::Serialize;
use std::collections::BTreeMap;

/// Find subnets, without a network: by the countries of their members, and by the rules that
/// they keep whatever their kind is. All conditions given must hold.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide decentralization find --nodes nodes.csv --within EU --without US --satisfies application"
)]
pub(crate) struct Args {
    #[command(flatten)]
    files: Files,
    /// All members are in countries of one of these tags: EU, EEA, or the code of a country.
    #[arg(long, value_name = "TAG", num_args = 1..)]
    within: Vec<String>,
    /// No member is in a country of any of these.
    #[arg(long, value_name = "TAG", num_args = 1..)]
    without: Vec<String>,
    /// The rules of this kind hold.
    #[arg(long, value_name = "KIND")]
    satisfies: Option<String>,
}

#[derive(Serialize)]
struct Shown {
    subnets: Vec<Found>,
}

#[derive(Serialize)]
struct Found {
    subnet: String,
    kind: String,
    size: usize,
    /// Members by country.
    countries: BTreeMap<String, u32>,
}

pub(crate) fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let world = World::read(&args.files)?;
    let network = &world.network;
    let within = world.countries(&args.within)?;
    let without = world.countries(&args.without)?;
    let limits = args.satisfies.as_deref();
    let limits = limits.map(|kind| world.limits(kind)).transpose()?;
    let inside = |members: &[u32]| {
        let tags = within.as_ref();
        tags.is_none_or(|tags| jurisdiction::within(network, members, tags))
    };
    let outside = |members: &[u32]| {
        let tags = without.as_ref();
        tags.is_none_or(|tags| jurisdiction::without(network, members, tags))
    };
    let kept = |members: &[u32]| limits.is_none_or(|limits| keeps(&world, limits, members));
    let members = |number| network.members(number);
    let subnets = world
        .subnets()
        .map(|(number, id)| (id, members(number)))
        .filter(|(_, members)| inside(members) && outside(members) && kept(members))
        .map(|(id, members)| found(&world, id, members));
    let shown = Shown {
        subnets: subnets.collect(),
    };
    global.output().result(&shown, human)
}

fn keeps(world: &World, limits: &Limits, members: &[u32]) -> bool {
    let tally = Tally::of(&world.network, members.iter().copied());
    limits.weight(&world.network, &tally, members) == 0
}

fn found(world: &World, id: &str, members: &[u32]) -> Found {
    let mut countries = BTreeMap::new();
    for class in members {
        let country = world.name(Dimension::Country, *class);
        *countries.entry(country).or_default() += 1;
    }
    Found {
        subnet: id.into(),
        kind: world.kind_of(id).into(),
        size: members.len(),
        countries,
    }
}

fn human(shown: &Shown) -> String {
    let rows = shown.subnets.iter().map(|found| {
        let countries = found.countries.iter();
        let countries = countries.map(|(code, members)| format!("{code} {members}"));
        [
            short(&found.subnet).into(),
            found.kind.clone(),
            found.size.to_string(),
            countries.collect::<Vec<_>>().join(", "),
        ]
    });
    let list = table(["subnet", "kind", "size", "members by country"], rows);
    format!("{list}\n{}", count(shown.subnets.len(), "subnet"))
}
