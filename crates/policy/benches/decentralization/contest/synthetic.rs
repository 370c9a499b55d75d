//! A large network that does not exist, the same on every machine.
//!
//! To 100,000 nodes belong 15,000 operators, 5,000 providers, 10,000 data centres and 3,000
//! owners of these, in 120 countries. Sizes of providers and countries follow Zipf's law: the
//! second has half of what the first has, the third a third. One owner in twenty has data
//! centres in up to three countries. One node in a hundred is down, and every other node is a
//! member of a subnet of 13.

use super::{NodeRow, SIZE};
use bonafide_types::registry::NodeStatus;

const COUNTRIES: u32 = 120;
/// Areas of a country.
const AREAS: u32 = 4;
const SEED: u64 = 2_025;

/// Where a data centre stands, and whose it is.
#[derive(Clone, Copy, Debug)]
struct Center {
    owner: u32,
    area: u32,
    country: u32,
}

/// Whose operator it is, and in which data centre.
#[derive(Clone, Copy, Debug)]
struct Operator {
    provider: u32,
    center: u32,
}

/// The nodes, one after the other: all of them at once would be most of what is in memory.
#[derive(Debug)]
pub(crate) struct Synthetic {
    dice: SplitMix64,
    centers: Vec<Center>,
    operators: Vec<Operator>,
    nodes: u32,
    next: u32,
    members: u32,
}

impl Synthetic {
    /// A network of so many nodes.
    pub(crate) fn new(nodes: u32) -> Self {
        let share = |percent: u32| (nodes / 100 * percent).max(1);
        let mut dice = SplitMix64(SEED);
        let countries = Zipf::new(COUNTRIES);
        let owners = (0..share(3)).map(|_| countries.draw(&mut dice));
        let homes: Vec<u32> = owners.collect();
        let centers = (0..share(10)).map(|_| {
            let owner = dice.below(share(3));
            let away = if owner.is_multiple_of(20) {
                dice.below(3)
            } else {
                0
            };
            Center {
                owner,
                area: dice.below(AREAS),
                country: (homes[owner as usize] + away) % COUNTRIES,
            }
        });
        let centers: Vec<_> = centers.collect();
        let providers = Zipf::new(share(5));
        let operators = (0..share(15)).map(|_| Operator {
            provider: providers.draw(&mut dice),
            center: dice.below(share(10)),
        });
        let operators = operators.collect();
        Self {
            dice,
            centers,
            operators,
            nodes,
            next: 0,
            members: 0,
        }
    }
}

impl Iterator for Synthetic {
    type Item = NodeRow;

    fn next(&mut self) -> Option<NodeRow> {
        if self.next == self.nodes {
            return None;
        }
        let number = self.next as usize % self.operators.len();
        self.next += 1;
        let Operator { provider, center } = self.operators[number];
        let Center {
            owner,
            area,
            country,
        } = self.centers[center as usize];
        let down = self.dice.below(100) == 0;
        let member = self.dice.below(2) == 0;
        self.members += u32::from(member);
        Some(NodeRow {
            // As long as principals.
            operator: format!("operator {number:020}"),
            provider: format!("provider {provider:020}"),
            data_center: format!("dc{center}"),
            owner: format!("Example Halls {owner}"),
            area: format!("Area {area}"),
            country: format!("C{country}"),
            status: if down {
                NodeStatus::Down
            } else {
                NodeStatus::Up
            },
            subnet: member.then(|| format!("subnet {}", (self.members - 1) / SIZE)),
        })
    }
}

/// Numbers from 0, of which number `n` has `1 / (n + 1)` of the chance of the first.
#[derive(Debug)]
struct Zipf(Vec<u32>);

impl Zipf {
    /// The chance of the first.
    const FIRST: u32 = 1 << 20;

    fn new(count: u32) -> Self {
        let chances = (1..=count).scan(0, |sum, rank| {
            *sum += Self::FIRST / rank;
            Some(*sum)
        });
        Self(chances.collect())
    }

    fn draw(&self, dice: &mut SplitMix64) -> u32 {
        let all = self.0.last().copied().unwrap_or_default();
        let drawn = dice.below(all);
        let found = self.0.partition_point(|sum| *sum <= drawn);
        u32::try_from(found).expect("BUG: as many as were counted in 32 bits")
    }
}

/// Steele, Lea and Flood's generator.
#[derive(Debug)]
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below a bound.
    fn below(&mut self, bound: u32) -> u32 {
        let scaled = (self.next() >> 32) * u64::from(bound);
        u32::try_from(scaled >> 32).expect("BUG: below a bound of 32 bits")
    }
}
