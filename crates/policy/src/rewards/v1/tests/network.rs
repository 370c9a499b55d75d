//! A month of a network as large as the real one.

use super::*;
use sha2::{Digest, Sha256};

/// Nodes of the real network: 701 of 1,447 are in a subnet.
const NODES: u64 = 1_447;
const PROVIDERS: u64 = 69;

/// Numbers that look random and are always the same.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = (self.0.wrapping_mul(6_364_136_223_846_793_005))
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

fn month() -> Period {
    let mut numbers = Numbers(7);
    let places = [
        (ZURICH, "type1"),
        (CALIFORNIA, "type3"),
        (NEVADA, "type3.1"),
        (TOKYO, "type3"),
    ];
    let days = (1..=30).map(|day| {
        let mut facts = facts(&format!("2025-06-{day:02}"), &[], &[]);
        for node in 0..NODES {
            let id = Id::Name(format!("n{node}"));
            let (region, reward_type) = places[usize::try_from(node % 4).unwrap()];
            facts.nodes.push(RewardableNode {
                node: id.clone(),
                provider: Id::Name(format!("p{}", node % PROVIDERS)),
                region: region.into(),
                reward_type: reward_type.into(),
            });
            if node < 701 {
                let worst = if numbers.below(20) == 0 { 9_000 } else { 300 };
                let subnet = Id::Name(format!("s{}", node % 47));
                let subnets = facts.subnets.as_mut().unwrap();
                subnets.entry(subnet).or_default().push(NodeMetrics {
                    node: id,
                    proposed: 5_000 + numbers.below(2_000),
                    failed: numbers.below(worst),
                });
            }
        }
        facts
    });
    Period {
        table: Some(table()),
        days: days.collect(),
    }
}

/// Changes only when version 1 computes something else, which must not happen.
const GOLDEN: &str = "7ee6442979e94e490628f7dc03c94c7a1098b8c38225864f0fb30914be4f8885";

#[test]
fn should_compute_the_same_month_for_ever() {
    let period = month();
    let start = std::time::Instant::now();
    let found = rewards(&period).unwrap();
    println!("a month of {NODES} nodes took {:?}", start.elapsed());
    let (mut figures, mut node_days) = (Sha256::new(), 0);
    for (provider, found) in &found.providers {
        figures.update(format!("{provider} {}\n", found.total_xdr_permyriad));
        for day in &found.days {
            node_days += day.nodes.len();
            for node in &day.nodes {
                let NodeDay {
                    failure_rate,
                    reduction,
                    base,
                    adjusted,
                    ..
                } = node;
                let figure =
                    [failure_rate, reduction, base, adjusted].map(|it| it.normalize().to_string());
                figures.update(format!("{} {} {}\n", day.day, node.node, figure.join(" ")));
            }
        }
    }
    assert_eq!(node_days, 43_410);
    assert_eq!(found.providers.len(), 69);
    assert_eq!(found.problems, []);
    assert_eq!(hex::encode(figures.finalize()), GOLDEN);
}
