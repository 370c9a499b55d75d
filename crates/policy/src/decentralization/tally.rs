//! Members counted by actor, and what follows from the counts.

use super::network::{Class, DIMENSIONS, Network};
use bonafide_types::registry::{Dimension, PerDimension};

/// How many nodes are too many in one hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threshold {
    /// More than `f = floor((n - 1) / 3)`: what the protocol survives.
    Bft,
    /// More than `floor(n / 3)`: as the tool in use counts.
    Dre,
}

impl Threshold {
    /// The most nodes that are not too many.
    #[must_use]
    pub const fn of(self, size: u32) -> u32 {
        match self {
            Self::Bft => size.saturating_sub(1) / 3,
            Self::Dre => size / 3,
        }
    }
}

/// The fewest actors that hold too much, and how many nodes they hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coefficient {
    /// Actors: the Nakamoto coefficient. 0 when there are no nodes.
    pub actors: u32,
    /// Nodes of these.
    pub nodes: u32,
}

/// How many actors have how many nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    /// `with[c]`: actors with `c` nodes, `c` from 1; `with[0]` stays 0.
    with: Vec<u32>,
    /// The most nodes of one actor.
    max: u32,
    /// Actors with any node.
    distinct: u32,
}

impl Spread {
    /// The spread of some counts.
    pub fn of(counts: impl IntoIterator<Item = u32>) -> Self {
        let mut spread = Self::default();
        for count in counts {
            for before in 0..count {
                spread.raise(before);
            }
        }
        spread
    }

    /// An actor with `count` nodes has one more.
    pub(crate) fn raise(&mut self, count: u32) {
        let now = count as usize + 1;
        if self.with.len() <= now {
            self.with.resize(now + 1, 0);
        }
        if count == 0 {
            self.distinct += 1;
        } else {
            self.with[count as usize] -= 1;
        }
        self.with[now] += 1;
        self.max = self.max.max(count + 1);
    }

    /// An actor with `count` nodes has one less.
    pub(crate) fn lower(&mut self, count: u32) {
        self.with[count as usize] -= 1;
        if count == 1 {
            self.distinct -= 1;
        } else {
            self.with[count as usize - 1] += 1;
        }
        while self.max > 0 && self.with[self.max as usize] == 0 {
            self.max -= 1;
        }
    }

    /// The fewest actors that hold more than `threshold` nodes. From the histogram, the highest
    /// counts first; nothing is sorted.
    #[must_use]
    pub fn coefficient(&self, threshold: u32) -> Coefficient {
        let mut found = Coefficient::default();
        let mut missing = threshold.saturating_add(1);
        for count in (1..=self.max).rev() {
            let actors = self.with[count as usize];
            if u64::from(actors) * u64::from(count) >= u64::from(missing) {
                let enough = missing.div_ceil(count);
                found.actors += enough;
                found.nodes += enough * count;
                return found;
            }
            found.actors += actors;
            found.nodes += actors * count;
            missing -= actors * count;
        }
        // All nodes together are not too many: there are none.
        Coefficient::default()
    }

    /// Whether any actor has so many nodes.
    pub(crate) fn has(&self, count: u32) -> bool {
        self.with
            .get(count as usize)
            .is_some_and(|actors| *actors > 0)
    }

    /// The most nodes of one actor.
    #[must_use]
    pub const fn max(&self) -> u32 {
        self.max
    }

    /// Actors with any node.
    #[must_use]
    pub const fn distinct(&self) -> u32 {
        self.distinct
    }
}

/// Members counted by actor in every dimension.
#[derive(Clone, Debug)]
pub struct Tally {
    counts: [Vec<u32>; DIMENSIONS],
    spreads: [Spread; DIMENSIONS],
    size: u32,
}

impl Tally {
    /// No members, of a network.
    #[must_use]
    pub fn new(network: &Network) -> Self {
        Self {
            counts: Dimension::ALL.map(|dimension| vec![0; network.actors(dimension)]),
            spreads: Default::default(),
            size: 0,
        }
    }

    /// The members of these classes.
    pub fn of(network: &Network, classes: impl IntoIterator<Item = u32>) -> Self {
        let mut tally = Self::new(network);
        for class in classes {
            tally.add(network.class(class));
        }
        tally
    }

    /// Counts one more node.
    pub fn add(&mut self, class: &Class) {
        for (dimension, actor) in class.actors.iter().enumerate() {
            let count = &mut self.counts[dimension][*actor as usize];
            self.spreads[dimension].raise(*count);
            *count += 1;
        }
        self.size += 1;
    }

    /// Counts one node less.
    ///
    /// # Panics
    /// When no such node was counted.
    pub fn remove(&mut self, class: &Class) {
        for (dimension, actor) in class.actors.iter().enumerate() {
            let count = &mut self.counts[dimension][*actor as usize];
            self.spreads[dimension].lower(*count);
            *count -= 1;
        }
        self.size -= 1;
    }

    /// Nodes counted.
    #[must_use]
    pub const fn size(&self) -> u32 {
        self.size
    }

    /// Nodes of an actor. One that was not known when counting began has none.
    #[must_use]
    pub fn count(&self, dimension: Dimension, actor: u32) -> u32 {
        let counts = &self.counts[dimension.index()];
        counts.get(actor as usize).copied().unwrap_or_default()
    }

    /// Actors of a dimension that have any node, with how many, by number.
    pub fn counted(&self, dimension: Dimension) -> impl Iterator<Item = (u32, u32)> {
        let counts = (0..).zip(&self.counts[dimension.index()]);
        counts.filter_map(|(actor, count)| (*count > 0).then_some((actor, *count)))
    }

    /// The spread of a dimension.
    #[must_use]
    pub const fn spread(&self, dimension: Dimension) -> &Spread {
        &self.spreads[dimension.index()]
    }

    /// The coefficient of a dimension.
    #[must_use]
    pub fn coefficient(&self, dimension: Dimension, threshold: Threshold) -> Coefficient {
        self.spread(dimension).coefficient(threshold.of(self.size))
    }

    /// The coefficients of all dimensions.
    #[must_use]
    pub fn coefficients(&self, threshold: Threshold) -> PerDimension {
        PerDimension::of(|dimension| self.coefficient(dimension, threshold).actors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// As the definition says: sorted, added up.
    fn by_sorting(counts: &[u32], threshold: u32) -> Coefficient {
        let mut counts = counts.to_vec();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        let mut found = Coefficient::default();
        for count in counts {
            if count == 0 || found.nodes > threshold {
                break;
            }
            found.actors += 1;
            found.nodes += count;
        }
        if found.nodes > threshold {
            found
        } else {
            Coefficient::default()
        }
    }

    #[test]
    fn should_give_the_published_coefficients() {
        let dre = |counts: &[u32]| {
            let size: u32 = counts.iter().sum();
            let found = Spread::of(counts.iter().copied()).coefficient(Threshold::Dre.of(size));
            (found.actors, found.nodes)
        };
        assert_eq!(dre(&[]), (0, 0));
        assert_eq!(dre(&[1]), (1, 1));
        assert_eq!(dre(&[3]), (1, 3));
        assert_eq!(dre(&[1; 13]), (5, 5));
        for order in [[1, 2, 3], [3, 1, 2], [2, 3, 1]] {
            assert_eq!(dre(&order), (1, 3));
        }
        assert_eq!(dre(&[1, 2, 1, 2, 1]), (2, 4));
        assert_eq!(dre(&[1, 1, 2, 3, 5, 1]), (1, 5));
        assert_eq!(dre(&[1, 1, 2, 3, 5, 1, 2]), (2, 8));
        for actors in 1..50 {
            assert_eq!(dre(&vec![1; actors as usize]).0, 1 + actors / 3);
        }
    }

    #[test]
    fn should_differ_by_threshold_only_where_three_divides_the_size() {
        for size in 0..=60_u32 {
            let spread = Spread::of(vec![1; size as usize]);
            let of = |threshold: Threshold| spread.coefficient(threshold.of(size)).actors;
            let (bft, dre) = (of(Threshold::Bft), of(Threshold::Dre));
            if size > 0 && size % 3 == 0 {
                assert_eq!(dre, bft + 1, "{size}");
            } else {
                assert_eq!(dre, bft, "{size}");
            }
        }
        // Four of twelve stop a subnet of twelve.
        let twelve = Spread::of([4, 1, 1, 1, 1, 1, 1, 1, 1]);
        assert_eq!(twelve.coefficient(Threshold::Bft.of(12)).actors, 1);
        assert_eq!(twelve.coefficient(Threshold::Dre.of(12)).actors, 2);
    }

    proptest! {
        #[test]
        fn should_agree_with_sorting(counts in prop::collection::vec(0_u32..9, 0..30), threshold in 0_u32..80) {
            let spread = Spread::of(counts.iter().copied());
            prop_assert_eq!(spread.coefficient(threshold), by_sorting(&counts, threshold));
        }

        #[test]
        fn should_be_as_before_after_adding_and_taking_back(
            counts in prop::collection::vec(0_u32..9, 1..30),
            picks in prop::collection::vec(any::<prop::sample::Index>(), 1..20),
        ) {
            let mut counts = counts;
            let mut spread = Spread::of(counts.iter().copied());
            let before: Vec<_> = (0..60).map(|threshold| spread.coefficient(threshold)).collect();
            let picks: Vec<_> = picks.iter().map(|pick| pick.index(counts.len())).collect();
            for pick in &picks {
                spread.raise(counts[*pick]);
                counts[*pick] += 1;
            }
            for pick in &picks {
                spread.lower(counts[*pick]);
                counts[*pick] -= 1;
            }
            let after: Vec<_> = (0..60).map(|threshold| spread.coefficient(threshold)).collect();
            prop_assert_eq!(before, after);
        }

        #[test]
        fn should_never_rise_when_actors_merge(
            counts in prop::collection::vec(1_u32..9, 2..30),
            pair in any::<(prop::sample::Index, prop::sample::Index)>(),
        ) {
            let (one, other) = (pair.0.index(counts.len()), pair.1.index(counts.len()));
            prop_assume!(one != other);
            let mut merged = counts.clone();
            merged[one] += merged[other];
            merged[other] = 0;
            let size: u32 = counts.iter().sum();
            for threshold in [Threshold::Bft, Threshold::Dre] {
                let before = Spread::of(counts.iter().copied()).coefficient(threshold.of(size));
                let after = Spread::of(merged.iter().copied()).coefficient(threshold.of(size));
                prop_assert!(after.actors <= before.actors);
            }
        }
    }
}
