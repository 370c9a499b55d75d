//! What each possible new member would make of a subnet.
//!
//! A new member raises the count of one actor in each dimension. What that does to a
//! coefficient depends on that actor's count alone, not on who it is: so one table for each
//! dimension, by count, holds all answers, and a candidate costs a few look-ups.

use super::limits::Limits;
use super::network::{Class, Network};
use super::score::{RULE_WEIGHT, SCORED, Score, product};
use super::tally::{Tally, Threshold};
use bonafide_types::registry::Dimension;

/// The answers for one subnet.
#[derive(Debug)]
pub struct Outlook<'a> {
    limits: &'a Limits,
    tally: &'a Tally,
    /// The coefficient after one more node of an actor that has so many: by scored dimension.
    coefficients: [Vec<u32>; SCORED.len()],
    held_by_clusters: Vec<u32>,
    held_by_countries: Vec<u32>,
    /// What is broken after it, whoever it is, without what the candidate itself breaks.
    base: u64,
    /// What a candidate breaks by its country.
    by_country: Vec<u64>,
    /// Which dimensions have limits on actors.
    capped: Vec<Dimension>,
}

impl<'a> Outlook<'a> {
    /// Prepares the answers for the members counted, whose single members break as much as
    /// `alone` by themselves: see [`Limits::weight_of`].
    #[must_use]
    pub fn new(network: &Network, limits: &'a Limits, tally: &'a Tally, alone: u64) -> Self {
        let size = tally.size() + 1;
        let threshold = Threshold::Bft.of(size);
        let after = |dimension: Dimension| {
            let mut spread = tally.spread(dimension).clone();
            (0..=spread.max())
                .map(|count| {
                    // Nobody may have so many, and then nobody asks.
                    if count > 0 && !spread.has(count) {
                        return super::Coefficient::default();
                    }
                    spread.raise(count);
                    let found = spread.coefficient(threshold);
                    spread.lower(count + 1);
                    found
                })
                .collect::<Vec<_>>()
        };
        let tables = SCORED.map(after);
        let held = |at: usize| tables[at].iter().map(|found| found.nodes).collect();
        let (base, by_country) = base(network, limits, tally, alone);
        Self {
            limits,
            tally,
            held_by_clusters: held(1),
            held_by_countries: held(5),
            coefficients: tables.map(|table| table.iter().map(|found| found.actors).collect()),
            base,
            by_country,
            capped: Dimension::ALL
                .into_iter()
                .filter(|dimension| {
                    let special =
                        |special: &super::limits::Special| special.dimension == *dimension;
                    limits.common_cap(*dimension) != u32::MAX || limits.specials.iter().any(special)
                })
                .collect(),
        }
    }

    /// What the broken rules would weigh with a candidate.
    #[must_use]
    pub fn violations(&self, class: &Class) -> u64 {
        let mut weight = self.base + self.by_country[class.actor(Dimension::Country) as usize];
        if self.limits.sev && class.sev == Some(false) {
            weight += RULE_WEIGHT;
        }
        for dimension in &self.capped {
            let actor = class.actor(*dimension);
            let count = self.tally.count(*dimension, actor);
            let mut own = false;
            for special in self.limits.specials_of(*dimension, actor) {
                own = true;
                if count >= special.max {
                    weight += RULE_WEIGHT;
                }
                if count < special.min {
                    weight -= RULE_WEIGHT;
                }
            }
            if !own && count >= self.limits.common_cap(*dimension) {
                weight += super::CAP_WEIGHT;
            }
        }
        weight
    }

    /// The product of the coefficients with a candidate.
    #[must_use]
    pub fn product(&self, class: &Class) -> u128 {
        product(self.six(class))
    }

    fn six(&self, class: &Class) -> [u32; SCORED.len()] {
        let mut six = [0; SCORED.len()];
        for (at, dimension) in SCORED.into_iter().enumerate() {
            let count = self.tally.count(dimension, class.actor(dimension));
            six[at] = self.coefficients[at][count as usize];
        }
        six
    }

    /// The score with a candidate.
    #[must_use]
    pub fn score(&self, class: &Class) -> Score {
        let count = |dimension| self.tally.count(dimension, class.actor(dimension));
        let (cluster, country) = (count(Dimension::Cluster), count(Dimension::Country));
        let distinct =
            |dimension, count| self.tally.spread(dimension).distinct() + u32::from(count == 0);
        Score::of(
            self.violations(class),
            self.six(class),
            (
                self.held_by_clusters[cluster as usize],
                self.held_by_countries[country as usize],
            ),
            (
                distinct(Dimension::Cluster, cluster),
                distinct(Dimension::Country, country),
            ),
        )
    }
}

/// What is broken with one more member whoever it is, and what it breaks by its country: rules on
/// countries, and shares, which depend on whether it is inside.
fn base(network: &Network, limits: &Limits, tally: &Tally, alone: u64) -> (u64, Vec<u64>) {
    let size = tally.size() + 1;
    let countries = network.actors(Dimension::Country);
    let mut by_country: Vec<u64> = (0..)
        .take(countries)
        .map(|country| RULE_WEIGHT * limits.country_rules(country))
        .collect();
    let mut base = alone + limits.size_weight(size) + limits.counted_weight(tally);
    for share in &limits.shares {
        let inside = share.inside.count(tally);
        let (before, most) = (share.most(tally.size()), share.most(size));
        let weight = |count: u32, most: u32| RULE_WEIGHT * u64::from(count.saturating_sub(most));
        // What the share weighs is told anew for the new size.
        base = base - weight(inside, before) + weight(inside, most);
        let more = weight(inside + 1, most) - weight(inside, most);
        for (country, by) in (0..).zip(&mut by_country) {
            if share.inside.contains(country) {
                *by += more;
            }
        }
    }
    (base, by_country)
}
