//! What stands near a place, and what would be lost with it.

use crate::domain::{coordinates, number};
use crate::state::State;
use bonafide_policy::decentralization::Threshold;
use bonafide_policy::decentralization::geography::{Point, distance_m};
use bonafide_types::id::SubnetId;
use bonafide_types::limits::PAGE_RECORDS;
use bonafide_types::registry::{
    DataCenterNear, Dimension, NodesNear, NodesNearArgs, RegistryError,
};
use ic_stable_structures::Memory;
use std::collections::BTreeMap;

/// Half way around the earth, kilometres: nothing is farther.
const FARTHEST_KM: u32 = 20_038;

/// What one data centre holds.
#[derive(Default)]
struct Held {
    nodes: u32,
    subnets: BTreeMap<SubnetId, u32>,
}

/// Spare nodes and members within a radius, by data centre, the nearest first. API boundary
/// nodes are not counted.
///
/// # Errors
/// [`RegistryError::OutOfRange`] of the coordinates or the radius.
pub fn list_nodes_near<M: Memory>(
    state: &State<M>,
    args: &NodesNearArgs,
) -> Result<NodesNear, RegistryError> {
    let NodesNearArgs { gps, radius_km } = *args;
    coordinates::check(gps)?;
    number::check("radius_km", radius_km, 1..=FARTHEST_KM)?;
    let Some(here) = Point::of(gps) else {
        return Err(RegistryError::InvalidRegion {
            region: "gps".into(),
            rule: "no such place".into(),
        });
    };
    let radius_m = radius_km.saturating_mul(1_000);
    let network = &state.mirror.network;
    let held = held(state);
    let mut without = 0;
    let mut near = Vec::new();
    for (data_center, held) in held {
        match state.mirror.data_center_point(data_center) {
            None => without += 1,
            Some(point) => {
                let away_m = distance_m(here, point);
                if away_m <= radius_m {
                    near.push((away_m, data_center, held));
                }
            }
        }
    }
    near.sort_by_key(|(away_m, data_center, _)| {
        (*away_m, network.name(Dimension::DataCenter, *data_center))
    });
    let mut lost: BTreeMap<SubnetId, u32> = BTreeMap::new();
    for (_, _, held) in &near {
        for (subnet, members) in &held.subnets {
            *lost.entry(*subnet).or_default() += members;
        }
    }
    let too_many = |(subnet, members): (SubnetId, u32)| {
        let number = state.mirror.number(subnet)?;
        let size = u32::try_from(network.members(number).len()).unwrap_or(u32::MAX);
        (members > Threshold::Bft.of(size)).then_some(subnet)
    };
    Ok(NodesNear {
        nodes: near.iter().map(|(_, _, held)| held.nodes).sum(),
        subnets_lost: lost.into_iter().filter_map(too_many).collect(),
        data_centers_without_coordinates: without,
        data_centers: near
            .into_iter()
            .take(PAGE_RECORDS as usize)
            .map(|(away_m, data_center, held)| DataCenterNear {
                dc_id: text(network.name(Dimension::DataCenter, data_center)),
                distance_km: away_m / 1_000,
                nodes: held.nodes,
                subnets: held.subnets.into_keys().collect(),
            })
            .collect(),
    })
}

fn text(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}

/// What each data centre with nodes holds, by its number.
fn held<M: Memory>(state: &State<M>) -> BTreeMap<u32, Held> {
    let network = &state.mirror.network;
    let mut held: BTreeMap<u32, Held> = BTreeMap::new();
    for (number, class) in (0..).zip(network.classes()) {
        let spare = network.spare(number);
        if spare > 0 {
            held.entry(class.actor(Dimension::DataCenter))
                .or_default()
                .nodes += spare;
        }
    }
    for (id, number) in state.mirror.subnets_after(None) {
        for class in network.members(number) {
            let data_center = network.class(*class).actor(Dimension::DataCenter);
            let there = held.entry(data_center).or_default();
            there.nodes += 1;
            *there.subnets.entry(id).or_default() += 1;
        }
    }
    held
}

#[cfg(test)]
mod tests;
