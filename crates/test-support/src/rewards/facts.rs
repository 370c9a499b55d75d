//! Facts of days: those of a small network, and those of the real one with invented metrics.

use crate::actors;
use crate::audits;
use bonafide_kit::cbor;
use bonafide_types::audits::Criticality;
use bonafide_types::id::{NodeId, OperatorId, ProviderId, Sha256Hash, SubnetId};
use bonafide_types::registry::ImportRow;
use bonafide_types::rewards::{
    AdoptPeriodArgs, DayFacts, Engine, Inputs, MetricsFact, NodeFact, NodeRewardRate, ProviderFact,
    SubnetFact,
};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// What each provider of [`small_day`] earns on a day, e8s, at one XDR for an ICP: one XDR for
/// each of its two nodes.
pub const GROSS: u64 = 2 * audits::ICP;
/// The type of every node of [`small_day`].
const SMALL_TYPE: &str = "type1";
/// Types of nodes of the real network: those of the second generation have the second.
const TYPES: [&str; 2] = ["type1.1", "type3.1"];
/// Blocks that fall to a node of the real network on a day.
const BLOCKS: u64 = 1_000;

/// The network of [`small_day`], as the registry imports it: a data centre for each provider.
#[must_use]
pub fn network(providers: u32) -> Vec<ImportRow> {
    let sites: Vec<_> = (1..=providers)
        .map(|number| (number, Criticality::Application))
        .collect();
    audits::network(&sites)
}

/// A day of providers 1 to `providers`, none of which is linked with another: provider n has
/// node 10 n, which did its work in subnet 2, and a spare node.
#[must_use]
pub fn small_day(providers: u32, day: u32) -> DayFacts {
    let numbers = || 1..=providers;
    let node = |number: u32, at: u32| NodeFact {
        node: actors::node(10 * number + at),
        provider: number - 1,
        operator: number - 1,
        region: 0,
        reward_type: 0,
    };
    let provider = |number| ProviderFact {
        provider: actors::provider(number),
        cluster: actors::provider(number),
    };
    let metrics = |number| MetricsFact {
        node: actors::node(10 * number),
        proposed: 100,
        failed: 0,
    };
    DayFacts {
        day,
        providers: numbers().map(provider).collect(),
        operators: numbers().map(actors::operator).collect(),
        regions: vec!["Europe,CH,Zurich".into()],
        reward_types: vec![SMALL_TYPE.into()],
        nodes: numbers()
            .flat_map(|number| [node(number, 0), node(number, 1)])
            .collect(),
        subnets: vec![SubnetFact {
            subnet: actors::subnet(2),
            nodes: numbers().map(metrics).collect(),
        }],
    }
}

/// Rates for [`small_day`]: one XDR a day for each node.
#[must_use]
pub fn rates() -> Vec<NodeRewardRate> {
    vec![NodeRewardRate {
        region: "Europe".into(),
        reward_type: SMALL_TYPE.into(),
        xdr_permyriad_per_node_per_month: 304_375,
        reward_coefficient_percent: None,
    }]
}

/// Who and what the imported facts name, as of a day. What the nodes did is invented.
///
/// # Panics
/// When a row refers to another that is not there.
#[must_use]
pub fn real_day(rows: &[ImportRow], day: u32) -> DayFacts {
    let (mut regions, mut operators, mut nodes) =
        (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut providers: BTreeSet<ProviderId> = BTreeSet::new();
    for row in rows {
        match row {
            ImportRow::DataCenter { id, region, .. } => {
                regions.insert(id.as_str(), region.clone());
            }
            ImportRow::Provider { id, .. } => {
                providers.insert(*id);
            }
            ImportRow::Operator {
                id,
                provider,
                dc_id,
            } => {
                operators.insert(*id, (*provider, dc_id.as_str()));
            }
            ImportRow::Node {
                id,
                operator,
                generation,
                subnet,
                ..
            } => {
                let second = generation.as_deref() == Some("Gen2");
                nodes.insert(*id, (*operator, second, *subnet));
            }
            ImportRow::Subnet { .. } | ImportRow::Declaration { .. } => {}
        }
    }
    let providers: Vec<_> = providers.into_iter().collect();
    let operator_ids: Vec<OperatorId> = operators.keys().copied().collect();
    let names: BTreeSet<String> = regions.values().cloned().collect();
    let names: Vec<_> = names.into_iter().collect();
    let paid = nodes.iter().map(|(node, (operator, second, _))| {
        let (provider, dc_id) = operators[operator];
        NodeFact {
            node: *node,
            provider: place(&providers, &provider),
            operator: place(&operator_ids, operator),
            region: place(&names, &regions[dc_id]),
            reward_type: u32::from(*second),
        }
    });
    let paid = paid.collect();
    let mut subnets: BTreeMap<SubnetId, Vec<MetricsFact>> = BTreeMap::new();
    for (at, (node, (_, _, subnet))) in (0..).zip(&nodes) {
        if let Some(subnet) = subnet {
            let rows = subnets.entry(*subnet).or_default();
            rows.push(invented(*node, at, day));
        }
    }
    let provider = |provider: &ProviderId| ProviderFact {
        provider: *provider,
        cluster: *provider,
    };
    DayFacts {
        day,
        providers: providers.iter().map(provider).collect(),
        operators: operator_ids,
        regions: names,
        reward_types: TYPES.map(str::to_owned).into(),
        nodes: paid,
        subnets: subnets
            .into_iter()
            .map(|(subnet, nodes)| SubnetFact { subnet, nodes })
            .collect(),
    }
}

/// Where a name stands in a sorted list.
fn place<T: Ord>(names: &[T], name: &T) -> u32 {
    let place = names.binary_search(name).ok();
    let place = place.and_then(|place| u32::try_from(place).ok());
    place.expect("facts name what is in their lists")
}

/// What the node at a place did on a day. Every seventh has days on which it fails, some of them
/// more than a rule forgives; the others miss a block now and then.
fn invented(node: NodeId, at: u64, day: u32) -> MetricsFact {
    let day = u64::from(day);
    let is_bad = at % 7 == 3 && (at + day) % 5 < 2;
    let failed = if is_bad {
        (37 * at + 11 * day) % 900
    } else {
        (at + day) % 20
    };
    MetricsFact {
        node,
        proposed: BLOCKS - failed,
        failed,
    }
}

/// Invented rates for [`real_day`]: for each continent and type, and some of a country and of a
/// place, which come before them.
#[must_use]
pub fn real_rates() -> Vec<NodeRewardRate> {
    let rate = |region: &str, reward_type: &str, monthly, percent| NodeRewardRate {
        region: region.into(),
        reward_type: reward_type.into(),
        xdr_permyriad_per_node_per_month: monthly,
        reward_coefficient_percent: percent,
    };
    let continents = [
        "Africa",
        "Asia",
        "Europe",
        "North America",
        "Oceania",
        "South America",
    ];
    let of_continents = (0..).zip(continents).flat_map(|(at, region)| {
        [
            rate(region, TYPES[0], 6_000_000 + 250_000 * at, None),
            rate(region, TYPES[1], 9_000_000 + 250_000 * at, Some(95)),
        ]
    });
    let special = [
        rate("Europe,CH", TYPES[1], 9_876_543, None),
        rate("Europe,BE,Flanders", TYPES[0], 5_555_555, None),
        rate("North America,US", TYPES[1], 8_765_432, Some(98)),
    ];
    of_continents.chain(special).collect()
}

/// The bytes that are supplied for facts.
#[must_use]
pub fn packed(facts: &DayFacts) -> Vec<u8> {
    cbor::encode(facts)
}

/// SHA-256.
#[must_use]
pub fn hash(bytes: &[u8]) -> Sha256Hash {
    Sha256Hash(Sha256::digest(bytes).into())
}

/// What adopts a period of these facts, at one XDR for an ICP.
///
/// # Panics
/// Without facts.
#[must_use]
pub fn adoption(slices: &[DayFacts]) -> AdoptPeriodArgs {
    let (first, last) = (slices.first(), slices.last());
    let hashes = slices.iter().map(|facts| hash(&packed(facts)));
    AdoptPeriodArgs {
        from_day: first.expect("a period has days").day,
        to_day: last.expect("a period has days").day,
        engine: Engine::V1,
        xdr_permyriad_per_icp: 10_000,
        rate_source: "An example.".into(),
        inputs: Inputs::Days(hashes.collect()),
    }
}
