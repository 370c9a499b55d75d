//! Who has which nodes, what they did, and what is said against them.

use super::{FIRST_DAY, node_id, operator_id, provider_id, subnet_id};
use bonafide_kit::cbor;
use bonafide_types::id::{Blob, ProviderId, Sha256Hash};
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{
    AdoptPeriodArgs, Charge, DayFacts, Engine, Inputs, MetricsFact, NodeFact, NodeRewardRate,
    OperatorFact, OperatorFacts, PenaltyClass, ProviderFact, SubnetFact, TypeCount,
};
use sha2::{Digest, Sha256};

/// Providers, of whom 2 and 3 are one cluster.
pub(crate) const PROVIDERS: u8 = 4;
/// Nodes of provider 4, from 21 on; half of them are in subnet 1.
const CROWD: u8 = 14;

/// The provider after whom a cluster is named.
pub(crate) const fn cluster_of(n: u8) -> u8 {
    if n == 3 { 2 } else { n }
}

/// The number of a provider, when it is one.
pub(crate) fn number_of(provider: ProviderId) -> Option<u8> {
    (1..=PROVIDERS).find(|n| provider_id(*n) == provider)
}

/// The nodes of a provider by their numbers; the first half is in subnet 1, the rest is spare.
pub(crate) fn nodes_of(n: u8) -> Vec<u8> {
    if n == PROVIDERS {
        (21..21 + CROWD).collect()
    } else {
        vec![n, 10 + n]
    }
}

/// The nodes of subnet 1, in order.
fn members() -> impl Iterator<Item = u8> {
    (1..=PROVIDERS).flat_map(|n| {
        let nodes = nodes_of(n);
        let half = nodes.len() / 2;
        nodes.into_iter().take(half)
    })
}

/// Who and what is paid.
pub(crate) fn roster(day: u32) -> DayFacts {
    let providers = (1..=PROVIDERS).map(|n| ProviderFact {
        provider: provider_id(n),
        cluster: provider_id(cluster_of(n)),
    });
    let nodes = (1..=PROVIDERS).flat_map(|n| {
        let place = u32::from(n - 1);
        nodes_of(n).into_iter().map(move |id| NodeFact {
            node: node_id(id),
            provider: place,
            operator: place,
            region: 0,
            reward_type: 0,
        })
    });
    DayFacts {
        day,
        providers: providers.collect(),
        operators: (1..=PROVIDERS).map(operator_id).collect(),
        regions: vec!["Europe,CH,Zurich".into()],
        reward_types: vec!["type1".into()],
        nodes: nodes.collect(),
        subnets: vec![],
    }
}

/// Each node of subnet 1 proposed so many blocks, and failed with none.
pub(crate) fn blocks(proposed: u64) -> Vec<MetricsFact> {
    let nodes = members().map(|id| MetricsFact {
        node: node_id(id),
        proposed,
        failed: 0,
    });
    nodes.collect()
}

/// A day on which every node did its work: each earns 10,000 permyriad.
pub(crate) fn facts(day: u32) -> DayFacts {
    let subnet = SubnetFact {
        subnet: subnet_id(1),
        nodes: blocks(100),
    };
    DayFacts {
        subnets: vec![subnet],
        ..roster(day)
    }
}

/// What such a node earns in a month.
pub(crate) fn rate() -> NodeRewardRate {
    NodeRewardRate {
        region: "Europe".into(),
        reward_type: "type1".into(),
        xdr_permyriad_per_node_per_month: 304_375,
        reward_coefficient_percent: None,
    }
}

/// Providers 1 and 2 with one operator and two nodes each.
pub(crate) fn operators() -> OperatorFacts {
    let record = |n: u8| OperatorFact {
        operator: operator_id(n),
        provider: provider_id(n),
        region: "Europe,CH,Zurich".into(),
        rewardable_nodes: vec![TypeCount {
            reward_type: "type1".into(),
            count: 2,
        }],
    };
    OperatorFacts {
        operators: (1..=2).map(record).collect(),
    }
}

/// Facts as they are supplied.
pub(crate) fn packed<T: minicbor::Encode<()>>(facts: &T) -> Blob {
    Blob(cbor::encode(facts))
}

pub(crate) fn hash(Blob(bytes): &Blob) -> Sha256Hash {
    Sha256Hash(Sha256::digest(bytes).into())
}

/// A period at one XDR per ICP.
pub(crate) fn period(days: (u32, u32), engine: Engine, inputs: Inputs) -> AdoptPeriodArgs {
    AdoptPeriodArgs {
        from_day: days.0,
        to_day: days.1,
        engine,
        xdr_permyriad_per_icp: 10_000,
        rate_source: "an example".into(),
        inputs,
    }
}

/// A period of engine v1 whose facts are supplied.
pub(crate) fn by_days(from_day: u32, to_day: u32) -> AdoptPeriodArgs {
    let days = from_day..=to_day;
    let hashes = days.map(|day| hash(&packed(&facts(day)))).collect();
    period((from_day, to_day), Engine::V1, Inputs::Days(hashes))
}

/// A period of engine v0.
pub(crate) fn by_operators(from_day: u32, to_day: u32) -> AdoptPeriodArgs {
    let inputs = Inputs::Operators(hash(&packed(&operators())));
    period((from_day, to_day), Engine::V0, inputs)
}

/// A false declaration of provider `n` at the beginning of a day, in a subnet of which no facts
/// tell: it costs a tenth.
pub(crate) fn charge(n: u8, evidence: u8, day: u32) -> Charge {
    Charge {
        provider: provider_id(n),
        node: None,
        subnet: Some(subnet_id(9)),
        class: PenaltyClass::FalseDeclaration,
        offence_at_ns: u64::from(day) * DAY_NS,
        evidence_hash: Sha256Hash([evidence; 32]),
        evidence_url: None,
        summary: "an example".into(),
        reporter: None,
    }
}

/// The beginning of a day and an hour, counted from the installation's day.
pub(crate) fn moment(day: u64, hour: u64) -> u64 {
    (u64::from(FIRST_DAY) + day) * DAY_NS + hour * super::HOUR_NS
}
