//! Version 0: what the registry's rewards table gives for nodes, however they perform. Frozen.
//!
//! Operators are taken in the order given (the network takes them by their keys), and the types
//! of an operator in byte order. Nodes of a type earn count x rate. Nodes of types that begin
//! with `type3` earn less the more of them a provider has in a country: each earns
//! rate x coefficient, rounded down, and then the coefficient, which begins at 1, is multiplied by
//! the percentage of its rate. One coefficient runs through all operators, data centres and
//! types of the provider in the country, so the result depends on the order.
//!
//! The network computes with doubles. Here the same is computed with integers, bit for bit:
//! `rate x coefficient` and `coefficient x percentage / 100` are rounded to 53 bits, half to
//! even, after each operation.

mod double;

use super::{
    id::Id,
    problem::{Fault, Problem},
    table::{self, Found, RewardsTable},
};
use double::Double;
use std::collections::{BTreeMap, BTreeSet};

/// An operator record: how many nodes of which types are paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operator {
    /// The operator.
    pub operator: Id,
    /// Who is paid.
    pub provider: Id,
    /// Of the data centre: "Continent,Country,City".
    pub region: String,
    /// How many by type.
    pub rewardable_nodes: BTreeMap<String, u32>,
}

/// All rewards of a month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rewards {
    /// By provider; those with a fatal fault are absent.
    pub providers: BTreeMap<Id, ProviderRewards>,
    /// In order.
    pub problems: Vec<Problem>,
}

/// What a provider earns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProviderRewards {
    /// The sum of the lines.
    pub total_xdr_permyriad: u64,
    /// In the order in which they were computed.
    pub lines: Vec<Line>,
}

/// What nodes of one type of one operator earn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The operator.
    pub operator: Id,
    /// Its region.
    pub region: String,
    /// The type.
    pub reward_type: String,
    /// How many.
    pub nodes: u32,
    /// The rate of each.
    pub rate: Found,
    /// What they earn.
    pub xdr_permyriad: u64,
}

/// Computes the rewards of a month.
#[must_use]
pub fn rewards(table: &RewardsTable, operators: &[Operator]) -> Rewards {
    let mut seen = BTreeSet::new();
    let mut records: BTreeMap<_, Vec<_>> = BTreeMap::new();
    let mut twice = BTreeSet::new();
    for operator in operators {
        if !seen.insert(&operator.operator) {
            twice.insert(&operator.operator);
        }
        records
            .entry(&operator.provider)
            .or_default()
            .push(operator);
    }
    let mut rewards = Rewards::default();
    for (provider, operators) in records {
        let mut faults = BTreeSet::new();
        let repeated = operators.iter().map(|record| &record.operator);
        faults.extend(repeated.filter(|id| twice.contains(id)).map(|operator| {
            let operator = operator.clone();
            Fault::OperatorTwice { operator }
        }));
        match of_provider(table, &operators, &mut faults) {
            Ok(found) if !faults.iter().any(Fault::is_fatal) => {
                rewards.providers.insert(provider.clone(), found);
            }
            Ok(_) => {}
            Err(fault) => {
                faults.insert(fault);
            }
        }
        let problems = faults.into_iter().map(|fault| Problem {
            provider: provider.clone(),
            fault,
        });
        rewards.problems.extend(problems);
    }
    rewards
}

fn of_provider(
    table: &RewardsTable,
    operators: &[&Operator],
    faults: &mut BTreeSet<Fault>,
) -> Result<ProviderRewards, Fault> {
    let mut coefficients: BTreeMap<String, Double> = BTreeMap::new();
    let mut found = ProviderRewards::default();
    for operator in operators {
        for (reward_type, &nodes) in &operator.rewardable_nodes {
            let rate = table.find(&operator.region, reward_type)?;
            if !rate.in_table {
                faults.insert(Fault::RateNotFound {
                    region: operator.region.clone(),
                    reward_type: reward_type.clone(),
                });
            }
            let sum = if reward_type.starts_with("type3") {
                let country = table::country(&operator.region);
                let coefficient = coefficients.entry(country).or_insert(Double::ONE);
                reduced(rate, nodes, coefficient)
            } else {
                u128::from(nodes) * u128::from(rate.xdr_permyriad_per_month)
            };
            let xdr_permyriad = u64::try_from(sum).map_err(|_| Fault::TotalTooLarge)?;
            found.total_xdr_permyriad = found
                .total_xdr_permyriad
                .checked_add(xdr_permyriad)
                .ok_or(Fault::TotalTooLarge)?;
            found.lines.push(Line {
                operator: operator.operator.clone(),
                region: operator.region.clone(),
                reward_type: reward_type.clone(),
                nodes,
                rate,
                xdr_permyriad,
            });
        }
    }
    Ok(found)
}

/// What so many nodes earn one after the other, and the coefficient after them.
fn reduced(rate: Found, nodes: u32, coefficient: &mut Double) -> u128 {
    let monthly = Double::whole(rate.xdr_permyriad_per_month);
    let reward = |coefficient: &Double| monthly.times(coefficient).truncated();
    if rate.coefficient_percent == 100 {
        return u128::from(nodes) * reward(coefficient);
    }
    let factor = Double::percent(rate.coefficient_percent);
    let mut sum = 0;
    for _ in 0..nodes {
        // From here on nothing that a table can say is a whole permyriad, for any type.
        if coefficient.is_negligible() {
            break;
        }
        sum += reward(coefficient);
        *coefficient = coefficient.times(&factor);
    }
    sum
}

#[cfg(test)]
mod tests;
