//! Our implementation: `bonafide_policy::decentralization`, as the registry calls it.

use super::{Contender, NodeRow, Outcome, SIZE};
use bonafide_policy::decentralization::adopted;
use bonafide_policy::decentralization::evaluate::{as_text, scorecard, violations};
use bonafide_policy::decentralization::feasible::Supply;
use bonafide_policy::decentralization::formation;
use bonafide_policy::decentralization::jurisdiction::Tags;
use bonafide_policy::decentralization::search::{self, Pool};
use bonafide_policy::decentralization::verdict::{self, Change, Named, Standing};
use bonafide_policy::decentralization::{Class, Limits, Network, Place, Tally};
use bonafide_types::registry::Dimension;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::hint::black_box;

/// What breaks ties.
const SEED: [u8; 32] = [7; 32];

/// The adopted rules over a network.
#[derive(Debug, Default)]
pub(crate) struct Ours {
    network: Network,
    /// The kind of each subnet.
    kinds: Vec<&'static str>,
    limits: BTreeMap<&'static str, Limits>,
    proposal: Option<Proposal>,
}

/// An exchange of one member, by classes.
#[derive(Clone, Copy, Debug)]
struct Proposal {
    subnet: u32,
    leaves: u32,
    joins: u32,
}

/// Tags as they were adopted. Names of owners are folded here and where nodes are read.
struct Adopted;

impl Tags for Adopted {
    fn countries(&self, tag: &str) -> Option<Vec<String>> {
        adopted::countries(tag)
    }

    fn actor_key(&self, dimension: Dimension, name: &str) -> Vec<u8> {
        match dimension {
            Dimension::DataCenterOwner => folded(name).into_bytes(),
            _ => name.as_bytes().to_vec(),
        }
    }
}

fn folded(owner: &str) -> String {
    owner.trim().to_lowercase()
}

impl Ours {
    fn limits_of(&self, subnet: u32) -> &Limits {
        &self.limits[&self.kinds[subnet as usize]]
    }

    /// The rules of the subnets that are made.
    fn limits_of_new(&self) -> &Limits {
        &self.limits[&adopted::DEFAULT_KIND]
    }

    fn pool(&self) -> Pool {
        Pool::of(&self.network, &SEED)
    }

    /// The figures of subnets that were made.
    fn made(&self, subnets: &[Vec<u32>]) -> Outcome {
        let (network, limits) = (&self.network, self.limits_of_new());
        let mut outcome = Outcome::default();
        for members in subnets {
            let tally = Tally::of(network, members.iter().copied());
            let penalty = limits.weight(network, &tally, members);
            outcome.done += 1;
            outcome.count(penalty, scorecard(&tally, penalty).product);
        }
        outcome
    }
}

fn class_of(network: &mut Network, row: &NodeRow) -> u32 {
    let actors = Dimension::ALL.map(|dimension| {
        let (owner, area);
        let name = match dimension {
            Dimension::NodeOperator => &row.operator,
            Dimension::NodeProvider | Dimension::Cluster => &row.provider,
            Dimension::DataCenter => &row.data_center,
            Dimension::DataCenterOwner => {
                owner = folded(&row.owner);
                &owner
            }
            Dimension::Area => {
                area = format!("{},{}", row.country, row.area);
                &area
            }
            Dimension::Country => &row.country,
        };
        network.intern(dimension, name.as_bytes())
    });
    network.class_number(Class {
        actors,
        health: row.status.into(),
        sev: None,
        eligible: true,
    })
}

impl Contender for Ours {
    fn name(&self) -> &'static str {
        "bonafide"
    }

    fn load(&mut self, nodes: &mut dyn Iterator<Item = NodeRow>) {
        *self = Self::default();
        let mut numbers = BTreeMap::new();
        for row in nodes {
            let class = class_of(&mut self.network, &row);
            let place = match row.subnet {
                None => Place::Spare,
                Some(id) => Place::Subnet(*numbers.entry(id).or_insert_with_key(|id| {
                    self.kinds.push(adopted::kind_of(id));
                    self.network.add_subnet()
                })),
            };
            self.network.put(class, place);
        }
        for kind in adopted::KINDS {
            let rules = adopted::rules(kind).expect("BUG: each kind has rules");
            let limits = Limits::new(&rules, &self.network, &Adopted);
            let limits = limits.expect("BUG: adopted rules do not contradict themselves");
            self.limits.insert(kind, limits);
        }
    }

    fn propose(&mut self) {
        let subnets = 0..self.network.subnets();
        let largest = subnets.max_by_key(|subnet| self.network.members(*subnet).len());
        self.proposal = largest.and_then(|subnet| {
            let members = self.network.members(subnet);
            let leaves = *members.first()?;
            let (network, limits) = (&self.network, self.limits_of(subnet));
            let best = search::best_replacement(network, limits, &self.pool(), members, leaves);
            best.map(|(joins, _)| Proposal {
                subnet,
                leaves,
                joins,
            })
        });
    }

    fn evaluate_all(&mut self) -> Option<Outcome> {
        let network = &self.network;
        let mut outcome = Outcome::default();
        let mut tally = Tally::new(network);
        for subnet in 0..network.subnets() {
            let (members, limits) = (network.members(subnet), self.limits_of(subnet));
            for class in members {
                tally.add(network.class(*class));
            }
            let broken = black_box(violations(network, limits, &tally, members, as_text));
            // What breaks nothing weighs nothing.
            let penalty = if broken.is_empty() {
                0
            } else {
                limits.weight(network, &tally, members)
            };
            let card = black_box(scorecard(&tally, penalty));
            outcome.done += 1;
            outcome.count(penalty, card.product);
            for class in members {
                tally.remove(network.class(*class));
            }
        }
        Some(outcome)
    }

    fn single_replacements(&mut self, subnets: u32) -> Option<Outcome> {
        let network = &self.network;
        let pool = self.pool();
        let mut outcome = Outcome::default();
        for subnet in 0..network.subnets().min(subnets) {
            let (members, limits) = (network.members(subnet), self.limits_of(subnet));
            for leaves in members {
                let best = search::best_replacement(network, limits, &pool, members, *leaves);
                if let Some((_, score)) = best {
                    outcome.done += 1;
                    outcome.swaps += 1;
                    outcome.count(score.violations, score.product);
                }
            }
        }
        Some(outcome)
    }

    fn heal(&mut self) -> Option<Outcome> {
        let network = &self.network;
        let mut order: Vec<u32> = (0..network.subnets()).collect();
        order.sort_by_key(|subnet| Reverse(network.members(*subnet).len()));
        let limits_of = |subnet| self.limits_of(subnet);
        let healed = search::heal_network(network, limits_of, &mut self.pool(), &order);
        let mut outcome = Outcome::default();
        for (_, change) in healed {
            outcome.done += u64::from(!change.is_empty());
            outcome.swaps += change.remove.len() as u64;
            outcome.count(change.after.violations, change.after.product);
        }
        Some(outcome)
    }

    fn create(&mut self) -> Option<Outcome> {
        let limits = self.limits_of_new();
        let made = search::create(&self.network, limits, &mut self.pool(), SIZE)?;
        Some(Outcome {
            done: 1,
            penalty: made.after.violations,
            product: made.after.product,
            swaps: 0,
        })
    }

    fn form(&mut self, wanted: u32) -> Option<Outcome> {
        let (network, limits) = (&self.network, self.limits_of_new());
        let formed = formation::form(network, limits, &Supply::spare(network), SIZE, wanted);
        Some(self.made(&formed.subnets))
    }

    fn form_one_by_one(&mut self, wanted: u32) -> Option<Outcome> {
        let (network, limits) = (&self.network, self.limits_of_new());
        let formed = formation::greedy(network, limits, &Supply::spare(network), SIZE, wanted);
        Some(self.made(&formed))
    }

    fn verify(&mut self) -> Option<Outcome> {
        let Proposal {
            subnet,
            leaves,
            joins,
        } = self.proposal?;
        let named = |node: &str, standing| Named {
            node: node.into(),
            standing,
            barred: Vec::new(),
        };
        let member = Standing::Member {
            class: leaves,
            subnet,
        };
        let change = Change {
            subnet: Some(subnet),
            shown: "the largest".into(),
            limits: self.limits_of(subnet),
            add: vec![named("who joins", Standing::Spare { class: joins })],
            remove: vec![named("who leaves", member)],
        };
        let judged = black_box(verdict::verify(&self.network, &[change], &[], as_text));
        let after = &judged.subnets.first()?.after;
        Some(Outcome {
            done: judged.accepted.into(),
            penalty: after.violation_weight,
            product: after.product,
            swaps: 1,
        })
    }
}
