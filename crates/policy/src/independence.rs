//! Which providers count as one actor.
//!
//! Providers are numbers below a count: whoever calls gives them out. Nothing depends on the
//! order of declarations.
//!
//! - A link has a kind and joins two providers. One of them declares it, or both do. Naming
//!   the same owner is not a link: anyone can copy a register number or a hash, and nobody
//!   may tie another to itself alone.
//! - A link counts when its kind is one of `counted_links`, and both declare it or
//!   `one_sided_links_count`.
//! - A cluster is everything that counted links join, directly or through others. It goes by
//!   its least number.
//! - A claim is a link that one side only declares, counted or not.

use bonafide_types::registry::{DeclaredBy, LinkKind, RegistryPolicy};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A link that one side only declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim {
    /// Who declares it.
    pub claimant: usize,
    /// Who does not.
    pub silent: usize,
    /// Of which kind.
    pub kind: LinkKind,
}

/// One link of an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// From whom.
    pub first: usize,
    /// To whom.
    pub second: usize,
    /// Of which kind.
    pub kind: LinkKind,
    /// Who declares it.
    pub declared_by: DeclaredBy,
}

/// What some providers declare.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declarations {
    /// Claimant, named, kind; in order, each once.
    links: Vec<(usize, usize, LinkKind)>,
}

impl Declarations {
    /// Links by claimant, named and kind. One to itself says nothing.
    #[must_use]
    pub fn new(links: impl IntoIterator<Item = (usize, usize, LinkKind)>) -> Self {
        let mut links: Vec<_> = links
            .into_iter()
            .filter(|(claimant, named, _)| claimant != named)
            .collect();
        links.sort_unstable();
        links.dedup();
        Self { links }
    }

    fn says(&self, claimant: usize, named: usize, kind: LinkKind) -> bool {
        self.links.binary_search(&(claimant, named, kind)).is_ok()
    }

    /// Who declares a link between two providers, if any of them does.
    #[must_use]
    pub fn declared_by(&self, first: usize, second: usize, kind: LinkKind) -> Option<DeclaredBy> {
        match (
            self.says(first, second, kind),
            self.says(second, first, kind),
        ) {
            (true, true) => Some(DeclaredBy::Both),
            (true, false) => Some(DeclaredBy::First),
            (false, true) => Some(DeclaredBy::Second),
            (false, false) => None,
        }
    }

    /// The links that one side only declares, in order.
    #[must_use]
    pub fn claims(&self) -> Vec<Claim> {
        self.links
            .iter()
            .filter(|(claimant, named, kind)| !self.says(*named, *claimant, *kind))
            .map(|&(claimant, silent, kind)| Claim {
                claimant,
                silent,
                kind,
            })
            .collect()
    }

    /// The cluster of each provider below `count`, by its least number; of one that is alone,
    /// itself. Every number declared is below `count`.
    #[must_use]
    pub fn clusters(&self, count: usize, policy: &RegistryPolicy) -> Vec<usize> {
        let mut forest = Forest::new(count);
        for &(claimant, named, kind) in &self.links {
            // What both declare is looked at once, from its lesser side.
            let both = || claimant < named && self.says(named, claimant, kind);
            if policy.counted_links.contains(&kind) && (policy.one_sided_links_count || both()) {
                forest.join(claimant, named);
            }
        }
        forest.roots()
    }

    /// Who declares a link, when it counts.
    fn counted(
        &self,
        first: usize,
        second: usize,
        kind: LinkKind,
        policy: &RegistryPolicy,
    ) -> Option<DeclaredBy> {
        if !policy.counted_links.contains(&kind) {
            return None;
        }
        self.declared_by(first, second, kind)
            .filter(|by| *by == DeclaredBy::Both || policy.one_sided_links_count)
    }

    /// A shortest chain of counted links between two providers; empty when there is none. Of
    /// several, the one whose numbers are least from the start, and of the least kinds.
    #[must_use]
    pub fn explain(&self, first: usize, second: usize, policy: &RegistryPolicy) -> Vec<Step> {
        let neighbours = self.neighbours();
        // How each provider was reached: the last step of a shortest chain from `first`.
        let mut reached: BTreeMap<usize, Option<Step>> = BTreeMap::from([(first, None)]);
        let mut queue = VecDeque::from([first]);
        while let Some(here) = queue.pop_front() {
            if here == second {
                break;
            }
            for &(there, kind) in neighbours.get(&here).into_iter().flatten() {
                if reached.contains_key(&there) {
                    continue;
                }
                if let Some(declared_by) = self.counted(here, there, kind, policy) {
                    let step = Step {
                        first: here,
                        second: there,
                        kind,
                        declared_by,
                    };
                    reached.insert(there, Some(step));
                    queue.push_back(there);
                }
            }
        }
        let mut chain = Vec::new();
        let mut at = second;
        while let Some(Some(step)) = reached.get(&at) {
            chain.push(*step);
            at = step.first;
        }
        chain.reverse();
        chain
    }

    /// Whom a link joins each provider to, and of which kind, whoever declares it.
    fn neighbours(&self) -> BTreeMap<usize, BTreeSet<(usize, LinkKind)>> {
        let mut neighbours: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for &(claimant, named, kind) in &self.links {
            neighbours
                .entry(claimant)
                .or_default()
                .insert((named, kind));
            neighbours
                .entry(named)
                .or_default()
                .insert((claimant, kind));
        }
        neighbours
    }
}

/// Disjoint sets of numbers, each a tree whose root is its least number.
struct Forest {
    parents: Vec<usize>,
}

impl Forest {
    fn new(count: usize) -> Self {
        Self {
            parents: (0..count).collect(),
        }
    }

    fn root(&mut self, of: usize) -> usize {
        let mut at = of;
        while self.parents[at] != at {
            // Halving the path on the way keeps trees flat.
            self.parents[at] = self.parents[self.parents[at]];
            at = self.parents[at];
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.parents[one.max(other)] = one.min(other);
    }

    fn roots(mut self) -> Vec<usize> {
        (0..self.parents.len()).map(|of| self.root(of)).collect()
    }
}

#[cfg(test)]
mod tests;
