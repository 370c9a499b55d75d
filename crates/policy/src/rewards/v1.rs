//! Version 1: the rewards table, reduced for nodes that fail more than their subnet. Frozen.
//!
//! Of each day of the period:
//!
//! 1. A node's failure rate is failed / (proposed + failed), 0 without blocks. A subnet's is the
//!    75th percentile of its nodes' by nearest rank: of n rates in ascending order the one at
//!    place ceil(3 n / 4). A node's relative rate is what it has above its subnet's, at least 0.
//! 2. Nodes without metrics have the mean relative rate of their provider's other nodes, 0 if it
//!    has none.
//! 3. The reduction is 0 below a rate of 0.1, 0.8 above 0.6, and linear in between:
//!    (rate - 0.1) / 0.5 x 0.8. The multiplier is 1 less the reduction.
//! 4. The base is the monthly rate of region and type / 30.4375. Nodes of the types `type3` and
//!    `type3.1` that a provider has in one country all have the same base: with r the mean of
//!    their daily rates, c that of their coefficients, and n their number, the mean of r,
//!    r c, r c^2, .. r c^(n - 1).
//! 5. A node earns base x multiplier.
//!
//! A provider earns the sum over its nodes and days, rounded down once.
//!
//! All is computed with `rust_decimal`, as on the network: 96 bits and at most 28 decimals,
//! rounded half to even after each operation, sums in the order of ids. So every figure is the
//! network's to its last digit.

mod alerts;
mod base;
mod daily;
mod failures;

pub use alerts::Alert;
pub use base::Type3Group;
pub use daily::{DayRewards, ProviderOutcome, day};
pub use failures::{Measured, reduction};

use super::{
    day::Day,
    id::Id,
    problem::{Fault, Problem},
    settlement::Gross,
    table::RewardsTable,
};
use daily::mean;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use std::collections::{BTreeMap, BTreeSet};

/// What rewards are computed from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// The rewards table of days without their own.
    pub table: Option<RewardsTable>,
    /// In any order.
    pub days: Vec<DayFacts>,
}

/// What is known of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayFacts {
    /// The day.
    pub day: Day,
    /// The table at its end, if not that of the period.
    pub table: Option<RewardsTable>,
    /// What each subnet's nodes did on it; none when that is not known.
    pub subnets: Option<BTreeMap<Id, Vec<NodeMetrics>>>,
    /// The nodes that are paid, in any order.
    pub nodes: Vec<RewardableNode>,
}

/// Blocks of a node on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeMetrics {
    /// The node.
    pub node: Id,
    /// Proposed by it.
    pub proposed: u64,
    /// That it should have proposed.
    pub failed: u64,
}

/// A node that is paid for the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RewardableNode {
    /// The node.
    pub node: Id,
    /// Who is paid.
    pub provider: Id,
    /// Of its data centre: "Continent,Country,City".
    pub region: String,
    /// `type1.1`, `type3`, ...
    pub reward_type: String,
}

/// All rewards of a period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rewards {
    /// By provider; those with a fatal fault are absent.
    pub providers: BTreeMap<Id, ProviderRewards>,
    /// In order, each once.
    pub problems: Vec<Problem>,
    /// What the figures do not show, in order. They change nothing.
    pub alerts: Vec<Alert>,
}

/// What a provider earns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProviderRewards {
    /// The sum of its days, rounded down.
    pub total_xdr_permyriad: u64,
    /// The days on which it has nodes.
    pub days: Vec<ProviderDay>,
}

impl ProviderRewards {
    /// What it earned, for penalties: everything, and by node.
    #[must_use]
    pub fn gross(&self) -> Gross {
        let mut nodes: BTreeMap<_, Decimal> = BTreeMap::new();
        for node in self.days.iter().flat_map(|day| &day.nodes) {
            *nodes.entry(node.node.clone()).or_default() += node.adjusted;
        }
        Gross {
            xdr_permyriad: self.total_xdr_permyriad,
            nodes,
        }
    }
}

/// A provider's day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderDay {
    /// The day.
    pub day: Day,
    /// The failure rate of its nodes without metrics.
    pub extrapolated_failure_rate: Decimal,
    /// Its nodes of the third type, by country.
    pub type3: Vec<Type3Group>,
    /// Its nodes, in the order of their ids.
    pub nodes: Vec<NodeDay>,
    /// What they earn together, XDR permyriad.
    pub adjusted: Decimal,
}

/// A node's day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeDay {
    /// The node.
    pub node: Id,
    /// Its region.
    pub region: String,
    /// Its type.
    pub reward_type: String,
    /// What was measured; none when its rate is extrapolated.
    pub measured: Option<Measured>,
    /// Its relative failure rate, or the extrapolated one.
    pub failure_rate: Decimal,
    /// What it loses, from 0 to 0.8.
    pub reduction: Decimal,
    /// What it keeps, from 0.2 to 1.
    pub multiplier: Decimal,
    /// What it could earn, XDR permyriad.
    pub base: Decimal,
    /// What it earns, XDR permyriad.
    pub adjusted: Decimal,
}

/// Why nothing at all can be computed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// No day is given.
    #[error("there are no days")]
    NoDays,
    /// A day is given more than once.
    #[error("{day} is given more than once")]
    DayTwice {
        /// The day.
        day: Day,
    },
    /// A day between the first and the last is not given, or without metrics.
    #[error("No metrics found for day {day}")]
    NoMetrics {
        /// The day.
        day: Day,
    },
    /// Neither the day nor the period has a table.
    #[error("No rewards table found for day {day}")]
    NoTable {
        /// The day.
        day: Day,
    },
    /// A subnet has two rows for a node, which nobody can tell apart.
    #[error("{day}: subnet {subnet} has several rows for node {node}")]
    MetricsTwice {
        /// The day.
        day: Day,
        /// The subnet.
        subnet: Id,
        /// The node.
        node: Id,
    },
}

/// Computes the rewards of a period: those of each [`day`], added up.
///
/// # Errors
/// [`PeriodError`]. What is wrong with one provider's records is among the problems.
pub fn rewards(period: &Period) -> Result<Rewards, PeriodError> {
    let mut days = BTreeMap::new();
    for facts in &period.days {
        let day = facts.day;
        if days.insert(day, facts).is_some() {
            return Err(PeriodError::DayTwice { day });
        }
    }
    let mut expected = *days.keys().next().ok_or(PeriodError::NoDays)?;
    let mut run = Run::default();
    for (day, facts) in days {
        if day != expected {
            return Err(PeriodError::NoMetrics { day: expected });
        }
        expected = day.next();
        let table = facts.table.as_ref().or(period.table.as_ref());
        let table = table.ok_or(PeriodError::NoTable { day })?;
        run.add(self::day(facts, table)?);
    }
    Ok(run.end())
}

/// What is known after some days.
#[derive(Default)]
struct Run {
    days: BTreeMap<Id, Vec<ProviderDay>>,
    problems: BTreeSet<Problem>,
    alerts: Vec<Alert>,
}

impl Run {
    fn add(&mut self, mut of_day: DayRewards) {
        self.alerts.append(&mut of_day.alerts);
        for (provider, found) in of_day.providers {
            let problems = found.faults.into_iter().map(|fault| Problem {
                provider: provider.clone(),
                fault,
            });
            self.problems.extend(problems);
            if let Some(day) = found.day {
                self.days.entry(provider).or_default().push(day);
            }
        }
    }

    fn end(mut self) -> Rewards {
        let fatal = self
            .problems
            .iter()
            .filter(|problem| problem.fault.is_fatal());
        let broken: BTreeSet<_> = fatal.map(|problem| problem.provider.clone()).collect();
        let mut providers = BTreeMap::new();
        for (provider, days) in self.days {
            if broken.contains(&provider) {
                continue;
            }
            let total: Decimal = days.iter().map(|day| day.adjusted).sum();
            if let Some(total_xdr_permyriad) = total.trunc().to_u64() {
                let found = ProviderRewards {
                    total_xdr_permyriad,
                    days,
                };
                providers.insert(provider, found);
            } else {
                let fault = Fault::TotalTooLarge;
                self.problems.insert(Problem { provider, fault });
            }
        }
        Rewards {
            providers,
            problems: self.problems.into_iter().collect(),
            alerts: self.alerts,
        }
    }
}

#[cfg(test)]
mod tests;
