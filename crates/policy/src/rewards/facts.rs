//! Facts as they are sent and stored, checked and made what the engines compute from.
//!
//! What is sent names providers, operators, regions and types once, and refers to them by
//! their place. Facts that do not add up are refused as a whole, with the field and its place:
//! nobody could say what was meant. What is wrong with one provider's records is something
//! else: the engines tell it, and compute the others.

use super::{day::Day, id::Id, table, v0, v1};
use bonafide_types::id::{NodeId, ProviderId, SubnetId};
use bonafide_types::limits;
use bonafide_types::rewards::{
    DayFacts, MetricsFact, NodeFact, NodeRewardRate, OperatorFact, OperatorFacts, RewardsTable,
};
use std::collections::BTreeMap;
use std::fmt::Display;

/// Most blocks that a node can have on a day; far more than there are.
pub const BLOCKS: u64 = 1 << 40;

/// Who has how many nodes in a subnet, or in the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seats {
    /// The subnet; none for the network.
    pub subnet: Option<SubnetId>,
    /// In the order of providers.
    pub rows: Vec<Seat>,
}

/// Nodes of a provider. Stored, so numbers are never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Seat {
    /// Whose.
    #[n(0)]
    pub provider: ProviderId,
    /// Its cluster on that day.
    #[n(1)]
    pub cluster: ProviderId,
    /// How many; 1 at least.
    #[n(2)]
    pub nodes: u32,
}

/// Whether a day's facts are those of the day, within bounds, and add up.
///
/// # Errors
/// The first thing that is wrong, with its place.
pub fn check_day(facts: &DayFacts, day: u32) -> Result<(), String> {
    let DayFacts {
        day: of,
        providers,
        operators,
        regions,
        reward_types,
        nodes,
        subnets,
    } = facts;
    if *of != day {
        return Err(format!("day: {of} is not {day}"));
    }
    at_most("providers", providers.len(), limits::FACT_PROVIDERS)?;
    at_most("operators", operators.len(), limits::FACT_OPERATORS)?;
    at_most("regions", regions.len(), limits::FACT_REGIONS)?;
    at_most("reward_types", reward_types.len(), limits::FACT_TYPES)?;
    at_most("nodes", nodes.len(), limits::FACT_NODES)?;
    at_most("subnets", subnets.len(), limits::FACT_SUBNETS)?;
    once("providers", providers.iter().map(|it| it.provider))?;
    once("operators", operators)?;
    once("regions", regions)?;
    once("reward_types", reward_types)?;
    once("nodes", nodes.iter().map(|it| it.node))?;
    once("subnets", subnets.iter().map(|it| it.subnet))?;
    check_clusters(facts)?;
    for (place, region) in regions.iter().enumerate() {
        text(&format!("regions[{place}]"), region, limits::REGION_BYTES)?;
    }
    for (place, name) in reward_types.iter().enumerate() {
        let field = format!("reward_types[{place}]");
        text(&field, name, limits::TYPE_NAME_BYTES)?;
    }
    for (place, node) in nodes.iter().enumerate() {
        check_node(facts, place, node)?;
    }
    for (place, subnet) in subnets.iter().enumerate() {
        check_metrics(&format!("subnets[{place}].nodes"), &subnet.nodes)?;
    }
    Ok(())
}

/// A cluster is named after a provider that is in it, and stands in the list itself: else the
/// nodes of one actor would count as those of several.
fn check_clusters(facts: &DayFacts) -> Result<(), String> {
    let clusters = (facts.providers.iter()).map(|it| (it.provider, it.cluster));
    let clusters: BTreeMap<_, _> = clusters.collect();
    for (place, it) in facts.providers.iter().enumerate() {
        let cluster = it.cluster;
        if clusters.get(&cluster) != Some(&cluster) {
            return Err(format!(
                "providers[{place}].cluster: {cluster} is no provider whose cluster is its own"
            ));
        }
    }
    Ok(())
}

fn check_node(facts: &DayFacts, place: usize, node: &NodeFact) -> Result<(), String> {
    let NodeFact {
        node: _,
        provider,
        operator,
        region,
        reward_type,
    } = *node;
    for (field, given, count) in [
        ("provider", provider, facts.providers.len()),
        ("operator", operator, facts.operators.len()),
        ("region", region, facts.regions.len()),
        ("reward_type", reward_type, facts.reward_types.len()),
    ] {
        if index(given) >= count {
            return Err(format!(
                "nodes[{place}].{field}: {given} is no place in a list of {count}"
            ));
        }
    }
    Ok(())
}

fn check_metrics(field: &str, rows: &[MetricsFact]) -> Result<(), String> {
    at_most(field, rows.len(), limits::FACT_SUBNET_NODES)?;
    once(field, rows.iter().map(|it| it.node))?;
    for (place, row) in rows.iter().enumerate() {
        for (name, blocks) in [("proposed", row.proposed), ("failed", row.failed)] {
            if blocks > BLOCKS {
                return Err(format!(
                    "{field}[{place}].{name}: {blocks} blocks, at most {BLOCKS} are possible"
                ));
            }
        }
    }
    Ok(())
}

/// Whether operator records are within bounds and add up.
///
/// # Errors
/// The first thing that is wrong, with its place.
pub fn check_operators(facts: &OperatorFacts) -> Result<(), String> {
    let OperatorFacts { operators } = facts;
    at_most("operators", operators.len(), limits::FACT_OPERATORS)?;
    once("operators", operators.iter().map(|it| it.operator))?;
    for (place, record) in operators.iter().enumerate() {
        let OperatorFact {
            operator: _,
            provider: _,
            region,
            rewardable_nodes,
        } = record;
        let of = format!("operators[{place}]");
        text(&format!("{of}.region"), region, limits::REGION_BYTES)?;
        let list = format!("{of}.rewardable_nodes");
        at_most(&list, rewardable_nodes.len(), limits::REWARD_TYPES)?;
        once(&list, rewardable_nodes.iter().map(|it| &it.reward_type))?;
        for (place, it) in rewardable_nodes.iter().enumerate() {
            let field = format!("{list}[{place}]");
            let name = format!("{field}.reward_type");
            text(&name, &it.reward_type, limits::TYPE_NAME_BYTES)?;
            at_most(
                &format!("{field}.count"),
                index(it.count),
                limits::FACT_NODES,
            )?;
        }
    }
    Ok(())
}

fn at_most(field: &str, count: usize, limit: usize) -> Result<(), String> {
    if count > limit {
        return Err(format!("{field}: {count} entries, at most {limit} allowed"));
    }
    Ok(())
}

fn once<T: Ord + Display>(field: &str, entries: impl IntoIterator<Item = T>) -> Result<(), String> {
    let mut seen = BTreeMap::new();
    for (place, entry) in entries.into_iter().enumerate() {
        let before = seen.get(&entry).copied();
        if let Some(before) = before {
            return Err(format!(
                "{field}[{place}]: {entry} stands at {field}[{before}] already"
            ));
        }
        seen.insert(entry, place);
    }
    Ok(())
}

fn text(field: &str, text: &str, limit: usize) -> Result<(), String> {
    if text.is_empty() || text.len() > limit {
        let bytes = text.len();
        return Err(format!("{field}: {bytes} bytes, 1 to {limit} allowed"));
    }
    Ok(())
}

/// A place; one beyond every list where this machine's are shorter than 32 bits.
fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

/// A version of the rewards table, as the engines read it.
#[must_use]
pub fn table(wire: &RewardsTable) -> table::RewardsTable {
    let mut table = table::RewardsTable::default();
    for rate in &wire.rates {
        let NodeRewardRate {
            region,
            reward_type,
            xdr_permyriad_per_node_per_month,
            reward_coefficient_percent,
        } = rate;
        let rate = table::Rate {
            xdr_permyriad_per_month: *xdr_permyriad_per_node_per_month,
            coefficient_percent: *reward_coefficient_percent,
        };
        table.insert(region, reward_type, rate);
    }
    table
}

/// A day's facts as version 1 computes from them, without a table.
///
/// # Panics
/// When a place is outside its list: the facts were not checked.
#[must_use]
pub fn of_day(facts: &DayFacts) -> v1::DayFacts {
    let nodes = facts.nodes.iter().map(|node| v1::RewardableNode {
        node: node.node.0.into(),
        provider: facts.providers[index(node.provider)].provider.0.into(),
        region: facts.regions[index(node.region)].clone(),
        reward_type: facts.reward_types[index(node.reward_type)].clone(),
    });
    let row = |row: &MetricsFact| v1::NodeMetrics {
        node: row.node.0.into(),
        proposed: row.proposed,
        failed: row.failed,
    };
    let subnets = facts.subnets.iter().map(|subnet| {
        let rows = subnet.nodes.iter().map(row).collect();
        (Id::Principal(subnet.subnet.0), rows)
    });
    v1::DayFacts {
        day: Day(facts.day),
        table: None,
        subnets: Some(subnets.collect()),
        nodes: nodes.collect(),
    }
}

/// Operator records as version 0 computes from them, in the same order.
#[must_use]
pub fn of_operators(facts: &OperatorFacts) -> Vec<v0::Operator> {
    let records = facts.operators.iter().map(|record| {
        let nodes = record.rewardable_nodes.iter();
        v0::Operator {
            operator: record.operator.0.into(),
            provider: record.provider.0.into(),
            region: record.region.clone(),
            rewardable_nodes: nodes.map(|it| (it.reward_type.clone(), it.count)).collect(),
        }
    });
    records.collect()
}

/// Who has how many nodes on a day: first in the network, of the nodes that are paid; then in
/// each subnet, of the nodes with metrics that are somebody's, in the order of subnets.
///
/// # Panics
/// When a place is outside its list: the facts were not checked.
#[must_use]
pub fn seats(facts: &DayFacts) -> Vec<Seats> {
    let owners = facts.nodes.iter().map(|node| (node.node, node.provider));
    let owners: BTreeMap<NodeId, u32> = owners.collect();
    let mut seats = vec![Seats {
        subnet: None,
        rows: rows(facts, owners.values().copied()),
    }];
    let subnets = facts.subnets.iter().map(|it| (it.subnet, &it.nodes));
    let subnets: BTreeMap<_, _> = subnets.collect();
    seats.extend(subnets.into_iter().map(|(subnet, nodes)| {
        let owned = nodes.iter().filter_map(|it| owners.get(&it.node).copied());
        Seats {
            subnet: Some(subnet),
            rows: rows(facts, owned),
        }
    }));
    seats
}

/// Counts nodes by the places of their providers.
fn rows(facts: &DayFacts, owners: impl Iterator<Item = u32>) -> Vec<Seat> {
    let mut seats: BTreeMap<ProviderId, Seat> = BTreeMap::new();
    for owner in owners {
        let it = &facts.providers[index(owner)];
        let seat = seats.entry(it.provider).or_insert(Seat {
            provider: it.provider,
            cluster: it.cluster,
            nodes: 0,
        });
        seat.nodes += 1;
    }
    seats.into_values().collect()
}

#[cfg(test)]
mod tests;
