//! Where candidates come from, and how ties are broken.

use crate::decentralization::network::{Class, Health, Network};
use bonafide_types::registry::Dimension;
use sha2::{Digest, Sha256};
use std::cmp::Reverse;

/// Candidates looked at for pairs, at most: what a search costs stays bounded where candidates
/// are many.
const BUDGET: usize = 1_000_000;

/// Classes whose nodes may join, with how many of each are free. In an order that nobody could
/// know before the seed: of equals, the first is taken. Classes with more spare nodes come
/// first, so that operators keep reserves; then the lower SHA-256 of the seed and the label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pool {
    seed: [u8; 32],
    budget: usize,
    /// Classes that may join, in order, also those without a free node.
    order: Vec<u32>,
    /// By class; `None`: its nodes join nothing.
    free: Vec<Option<u32>>,
}

impl Pool {
    /// The spare nodes of a network.
    #[must_use]
    pub fn of(network: &Network, seed: &[u8; 32]) -> Self {
        let numbered = || (0..).zip(network.classes());
        let free =
            numbered().map(|(number, class)| class.can_join().then(|| network.spare(number)));
        let can_join = numbered().filter(|(_, class)| class.can_join());
        let mut order: Vec<u32> = can_join.map(|(number, _)| number).collect();
        order.sort_by_cached_key(|number| {
            let spare = network.spare(*number);
            (Reverse(spare), ticket(network, *number, seed))
        });
        Self {
            seed: *seed,
            budget: BUDGET,
            order,
            free: free.collect(),
        }
    }

    /// Bounds a search further, or less: candidates looked at for pairs, at most.
    #[must_use]
    pub const fn with_budget(mut self, looks: usize) -> Self {
        self.budget = looks;
        self
    }

    /// Candidates that one search looks at for pairs, at most.
    pub(super) const fn budget(&self) -> usize {
        self.budget
    }

    /// Free nodes of a class.
    #[must_use]
    pub fn free(&self, class: u32) -> u32 {
        let free = self.free.get(class as usize);
        free.copied().flatten().unwrap_or_default()
    }

    /// Free nodes of all classes.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.free.iter().flatten().copied().map(u64::from).sum()
    }

    /// Takes a node of a class; whether there was one.
    pub fn take(&mut self, class: u32) -> bool {
        match self.free.get_mut(class as usize) {
            Some(Some(free)) if *free > 0 => {
                *free -= 1;
                true
            }
            _ => false,
        }
    }

    /// Gives a node of a class back. One that may not join is no candidate, and is not counted.
    pub fn give(&mut self, class: u32) {
        if let Some(Some(free)) = self.free.get_mut(class as usize) {
            *free = free.saturating_add(1);
        }
    }

    /// Classes with a free node, in order.
    pub fn candidates(&self) -> impl Iterator<Item = u32> {
        let order = self.order.iter().copied();
        order.filter(|class| self.free(*class) > 0)
    }

    /// Members in the order in which they leave when all else is equal: those that do not run
    /// first, then those that could not join today, then by SHA-256. Equal classes are
    /// neighbours.
    pub(super) fn ranked(&self, network: &Network, members: &[u32]) -> Vec<u32> {
        let mut ranked = members.to_vec();
        // Of each class once: hashes are dear.
        ranked.sort_unstable();
        let mut distinct = ranked.clone();
        distinct.dedup();
        distinct.sort_by_cached_key(|number| {
            let class = network.class(*number);
            let hash = ticket(network, *number, &self.seed);
            (Reverse(class.health), class.eligible, hash)
        });
        let place = |class: &u32| distinct.iter().position(|other| other == class);
        ranked.sort_by_cached_key(place);
        ranked
    }
}

/// What breaks ties: names, not numbers, so that it does not matter who was numbered first.
fn ticket(network: &Network, number: u32, seed: &[u8; 32]) -> [u8; 32] {
    let class: &Class = network.class(number);
    let health = match class.health {
        Health::Up => 0,
        Health::Unknown => 1,
        Health::Unhealthy => 2,
    };
    let sev = match class.sev {
        None => 0,
        Some(false) => 1,
        Some(true) => 2,
    };
    let operator = class.actor(Dimension::NodeOperator);
    let hash = Sha256::new()
        .chain_update(seed)
        .chain_update(network.name(Dimension::NodeOperator, operator))
        .chain_update([health, sev]);
    hash.finalize().into()
}
