//! Small networks by chance, and rules for them.

use super::super::jurisdiction::Tags;
use super::super::limits::Limits;
use super::super::network::{Class, Health, Network, Place};
use bonafide_types::registry::{Dimension, NodeCap, ShareRule, SpecialCap, SubnetRules};
use proptest::prelude::*;

/// Groups of the countries C0, C1 and C2. Two of them overlap without being nested.
pub(crate) struct Groups;

impl Tags for Groups {
    fn countries(&self, tag: &str) -> Option<Vec<String>> {
        let countries: &[u8] = match tag {
            "G0" => &[0],
            "G01" => &[0, 1],
            "G12" => &[1, 2],
            "G2" => &[2],
            _ => return None,
        };
        Some(countries.iter().map(|at| format!("C{at}")).collect())
    }
}

const TAGS: [&str; 4] = ["G0", "G01", "G12", "G2"];

/// An operator: who, where, and what it has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operator {
    pub(crate) provider: u8,
    pub(crate) dc: u8,
    pub(crate) spare: u8,
    pub(crate) sev: Option<bool>,
    pub(crate) health: Health,
}

/// A network and rules.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) network: Network,
    pub(crate) rules: SubnetRules,
    pub(crate) limits: Limits,
}

/// A network of operators in data centres, given as owner and country. Providers 0 and 1 are
/// linked.
pub(crate) fn network(dcs: &[(u8, u8)], operators: &[Operator]) -> Network {
    let mut network = Network::default();
    for (number, operator) in operators.iter().enumerate() {
        let dc = usize::from(operator.dc) % dcs.len();
        let (owner, country) = dcs[dc];
        let actors = [
            (Dimension::NodeOperator, format!("O{number}")),
            (Dimension::NodeProvider, format!("P{}", operator.provider)),
            (Dimension::Cluster, format!("P{}", operator.provider.max(1))),
            (Dimension::DataCenter, format!("D{dc}")),
            (Dimension::DataCenterOwner, format!("W{owner}")),
            (Dimension::Area, format!("C{country},{}", dc % 2)),
            (Dimension::Country, format!("C{country}")),
        ];
        let actors = actors.map(|(dimension, name)| network.intern(dimension, name.as_bytes()));
        let class = network.class_number(Class {
            actors,
            health: operator.health,
            sev: operator.sev,
            eligible: true,
        });
        for _ in 0..operator.spare {
            network.put(class, Place::Spare);
        }
    }
    network
}

fn operators() -> impl Strategy<Value = Vec<Operator>> {
    let health = prop_oneof![9 => Just(Health::Up), 1 => Just(Health::Unhealthy)];
    let sev = prop_oneof![2 => Just(Some(true)), 2 => Just(None), 1 => Just(Some(false))];
    let operator = (0_u8..5, 0_u8..6, 0_u8..3, sev, health);
    let operator = operator.prop_map(|(provider, dc, spare, sev, health)| Operator {
        provider,
        dc,
        spare,
        sev,
        health,
    });
    prop::collection::vec(operator, 1..8)
}

fn caps() -> impl Strategy<Value = Vec<NodeCap>> {
    let cap = prop::option::of(1_u32..4);
    let cap = |dimension| cap.clone().prop_map(move |max| (dimension, max));
    let caps = (
        cap(Dimension::NodeOperator),
        cap(Dimension::NodeProvider),
        cap(Dimension::DataCenter),
        cap(Dimension::DataCenterOwner),
        cap(Dimension::Area),
        cap(Dimension::Country),
    );
    caps.prop_map(|(a, b, c, d, e, f)| {
        let caps = [a, b, c, d, e, f].into_iter();
        caps.filter_map(|(dimension, max)| max.map(|max| NodeCap { dimension, max }))
            .collect()
    })
}

fn specials() -> impl Strategy<Value = Vec<SpecialCap>> {
    let special = (0_usize..6, 0_u8..3, 0_u32..3, 0_u32..3);
    let special = special.prop_map(|(which, number, min, more)| {
        let (dimension, actor) = [
            (Dimension::NodeOperator, format!("O{number}")),
            (Dimension::NodeProvider, format!("P{number}")),
            (Dimension::DataCenter, format!("D{number}")),
            (Dimension::DataCenterOwner, format!("W{number}")),
            (Dimension::Area, format!("C{number},0")),
            (Dimension::Country, format!("C{number}")),
        ][which]
            .clone();
        let min = min / 2;
        SpecialCap {
            dimension,
            actor,
            min,
            max: min + more,
        }
    });
    prop_oneof![
        1 => Just(Vec::new()),
        1 => prop::collection::vec(special, 1..3),
    ]
}

fn shares() -> impl Strategy<Value = Vec<ShareRule>> {
    let share = (0_usize..4, 1_u32..4, 0_u32..3, any::<bool>());
    let share = share.prop_map(|(tag, numerator, more, strict)| ShareRule {
        tag: TAGS[tag].into(),
        numerator,
        denominator: numerator + more,
        strict,
    });
    prop_oneof![
        1 => Just(Vec::new()),
        1 => prop::collection::vec(share, 1..4),
    ]
}

fn tags() -> impl Strategy<Value = Vec<String>> {
    prop_oneof![
        5 => Just(Vec::new()),
        1 => (0_usize..4).prop_map(|tag| vec![TAGS[tag].to_owned()]),
    ]
}

/// Any network with any rules that do not contradict themselves.
pub(crate) fn cases() -> impl Strategy<Value = Case> {
    let dcs = prop::collection::vec((0_u8..3, 0_u8..3), 1..6);
    let rules = (caps(), specials(), shares(), tags(), tags(), any::<bool>());
    (dcs, operators(), rules).prop_filter_map(
        "contradictory rules",
        |(dcs, operators, (caps, special_caps, shares, required_tags, forbidden_tags, sev))| {
            case(
                network(&dcs, &operators),
                SubnetRules {
                    min_size: 4,
                    max_size: 4,
                    caps,
                    special_caps,
                    shares,
                    required_tags,
                    forbidden_tags,
                    sev,
                    ..SubnetRules::default()
                },
            )
        },
    )
}

/// Networks whose owners stand in one country and area each, with caps alone.
pub(crate) fn laminar_cases() -> impl Strategy<Value = Case> {
    let dcs = prop::collection::vec(0_u8..3, 1..6);
    (dcs, operators(), caps()).prop_filter_map(
        "contradictory rules",
        |(owners, operators, caps)| {
            let dcs: Vec<_> = owners.into_iter().map(|owner| (owner, owner % 2)).collect();
            let rules = SubnetRules {
                min_size: 4,
                max_size: 4,
                caps: caps
                    .into_iter()
                    .filter(|cap| cap.dimension != Dimension::Area)
                    .collect(),
                ..SubnetRules::default()
            };
            case(network(&dcs, &operators), rules)
        },
    )
}

fn case(network: Network, rules: SubnetRules) -> Option<Case> {
    let limits = Limits::new(&rules, &network, &Groups).ok()?;
    Some(Case {
        network,
        rules,
        limits,
    })
}

/// An operator that runs, of one node.
pub(crate) const fn running(provider: u8, dc: u8, spare: u8) -> Operator {
    Operator {
        provider,
        dc,
        spare,
        sev: None,
        health: Health::Up,
    }
}

/// The limits of some caps.
pub(crate) fn caps_of(network: &Network, caps: &[(Dimension, u32)]) -> Limits {
    let caps = caps.iter();
    let rules = SubnetRules {
        min_size: 4,
        max_size: 4,
        caps: caps
            .map(|(dimension, max)| NodeCap {
                dimension: *dimension,
                max: *max,
            })
            .collect(),
        ..SubnetRules::default()
    };
    Limits::new(&rules, network, &Groups).unwrap()
}
