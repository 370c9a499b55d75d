//! How much nodes fail, and what that costs.

use super::{DayFacts, NodeMetrics, PeriodError};
use crate::rewards::{id::Id, problem::Fault};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// From here on failures cost.
const MIN_FAILURE_RATE: Decimal = tenths(1);
/// From here on they cost no more.
const MAX_FAILURE_RATE: Decimal = tenths(6);
/// What they cost at most.
const MAX_REDUCTION: Decimal = tenths(8);

const fn tenths(number: u32) -> Decimal {
    Decimal::from_parts(number, 0, 0, false, 1)
}

/// What a node's blocks of a day say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// Its subnet.
    pub subnet: Id,
    /// What it did not propose, of all that it should have.
    pub original_failure_rate: Decimal,
    /// The 75th percentile of the subnet.
    pub subnet_failure_rate: Decimal,
    /// What it has above that.
    pub relative_failure_rate: Decimal,
}

/// All that was measured on a day, by node.
pub(super) struct Failures {
    measured: BTreeMap<Id, Measured>,
    /// Those in several subnets.
    twice: BTreeMap<Id, Vec<Fault>>,
}

impl Failures {
    pub(super) fn of(facts: &DayFacts) -> Result<Self, PeriodError> {
        let day = facts.day;
        let subnets = facts.subnets.as_ref();
        let mut measured: BTreeMap<Id, Measured> = BTreeMap::new();
        let mut twice: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (subnet, rows) in subnets.ok_or(PeriodError::NoMetrics { day })? {
            let mut rates = BTreeMap::new();
            for row in rows {
                if rates.insert(&row.node, failure_rate(row)).is_some() {
                    let (subnet, node) = (subnet.clone(), row.node.clone());
                    return Err(PeriodError::MetricsTwice { day, subnet, node });
                }
            }
            let subnet_failure_rate = percentile(rates.values().copied().collect());
            for (node, original_failure_rate) in rates {
                let above = original_failure_rate - subnet_failure_rate;
                let found = Measured {
                    subnet: subnet.clone(),
                    original_failure_rate,
                    subnet_failure_rate,
                    relative_failure_rate: above.max(Decimal::ZERO),
                };
                if let Some(other) = measured.insert(node.clone(), found) {
                    let fault = Fault::InTwoSubnets {
                        day,
                        node: node.clone(),
                        counted: subnet.clone(),
                        ignored: other.subnet,
                    };
                    twice.entry(node.clone()).or_default().push(fault);
                }
            }
        }
        Ok(Self { measured, twice })
    }

    pub(super) fn get(&self, node: &Id) -> Option<&Measured> {
        self.measured.get(node)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (&Id, &Measured)> {
        self.measured.iter()
    }

    /// Where a node is in several subnets.
    pub(super) fn twice(&self, of: &Id) -> &[Fault] {
        self.twice.get(of).map_or(&[], Vec::as_slice)
    }
}

fn failure_rate(row: &NodeMetrics) -> Decimal {
    let failed = Decimal::from(row.failed);
    let all = Decimal::from(row.proposed) + failed;
    if all.is_zero() { all } else { failed / all }
}

/// The 75th by nearest rank, 0 of none.
fn percentile(mut rates: Vec<Decimal>) -> Decimal {
    rates.sort_unstable();
    let rank = (3 * rates.len()).div_ceil(4);
    let place = rank.checked_sub(1);
    place.map_or(Decimal::ZERO, |place| rates[place])
}

/// What a node loses at a failure rate, from 0 to 0.8.
#[must_use]
pub fn reduction(failure_rate: Decimal) -> Decimal {
    if failure_rate < MIN_FAILURE_RATE {
        Decimal::ZERO
    } else if failure_rate > MAX_FAILURE_RATE {
        MAX_REDUCTION
    } else {
        (failure_rate - MIN_FAILURE_RATE) / (MAX_FAILURE_RATE - MIN_FAILURE_RATE) * MAX_REDUCTION
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn should_take_the_nearest_rank() {
        assert_eq!(percentile(vec![]), Decimal::ZERO);
        for (count, place) in [
            (1_u32, 0_u32),
            (2, 1),
            (3, 2),
            (4, 2),
            (5, 3),
            (13, 9),
            (34, 25),
            (40, 29),
        ] {
            let rates = (0..count).rev().map(Decimal::from).collect();
            assert_eq!(percentile(rates), Decimal::from(place), "{count}");
        }
    }

    #[test]
    fn should_reduce_between_a_tenth_and_six_tenths() {
        for (rate, expected) in [
            ("0", "0"),
            ("0.05", "0"),
            ("0.0999999999999999999999999999", "0"),
            ("0.1", "0"),
            ("0.1125", "0.02"),
            ("0.2", "0.16"),
            ("0.35", "0.4"),
            ("0.45", "0.56"),
            ("0.6", "0.8"),
            ("0.6000000000000000000000000001", "0.8"),
            ("0.61", "0.8"),
            ("1", "0.8"),
        ] {
            let found = reduction(rate.parse().unwrap());
            assert_eq!(found, expected.parse().unwrap(), "{rate}");
        }
    }

    fn any_rate() -> impl Strategy<Value = Decimal> {
        (0..=100_u32, 1..=100_u32).prop_map(|(failed, all)| {
            let rate = Decimal::from(failed) / Decimal::from(all);
            rate.min(Decimal::ONE)
        })
    }

    proptest! {
        #[test]
        fn should_take_the_least_rate_that_three_quarters_do_not_exceed(
            rates in prop::collection::vec(any_rate(), 1..45),
        ) {
            let found = percentile(rates.clone());
            let counted = |is: fn(&Decimal, &Decimal) -> bool| {
                4 * rates.iter().filter(|rate| is(rate, &found)).count()
            };
            prop_assert!(rates.contains(&found));
            prop_assert!(counted(|rate, found| rate <= found) >= 3 * rates.len());
            prop_assert!(counted(|rate, found| rate < found) < 3 * rates.len());
        }

        #[test]
        fn should_take_up_to_four_fifths_and_no_less_for_failing_more(
            (a, b) in (any_rate(), any_rate()),
        ) {
            let (less, more) = (reduction(a.min(b)), reduction(a.max(b)));
            prop_assert!(Decimal::ZERO <= less && less <= more && more <= MAX_REDUCTION);
        }
    }
}
