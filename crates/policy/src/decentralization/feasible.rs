//! How large a subnet could be under limits, and what bounds it.
//!
//! A largest flow through the tree of limits gives as many members as there can be, and a
//! smallest cut says why not more. The answer is exact where the tree is: when owners of data
//! centres stand in one country each, or their caps could be shared out over their countries in
//! every way. Elsewhere it is a bracket: members that were found, and a number that nothing
//! exceeds.
//!
//! Least and greatest size, and `3f + 1`, take no part: the question is which sizes can be
//! reached.

mod bottleneck;
#[cfg(test)]
mod tests;

pub use super::flow::supply::Supply;

use super::evaluate::Naming;
use super::flow::branch::{self, Bound, Solution};
use super::flow::tree::{Assigned, Tree};
use super::limits::Limits;
use super::network::Network;
use super::tally::Tally;
use bonafide_types::registry::{Bottleneck, Feasibility};

/// How large a subnet could be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feasible {
    /// Members that were found. They break none of the rules on members; their number may still
    /// be out of the policy's range.
    pub max_size: u32,
    /// Members that no subnet exceeds. The same as `max_size` when that is exact.
    pub upper_bound: u32,
    /// Members the policy asks for at least.
    pub wanted: u32,
    /// What was found: classes by number, in order, with how many nodes of each.
    pub witness: Vec<(u32, u32)>,
    /// What bounds the size: a smallest cut, whose nodes add up to `upper_bound`. Where caps had to
    /// be shared out, it is the cut for the best way. A least number of nodes that cannot be had
    /// stands there with 0 nodes.
    pub bottleneck: Vec<Bottleneck>,
    /// The same in words.
    pub words: String,
}

impl Feasible {
    /// As canister and command line show it.
    #[must_use]
    pub fn into_view(self) -> Feasibility {
        Feasibility {
            max_size: self.max_size,
            upper_bound: self.upper_bound,
            wanted: self.wanted,
            bottleneck: self.bottleneck,
            words: self.words,
        }
    }
}

/// How large a subnet of the nodes at hand could be.
#[must_use]
pub fn feasible(network: &Network, limits: &Limits, supply: &Supply, naming: Naming) -> Feasible {
    let tree = Tree::new(network, limits, supply);
    let mut found: Vec<u32> = Vec::new();
    let accept = |solution: &Solution| {
        let members = tree.classes(&solution.routes.leaves);
        let members = compliant(network, limits, members);
        let size = size_of(&members);
        if size > size_of(&found) {
            found = members;
        }
        size
    };
    let possible = tree.unmet.is_empty() && limits.unknown_tags.is_empty();
    let solve = |assigned: &Assigned| largest(&tree, limits, assigned);
    let bound = possible
        .then(|| branch::search(&tree, solve, accept))
        .flatten();
    // The cut of the relaxed flow tells no case from another: it stands where it says the same.
    let tightest = bound.and_then(|Bound { relaxed, tried }| match tried {
        Some(tried) => tried.map(|top| {
            if top.value < relaxed.value {
                top
            } else {
                relaxed
            }
        }),
        None => Some(relaxed),
    });
    // The cut at the next size: the one at this size may let more through at larger ones.
    let beyond = tightest.and_then(|top| {
        let size = top.value.saturating_add(1);
        let routes = tree.route(tree.bounds(size, 1, &top.assigned))?;
        Some((top, routes))
    });
    let (upper_bound, bottleneck) = match beyond {
        Some((top, routes)) => {
            let cut = bottleneck::of(network, limits, &tree, (&routes, &top.assigned), naming);
            (top.value, cut)
        }
        None => (0, bottleneck::quotas(limits, &tree)),
    };
    let max_size = size_of(&found);
    let words = bottleneck::words(limits, (max_size, upper_bound), &bottleneck);
    Feasible {
        max_size,
        upper_bound,
        wanted: limits.min_size,
        witness: counted(&found),
        bottleneck: bottleneck.into_iter().map(|part| part.shown).collect(),
        words,
    }
}

/// The largest flow whose shares are kept at its own size.
///
/// What a share allows grows with the size, so a larger size never makes the largest flow
/// smaller: `most(n)` is monotone. Any size `m` that can be reached is at most `most(m)`, so
/// when `m <= n` then `m <= most(m) <= most(n)`: going from `n` to `most(n)` passes no such
/// size. This begins at all nodes and falls until `most(n) = n`, which can be reached, so it is
/// the greatest. When the least numbers cannot be met at `n`, they cannot at any smaller size.
fn largest(tree: &Tree, limits: &Limits, assigned: &Assigned) -> Option<Solution> {
    let mut size = tree.supply();
    loop {
        let routes = tree.route(tree.bounds(size, 1, assigned))?;
        let value = u32::try_from(routes.value()).unwrap_or(u32::MAX);
        if value == size || limits.shares.is_empty() {
            return Some(Solution {
                value,
                subnets: 1,
                routes,
                assigned: assigned.clone(),
            });
        }
        size = value;
    }
}

/// Members that break no rule: those given, or what is left of them when the one whose absence
/// mends most is taken out again and again. That is needed for what the tree leaves out alone.
fn compliant(network: &Network, limits: &Limits, mut members: Vec<u32>) -> Vec<u32> {
    let mut tally = Tally::of(network, members.iter().copied());
    while !members.is_empty() && limits.counted_weight(&tally) > 0 {
        let mut least: Option<(u64, usize)> = None;
        for at in 0..members.len() {
            if at > 0 && members[at] == members[at - 1] {
                continue;
            }
            let class = network.class(members[at]);
            tally.remove(class);
            let weight = limits.counted_weight(&tally);
            tally.add(class);
            if least.is_none_or(|(least, _)| weight < least) {
                least = Some((weight, at));
            }
        }
        let Some((_, at)) = least else {
            break;
        };
        tally.remove(network.class(members.remove(at)));
    }
    members
}

fn size_of(members: &[u32]) -> u32 {
    u32::try_from(members.len()).unwrap_or(u32::MAX)
}

/// Members by class.
fn counted(members: &[u32]) -> Vec<(u32, u32)> {
    let by_class = members.chunk_by(|one, next| one == next);
    by_class.map(|nodes| (nodes[0], size_of(nodes))).collect()
}
