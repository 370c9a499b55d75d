//! Small networks by chance.

use crate::decentralization::jurisdiction::Tags;
use crate::decentralization::limits::Limits;
use crate::decentralization::network::{Class, Health, Network, Place};
use bonafide_types::registry::{Dimension, NodeCap, ShareRule, SpecialCap, SubnetRules};
use proptest::prelude::*;

/// An operator: its cluster, its data centre, whether its nodes may join.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operator {
    pub(crate) cluster: u8,
    pub(crate) dc: u8,
    pub(crate) eligible: bool,
}

/// Some nodes of one operator.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Nodes {
    pub(crate) operator: u8,
    pub(crate) health: Health,
    pub(crate) sev: Option<bool>,
    /// Spare ones.
    pub(crate) spare: u32,
    /// Members of the subnet.
    pub(crate) members: u32,
}

/// A network with one subnet, and rules, before anything has a number.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    pub(crate) operators: Vec<Operator>,
    /// Owner and area by data centre.
    pub(crate) data_centers: Vec<(u8, u8)>,
    /// Country by area.
    pub(crate) countries: Vec<u8>,
    pub(crate) nodes: Vec<Nodes>,
    pub(crate) rules: SubnetRules,
}

/// A sample with numbers.
#[derive(Clone, Debug)]
pub(crate) struct Built {
    pub(crate) network: Network,
    pub(crate) limits: Limits,
    /// The class of each entry of [`Sample::nodes`].
    pub(crate) classes: Vec<u32>,
}

/// Every country is a tag, and `C0+C1` is one of two.
struct Codes;

impl Tags for Codes {
    fn countries(&self, tag: &str) -> Option<Vec<String>> {
        Some(tag.split('+').map(String::from).collect())
    }
}

impl Sample {
    /// Numbers everything, the entries of nodes in the order given.
    pub(crate) fn build(&self, order: impl IntoIterator<Item = usize>) -> Built {
        let mut network = Network::default();
        let mut classes = vec![0; self.nodes.len()];
        let subnet = network.add_subnet();
        for at in order {
            let nodes = self.nodes[at];
            let class = self.class(&mut network, nodes);
            let class = network.class_number(class);
            classes[at] = class;
            (0..nodes.spare).for_each(|_| network.put(class, Place::Spare));
            (0..nodes.members).for_each(|_| network.put(class, Place::Subnet(subnet)));
        }
        let limits = Limits::new(&self.rules, &network, &Codes).unwrap();
        Built {
            network,
            limits,
            classes,
        }
    }

    /// Numbers everything in the order of the entries.
    pub(crate) fn built(&self) -> Built {
        self.build(0..self.nodes.len())
    }

    fn class(&self, network: &mut Network, nodes: Nodes) -> Class {
        let operator = self.operators[usize::from(nodes.operator)];
        let (owner, area) = self.data_centers[usize::from(operator.dc)];
        let country = self.countries[usize::from(area)];
        let names = [
            format!("operator {}", nodes.operator),
            format!("provider {}", nodes.operator),
            format!("cluster {}", operator.cluster),
            format!("dc {}", operator.dc),
            format!("owner {owner}"),
            format!("area {area}"),
            format!("C{country}"),
        ];
        let mut names = names.iter();
        Class {
            actors: Dimension::ALL.map(|dimension| {
                let name = names.next().unwrap();
                network.intern(dimension, name.as_bytes())
            }),
            health: nodes.health,
            sev: nodes.sev,
            eligible: operator.eligible,
        }
    }
}

fn health() -> impl Strategy<Value = Health> {
    prop_oneof![
        6 => Just(Health::Up),
        1 => Just(Health::Unknown),
        2 => Just(Health::Unhealthy),
    ]
}

fn caps() -> impl Strategy<Value = Vec<NodeCap>> {
    let all = vec![
        Dimension::Cluster,
        Dimension::DataCenter,
        Dimension::DataCenterOwner,
        Dimension::Area,
        Dimension::Country,
    ];
    let capped = prop::sample::subsequence(all, 0..=5);
    (capped, prop::array::uniform5(1_u32..4)).prop_map(|(capped, most)| {
        let caps = capped.into_iter().zip(most);
        caps.map(|(dimension, max)| NodeCap { dimension, max })
            .collect()
    })
}

fn specials() -> impl Strategy<Value = Vec<SpecialCap>> {
    let all = vec![
        (Dimension::Cluster, "cluster 0"),
        (Dimension::Cluster, "cluster 1"),
        (Dimension::DataCenter, "dc 0"),
        (Dimension::Country, "C0"),
        (Dimension::Country, "C9"),
    ];
    let bounded = prop::sample::subsequence(all, 0..=2);
    (bounded, prop::array::uniform2((0_u32..2, 0_u32..3))).prop_map(|(bounded, bounds)| {
        let bounded = bounded.into_iter().zip(bounds);
        let special = |((dimension, actor), (min, more)): ((_, &str), _)| SpecialCap {
            dimension,
            actor: actor.into(),
            min,
            max: min + more,
        };
        bounded.map(special).collect()
    })
}

fn shares() -> impl Strategy<Value = Vec<ShareRule>> {
    let tags = prop::sample::subsequence(vec!["C0", "C1", "C0+C2"], 0..=2);
    (tags, 1_u32..3, 2_u32..5, any::<bool>()).prop_map(|(tags, numerator, denominator, strict)| {
        let share = |tag: &str| ShareRule {
            tag: tag.into(),
            numerator,
            denominator,
            strict,
        };
        tags.into_iter().map(share).collect()
    })
}

fn rules() -> impl Strategy<Value = SubnetRules> {
    let required = prop::sample::subsequence(vec!["C0+C1", "C2"], 0..=1);
    let forbidden = prop::sample::subsequence(vec!["C3", "C1+C3"], 0..=1);
    let flags = (any::<bool>(), prop::bool::weighted(0.3), 0_u32..4);
    let lists = (caps(), specials(), shares(), required, forbidden);
    (1_u32..6, 2_u32..5, lists, flags).prop_map(
        |(min_size, more, (caps, special_caps, shares, required, forbidden), flags)| {
            let strings = |tags: Vec<&str>| tags.into_iter().map(String::from).collect();
            SubnetRules {
                min_size,
                max_size: min_size + more,
                byzantine_size: flags.0,
                caps,
                special_caps,
                required_tags: strings(required),
                forbidden_tags: strings(forbidden),
                shares,
                sev: flags.1,
                healthy_removal_divisor: flags.2,
            }
        },
    )
}

/// Networks of up to 10 classes with up to 2 spare nodes and up to 2 members of each.
pub(crate) fn samples() -> impl Strategy<Value = Sample> {
    let eligible = prop::bool::weighted(0.9);
    let operators = (0_u8..5, 0_u8..6, eligible).prop_map(|(cluster, dc, eligible)| Operator {
        cluster,
        dc,
        eligible,
    });
    let sev = prop::option::weighted(0.8, any::<bool>());
    let nodes = (0_u8..7, health(), sev, 0_u32..3, 0_u32..4);
    let nodes = nodes.prop_map(|(operator, health, sev, spare, members)| Nodes {
        operator,
        health,
        sev,
        spare,
        members: members.saturating_sub(1),
    });
    (
        prop::collection::vec(operators, 7),
        prop::collection::vec((0_u8..4, 0_u8..5), 6),
        prop::collection::vec(0_u8..4, 5),
        prop::collection::vec(nodes, 1..10),
        rules(),
    )
        .prop_map(
            |(operators, data_centers, countries, nodes, rules)| Sample {
                operators,
                data_centers,
                countries,
                nodes,
                rules,
            },
        )
}
