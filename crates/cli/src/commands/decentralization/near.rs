use super::{
    Files,
    world::{World, short},
};
use crate::{
    arguments::subnets::degrees,
    context::Global,
    error::CliError,
    output::{count, table},
};
use bonafide_policy::decentralization::{
    Threshold,
    geography::{Point, distance_m},
};
use bonafide_types::registry::{Dimension, Gps};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Half way around the earth, kilometres: nothing is farther.
const FARTHEST_KM: i64 = 20_038;

/// What stands near a place, without a network, and which subnets would lose more nodes with it
/// than may fail. Data centres without coordinates are counted apart: nothing can be said of
/// them. API boundary nodes are not counted.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide decentralization near --nodes nodes.csv --gps data-center-gps.csv --latitude 47.3744 --longitude 8.541 --radius-km 100"
)]
pub(crate) struct Args {
    #[command(flatten)]
    files: Files,
    /// Degrees, north positive.
    #[arg(long, allow_hyphen_values = true, value_parser = degrees)]
    latitude: i32,
    /// Degrees, east positive.
    #[arg(long, allow_hyphen_values = true, value_parser = degrees)]
    longitude: i32,
    /// Kilometres.
    #[arg(long, value_name = "KM", value_parser = clap::value_parser!(u32).range(1..=FARTHEST_KM))]
    radius_km: u32,
}

#[derive(Serialize)]
struct Shown {
    data_centers: Vec<Near>,
    nodes: u32,
    subnets_lost: Vec<String>,
    data_centers_without_coordinates: u32,
}

#[derive(Serialize)]
struct Near {
    dc_id: String,
    distance_km: u32,
    nodes: u32,
    subnets: Vec<String>,
}

/// What a data centre holds.
#[derive(Default)]
struct Held {
    point: Option<Point>,
    nodes: u32,
    /// Members by subnet's number.
    members: BTreeMap<u32, u32>,
}

pub(crate) fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    if args.files.gps.is_none() {
        let message = "give --gps: where the data centres stand";
        return Err(CliError::usage("Usage", message));
    }
    let here = Point::of(Gps {
        latitude_udeg: args.latitude,
        longitude_udeg: args.longitude,
    });
    let here = here.ok_or_else(|| {
        let message = "the latitude is within 90 degrees, the longitude within 180";
        CliError::usage("Usage", message)
    })?;
    let world = World::read(&args.files)?;
    let mut near = Vec::new();
    let mut without = 0;
    for (dc_id, held) in held(&world) {
        match held.point.map(|point| distance_m(here, point)) {
            None => without += 1,
            Some(away_m) if away_m <= args.radius_km * 1_000 => near.push((away_m, dc_id, held)),
            Some(_) => {}
        }
    }
    near.sort_by(|(one_m, one, _), (other_m, other, _)| (one_m, one).cmp(&(other_m, other)));
    let shown = Shown {
        nodes: near.iter().map(|(_, _, held)| held.nodes).sum(),
        subnets_lost: lost(&world, near.iter().map(|(_, _, held)| held)),
        data_centers_without_coordinates: without,
        data_centers: near
            .into_iter()
            .map(|(away_m, dc_id, held)| {
                let subnets = held.members.into_keys();
                Near {
                    dc_id,
                    distance_km: away_m / 1_000,
                    nodes: held.nodes,
                    subnets: subnets
                        .map(|number| world.subnet_id(number).into())
                        .collect(),
                }
            })
            .collect(),
    };
    global.output().result(&shown, human)
}

/// What each data centre with nodes holds, by its id.
fn held(world: &World) -> BTreeMap<String, Held> {
    let network = &world.network;
    let mut held: BTreeMap<String, Held> = BTreeMap::new();
    let mut put = |class: u32, nodes: u32, subnet: Option<u32>| {
        let there = held
            .entry(world.name(Dimension::DataCenter, class))
            .or_default();
        there.point = world.point(class);
        there.nodes += nodes;
        if let Some(subnet) = subnet {
            *there.members.entry(subnet).or_default() += nodes;
        }
    };
    for (class, _) in (0..).zip(network.classes()) {
        if network.spare(class) > 0 {
            put(class, network.spare(class), None);
        }
    }
    for (number, _) in world.subnets() {
        for class in network.members(number) {
            put(*class, 1, Some(number));
        }
    }
    held
}

/// Subnets of which more members are there than may fail.
fn lost<'a>(world: &World, near: impl Iterator<Item = &'a Held>) -> Vec<String> {
    let mut members: BTreeMap<u32, u32> = BTreeMap::new();
    for (subnet, there) in near.flat_map(|held| &held.members) {
        *members.entry(*subnet).or_default() += there;
    }
    let too_many = |(subnet, there): &(u32, u32)| {
        let size = u32::try_from(world.network.members(*subnet).len()).unwrap_or(u32::MAX);
        *there > Threshold::Bft.of(size)
    };
    let lost = members.into_iter().filter(too_many);
    lost.map(|(subnet, _)| world.subnet_id(subnet).into())
        .collect()
}

fn human(shown: &Shown) -> String {
    let short_all = |ids: &[String]| {
        let groups: Vec<_> = ids.iter().map(|id| short(id)).collect();
        groups.join(" ")
    };
    let rows = shown.data_centers.iter().map(|near| {
        [
            near.dc_id.clone(),
            near.distance_km.to_string(),
            near.nodes.to_string(),
            short_all(&near.subnets),
        ]
    });
    let list = table(["data centre", "km", "nodes", "subnets"], rows);
    let subnets: BTreeSet<_> = shown
        .data_centers
        .iter()
        .flat_map(|near| &near.subnets)
        .collect();
    let totals = format!(
        "{} in {} and members of {}; without coordinates: {}",
        count(shown.nodes as usize, "node"),
        count(shown.data_centers.len(), "data centre"),
        count(subnets.len(), "subnet"),
        count(
            shown.data_centers_without_coordinates as usize,
            "data centre"
        )
    );
    let lost = match shown.subnets_lost.len() {
        0 => "no subnet would be lost".into(),
        _ => format!("lost: {}", short_all(&shown.subnets_lost)),
    };
    format!("{list}\n{totals}\n{lost}")
}
