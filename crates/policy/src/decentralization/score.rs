//! One subnet compared with another.

use super::tally::{Tally, Threshold};
use bonafide_types::registry::Dimension;
use std::cmp::{Ordering, Reverse};

/// What a node over the cap of its actor weighs.
pub const CAP_WEIGHT: u64 = 10;
/// What a node that breaks another rule weighs.
pub const RULE_WEIGHT: u64 = 1_000;

/// The dimensions whose coefficients are multiplied. Linked providers are one actor.
pub(crate) const SCORED: [Dimension; 6] = [
    Dimension::NodeOperator,
    Dimension::Cluster,
    Dimension::DataCenter,
    Dimension::DataCenterOwner,
    Dimension::Area,
    Dimension::Country,
];

/// Coefficients below this are weak.
const STRONG: u32 = 3;

/// How good a subnet is. Compared field by field, in this order; the greater is the better. The
/// product of the coefficients orders as the mean of their logarithms does, without rounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Score {
    /// What broken rules weigh. Less is better.
    pub violations: u64,
    /// Product of the six coefficients.
    pub product: u128,
    /// Nodes of the fewest clusters that hold too much. Less is better.
    pub held_by_clusters: u32,
    /// Nodes of the fewest countries that hold too much. Less is better.
    pub held_by_countries: u32,
    /// Clusters.
    pub clusters: u32,
    /// Countries.
    pub countries: u32,
    /// Coefficients below 3. Less is better.
    pub weak: u32,
    /// Sum of the six coefficients.
    pub sum: u32,
}

impl Score {
    /// The score of some coefficients, in the order of [`SCORED`].
    pub(crate) fn of(
        violations: u64,
        coefficients: [u32; SCORED.len()],
        (held_by_clusters, held_by_countries): (u32, u32),
        (clusters, countries): (u32, u32),
    ) -> Self {
        Self {
            violations,
            product: product(coefficients),
            held_by_clusters,
            held_by_countries,
            clusters,
            countries,
            weak: coefficients
                .iter()
                .map(|each| u32::from(*each < STRONG))
                .sum(),
            sum: coefficients.iter().sum(),
        }
    }

    /// The score of what was counted, when its broken rules weigh this much.
    #[must_use]
    pub fn counted(tally: &Tally, violations: u64) -> Self {
        let threshold = Threshold::Bft;
        let held = |dimension| tally.coefficient(dimension, threshold).nodes;
        let distinct = |dimension| tally.spread(dimension).distinct();
        Self::of(
            violations,
            SCORED.map(|dimension| tally.coefficient(dimension, threshold).actors),
            (held(Dimension::Cluster), held(Dimension::Country)),
            (distinct(Dimension::Cluster), distinct(Dimension::Country)),
        )
    }
}

/// The product of six coefficients. Three of them fit 64 bits: none is above 2^21, because no
/// subnet has so many members.
pub(crate) fn product([a, b, c, d, e, f]: [u32; SCORED.len()]) -> u128 {
    let three = |x: u32, y: u32, z: u32| u128::from(x) * u128::from(y) * u128::from(z);
    three(a, b, c).saturating_mul(three(d, e, f))
}

impl Ord for Score {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |score: &Self| {
            (
                Reverse(score.violations),
                score.product,
                Reverse(score.held_by_clusters),
                Reverse(score.held_by_countries),
                score.clusters,
                score.countries,
                Reverse(score.weak),
                score.sum,
            )
        };
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Score {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigUint;
    use proptest::prelude::*;

    fn score(violations: u64, coefficients: [u32; 6]) -> Score {
        Score::of(violations, coefficients, (0, 0), (0, 0))
    }

    #[test]
    fn should_put_rules_before_the_product_and_that_before_the_rest() {
        assert!(score(0, [1; 6]) > score(1, [9; 6]));
        assert!(score(0, [5, 5, 5, 5, 5, 2]) > score(0, [5, 5, 5, 5, 3, 3]));
        let base = score(0, [5; 6]);
        let worse_held = Score {
            held_by_clusters: 1,
            ..base
        };
        assert!(base > worse_held);
        let more_countries = Score {
            countries: 1,
            ..base
        };
        assert!(more_countries > base);
    }

    #[test]
    fn should_not_round_what_floats_round() {
        // Orders of 1, 2, 2, 5, 5 and 1: their logarithms add up to more than one float.
        let orders = [[1, 2, 2, 5, 5, 1], [5, 2, 1, 1, 5, 2], [2, 5, 5, 2, 1, 1]];
        for order in orders {
            assert_eq!(score(0, order).product, 100);
        }
    }

    proptest! {
        /// The product orders as the sum of logarithms: a product compared with another is a
        /// rational compared with 1, computed here on integers of any length.
        #[test]
        fn should_order_as_the_rationals_do(
            one in prop::array::uniform6(1_u32..2_000),
            other in prop::array::uniform6(1_u32..2_000),
        ) {
            let big = |all: [u32; 6]| {
                all.into_iter().map(BigUint::from).product::<BigUint>()
            };
            let exact = big(one).cmp(&big(other));
            prop_assert_eq!(product(one).cmp(&product(other)), exact);
        }
    }
}
