//! Actors at several places: their caps shared out.
//!
//! With an actor's cap at each of its places the flow is too large at most. Where that shows,
//! each way to share the cap out over the places is tried, depth first, the one that keeps most
//! of the flow first. A branch that cannot be better than what was found is not followed.

use super::cut::Routes;
use super::tree::{Assigned, Spanning, Tree};
use std::cmp::Reverse;

/// Flows computed at most, on a network of up to [`SMALL`] classes; fewer on a larger one.
const BUDGET: usize = 4_096;
const SMALL: usize = 256;

/// Ways to share out one actor's cap that are tried at most.
const WAYS: usize = 64;

/// A flow, and what it is worth: members of a subnet, or subnets.
#[derive(Clone, Debug)]
pub(crate) struct Solution {
    pub(crate) value: u32,
    /// Over how many subnets the flow is dealt out.
    pub(crate) subnets: u32,
    pub(crate) routes: Routes,
    /// The caps it was found under.
    pub(crate) assigned: Assigned,
}

/// What the search knows at its end.
#[derive(Debug)]
pub(crate) struct Bound {
    /// The solution with each cap at each place of its actor: nothing is worth more.
    pub(crate) relaxed: Solution,
    /// The best solution that shares all caps out, when every way was tried: nothing is worth
    /// more. `None` inside: no way keeps to the least numbers.
    pub(crate) tried: Option<Option<Solution>>,
}

/// Looks for the best solution. `solve` gives the best one under some caps, `accept` takes one
/// that shares all caps out and returns what it could make of it. `None`: there is no solution.
pub(crate) fn search(
    tree: &Tree,
    solve: impl Fn(&Assigned) -> Option<Solution>,
    accept: impl FnMut(&Solution) -> u32,
) -> Option<Bound> {
    let relaxed = solve(&Assigned::new())?;
    let mut search = Search {
        tree,
        accept,
        best: 0,
        top: None,
        open: Vec::new(),
        complete: true,
    };
    search.follow(&relaxed);
    if !search.open.is_empty() {
        // All caps at once, as it flows: often that is best already.
        let all = tree.all_beyond(&relaxed.routes, relaxed.subnets);
        let caps = all.flat_map(|spanning| {
            let places = spanning.places.iter().map(|(at, _)| *at);
            places.zip(as_it_flows(spanning, &relaxed.routes))
        });
        search.open.push((caps.collect(), relaxed.value));
    }
    let mut budget = BUDGET * SMALL / tree.leaves.len().max(SMALL);
    while let Some((assigned, bound)) = search.open.pop() {
        if bound <= search.best {
            continue;
        }
        if budget == 0 {
            search.complete = false;
            break;
        }
        budget -= 1;
        if let Some(solution) = solve(&assigned).filter(|found| found.value > search.best) {
            search.follow(&solution);
        }
    }
    Some(Bound {
        relaxed,
        tried: search.complete.then_some(search.top),
    })
}

struct Search<'a, A> {
    tree: &'a Tree<'a>,
    accept: A,
    best: u32,
    top: Option<Solution>,
    /// Caps to try, and what they cannot exceed.
    open: Vec<(Assigned, u32)>,
    complete: bool,
}

impl<A: FnMut(&Solution) -> u32> Search<'_, A> {
    /// Takes a solution that is one, or opens the ways to make it one.
    fn follow(&mut self, solution: &Solution) {
        let Some(spanning) = self.tree.beyond(&solution.routes, solution.subnets) else {
            self.best = self.best.max((self.accept)(solution));
            let top = self.top.as_ref().map_or(0, |top| top.value);
            if self.top.is_none() || top < solution.value {
                self.top = Some(solution.clone());
            }
            return;
        };
        let (ways, all) = ways(spanning, &solution.routes);
        self.complete &= all;
        for way in ways.iter().rev() {
            let mut assigned = solution.assigned.clone();
            let places = spanning.places.iter().map(|(at, _)| *at);
            assigned.extend(places.zip(way.iter().copied()));
            self.open.push((assigned, solution.value));
        }
    }
}

/// A cap shared out over the places: as much as flows to each, the largest first.
fn as_it_flows(spanning: &Spanning, routes: &Routes) -> Vec<u32> {
    let mut order: Vec<_> = (0..spanning.places.len()).collect();
    order.sort_by_key(|place| Reverse(routes.vertices[spanning.places[*place].0]));
    let mut left = spanning.cap;
    let mut way = vec![0; order.len()];
    for place in order {
        way[place] = left.min(spanning.places[place].1);
        left -= way[place];
    }
    way
}

/// The ways to share a cap out, those first that keep most of the flow, and whether these are
/// all. There are more nodes than the cap allows, so each way gives all of it away.
fn ways(spanning: &Spanning, routes: &Routes) -> (Vec<Vec<u32>>, bool) {
    let places = &spanning.places;
    let mut found = vec![Vec::new()];
    for place in 0..places.len() {
        let behind: u32 = places[place + 1..].iter().map(|(_, nodes)| nodes).sum();
        let mut longer = Vec::new();
        for way in found {
            let left = spanning.cap - way.iter().sum::<u32>();
            for here in left.saturating_sub(behind)..=left.min(places[place].1) {
                let mut way = way.clone();
                way.push(here);
                longer.push(way);
            }
            if longer.len() > WAYS {
                return (vec![as_it_flows(spanning, routes)], false);
            }
        }
        found = longer;
    }
    found.sort_by_cached_key(|way| {
        let kept = places.iter().zip(way);
        let kept = kept.map(|((at, _), cap)| routes.vertices[*at].min(u64::from(*cap)));
        Reverse(kept.sum::<u64>())
    });
    (found, true)
}
