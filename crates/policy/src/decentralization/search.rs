//! Better memberships: exchanges, healing, other sizes, new subnets.
//!
//! Nodes of a class are alike, so all of this is about classes and how many nodes of each are
//! free. A place is given to the candidate with whom the score is best; then each place is
//! decided again, until no single decision makes the score better. What would be the best
//! score if the dimensions did not hinder each other is known: who reaches it needs no further
//! search.
//!
//! Nothing depends on numbers of classes or actors. Ties are broken by names and a seed: see
//! [`Pool`].

mod ceiling;
mod draft;
mod pool;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

pub use pool::Pool;

use super::limits::Limits;
use super::network::Network;
use super::outlook::Outlook;
use super::score::Score;
use super::tally::{Tally, Threshold};
use bonafide_types::registry::Optimality;
use ceiling::Ceiling;
use draft::{Draft, Outcome, Trade, best_of};

/// A change of a membership, by classes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The class of each member that leaves.
    pub remove: Vec<u32>,
    /// The class of each node that joins. None of these classes loses a member.
    pub add: Vec<u32>,
    /// The score now; `None` for a subnet to be made.
    pub before: Option<Score>,
    /// The score after the change.
    pub after: Score,
    /// How good it is known to be, among changes of so many nodes.
    pub optimality: Optimality,
}

impl Suggestion {
    /// Whether nothing would change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.remove.is_empty() && self.add.is_empty()
    }

    fn of(outcome: Outcome, before: Option<Score>, optimality: Optimality) -> Self {
        Self {
            remove: outcome.remove,
            add: outcome.add,
            before,
            after: outcome.score,
            optimality,
        }
    }
}

/// A new subnet of so many nodes, which are taken from the pool. `None` when it has too few.
pub fn create(
    network: &Network,
    limits: &Limits,
    pool: &mut Pool,
    size: u32,
) -> Option<Suggestion> {
    if pool.total() < u64::from(size) {
        return None;
    }
    let draft = Draft::new(network, limits, pool, &[]);
    Some(grow(draft, pool, size, None))
}

/// The best exchange of at most `count` members, with the fewest that reach its score; empty
/// when nothing is better. Nodes that join are taken from the pool; those that leave are not
/// given to it, because they are no spare nodes yet.
///
/// Whether so many members may leave at once is not asked: see [`may_leave`].
pub fn replace(
    network: &Network,
    limits: &Limits,
    pool: &mut Pool,
    members: &[u32],
    count: u32,
) -> Suggestion {
    let mut draft = Draft::new(network, limits, pool, members);
    let count = count.min(draft.tally().size());
    let ceiling = draft.ceiling(pool, count, count);
    let before = draft.score();
    let mut best = draft.outcome(before);
    for exchanges in 1..=count {
        if best.score >= ceiling.best {
            break;
        }
        let Some(mut score) = draft.exchange(pool) else {
            break;
        };
        // The first exchange was the best of all.
        if exchanges > 1 {
            score = draft.improve(pool, Trade::Any, Some(&ceiling.best));
        }
        if score > best.score {
            best = draft.outcome(score);
        }
    }
    draft.give_back(pool);
    best.take(pool);
    let optimality = ceiling.judge(&best.score, count <= 1);
    Suggestion::of(best, Some(before), optimality)
}

/// Exchanges all members that do not run, as many as there are candidates for. Further members
/// only while broken rules weigh less for it, and no more than [`may_leave`] says: the fewest
/// exchanges that were found to reach the least weight. Nodes that join are taken from the pool.
pub fn heal(network: &Network, limits: &Limits, pool: &mut Pool, members: &[u32]) -> Suggestion {
    let mut draft = Draft::new(network, limits, pool, members);
    let (size, before) = (draft.tally().size(), draft.score());
    let no_candidates = pool.total() == 0;
    let unhealthy = draft.remove_unhealthy();
    let rest = draft.tally().clone();
    let joined = draft.fill(pool, unhealthy);
    draft.put_back(unhealthy - joined);
    let score = draft.improve(pool, Trade::Alike, None);
    let mut best = draft.outcome(score);
    let (mut tried, mut further) = (0, 0);
    for exchanges in 1..=may_leave(limits, size, unhealthy) {
        if best.score.violations == 0 || draft.exchange(pool).is_none() {
            break;
        }
        tried = exchanges;
        let score = draft.improve(pool, Trade::Alike, None);
        if score.violations < best.score.violations {
            best = draft.outcome(score);
            further = exchanges;
        }
    }
    let (all, exchange) = if joined == unhealthy {
        (rest, (further, unhealthy + further))
    } else {
        // Who of them stays was a choice as well.
        (
            Tally::of(network, members.iter().copied()),
            (joined, joined),
        )
    };
    draft.give_back(pool);
    let ceiling = Ceiling::new(network, limits, &all, pool, exchange);
    best.take(pool);
    let tried_all = no_candidates || (joined == unhealthy && unhealthy <= 1 && tried == 0);
    let optimality = ceiling.judge(&best.score, tried_all);
    Suggestion::of(best, Some(before), optimality)
}

/// Adds or removes members until there are `size`, or as many as there are candidates for.
/// Members that do not run leave first. Nodes that join are taken from the pool.
pub fn resize(
    network: &Network,
    limits: &Limits,
    pool: &mut Pool,
    members: &[u32],
    size: u32,
) -> Suggestion {
    let mut draft = Draft::new(network, limits, pool, members);
    let (now, before) = (draft.tally().size(), draft.score());
    if size > now {
        return grow(draft, pool, size - now, Some(before));
    }
    let leaving = now - size;
    let ceiling = draft.ceiling(pool, leaving, 0);
    draft.shrink(leaving);
    let score = draft.improve(pool, Trade::Alike, Some(&ceiling.best));
    let optimality = ceiling.judge(&score, leaving <= 1);
    Suggestion::of(draft.outcome(score), Some(before), optimality)
}

/// Heals subnets, in the order given: what one takes from the pool, the next ones do not have.
/// One suggestion for each subnet, also when it is empty.
///
/// # Panics
/// When no subnet has one of the numbers.
pub fn heal_network<'a>(
    network: &Network,
    limits_of: impl Fn(u32) -> &'a Limits,
    pool: &mut Pool,
    order: &[u32],
) -> Vec<(u32, Suggestion)> {
    let mut heal = |subnet| heal(network, limits_of(subnet), pool, network.members(subnet));
    order
        .iter()
        .map(|subnet| (*subnet, heal(*subnet)))
        .collect()
}

/// The best node in place of a member of a class, with the score; everything is tried. `None`
/// when no candidate is left, or no member is of that class. The pool keeps the node.
#[must_use]
pub fn best_replacement(
    network: &Network,
    limits: &Limits,
    pool: &Pool,
    members: &[u32],
    out: u32,
) -> Option<(u32, Score)> {
    let at = members.iter().position(|class| *class == out)?;
    let rest = || members[..at].iter().chain(&members[at + 1..]).copied();
    let tally = Tally::of(network, rest());
    let alone = rest().map(|class| limits.weight_of(network.class(class)));
    let outlook = Outlook::new(network, limits, &tally, alone.sum());
    best_of(network, &outlook, pool.candidates(), None)
}

/// How many members that run may leave in one change of a subnet of `size` members, `unhealthy`
/// of whom do not run. New nodes, and members that do not run and stay, are together no more
/// than may fail; rules may bound it further.
#[must_use]
pub fn may_leave(limits: &Limits, size: u32, unhealthy: u32) -> u32 {
    let churn = Threshold::Bft.of(size).saturating_sub(unhealthy);
    match size.checked_div(limits.healthy_removal_divisor) {
        // A small subnet may exchange one.
        Some(share) => churn.min(share.max(1)),
        None => churn,
    }
}

/// Adds so many candidates, or as many as there are.
fn grow(mut draft: Draft, pool: &mut Pool, places: u32, before: Option<Score>) -> Suggestion {
    let free = u32::try_from(pool.total()).unwrap_or(u32::MAX);
    let places = places.min(free);
    let ceiling = draft.ceiling(pool, 0, places);
    draft.fill(pool, places);
    let score = draft.improve(pool, Trade::Any, Some(&ceiling.best));
    let optimality = ceiling.judge(&score, places <= 1);
    Suggestion::of(draft.outcome(score), before, optimality)
}
