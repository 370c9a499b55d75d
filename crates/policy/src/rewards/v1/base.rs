//! What nodes earn before anything is taken from them.

use super::{RewardableNode, mean};
use crate::rewards::{
    problem::Fault,
    table::{self, RewardsTable},
};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// Days of the month that rates are for.
const DAYS_OF_MONTH: Decimal = Decimal::from_parts(304_375, 0, 0, false, 4);

/// Nodes of the third type that a provider has in one country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Type3Group {
    /// Continent and country: "Europe:CH".
    pub country: String,
    /// How many.
    pub nodes: usize,
    /// The mean of their daily rates.
    pub average_rate: Decimal,
    /// The mean of their coefficients, 1 for 100 percent.
    pub average_coefficient: Decimal,
    /// What each earns per day.
    pub base: Decimal,
}

/// Daily figures.
pub(super) struct Base {
    /// In the order of the nodes.
    pub(super) per_node: Vec<Decimal>,
    /// By country.
    pub(super) type3: Vec<Type3Group>,
}

impl Base {
    /// Of one provider's nodes.
    pub(super) fn of(
        nodes: &[&RewardableNode],
        table: &RewardsTable,
        faults: &mut BTreeSet<Fault>,
    ) -> Result<Self, Fault> {
        let mut daily = Vec::new();
        let mut countries: BTreeMap<_, (Vec<_>, Vec<_>)> = BTreeMap::new();
        for node in nodes {
            let rate = table.find(&node.region, &node.reward_type)?;
            if !rate.in_table {
                faults.insert(Fault::RateNotFound {
                    region: node.region.clone(),
                    reward_type: node.reward_type.clone(),
                });
            }
            let of_day = Decimal::from(rate.xdr_permyriad_per_month) / DAYS_OF_MONTH;
            daily.push(of_day);
            if is_type3(node) {
                let country = countries.entry(table::country(&node.region));
                let (rates, coefficients) = country.or_default();
                rates.push(of_day);
                coefficients.push(Decimal::from(rate.coefficient_percent) / Decimal::ONE_HUNDRED);
            }
        }
        let groups: BTreeMap<_, _> = countries
            .into_iter()
            .map(|(country, (rates, coefficients))| {
                (country.clone(), group(country, &rates, &coefficients))
            })
            .collect();
        let per_node = nodes.iter().zip(daily).map(|(node, daily)| {
            let group = is_type3(node).then(|| groups.get(&table::country(&node.region)));
            group.flatten().map_or(daily, |group| group.base)
        });
        Ok(Self {
            per_node: per_node.collect(),
            type3: groups.into_values().collect(),
        })
    }
}

fn is_type3(node: &RewardableNode) -> bool {
    matches!(node.reward_type.as_str(), "type3" | "type3.1")
}

fn group(country: String, rates: &[Decimal], coefficients: &[Decimal]) -> Type3Group {
    let (average_rate, average_coefficient) = (mean(rates), mean(coefficients));
    let mut coefficient = Decimal::ONE;
    let rewards = rates.iter().map(|_| {
        let reward = average_rate * coefficient;
        coefficient *= average_coefficient;
        reward
    });
    let rewards: Vec<_> = rewards.collect();
    Type3Group {
        country,
        nodes: rates.len(),
        average_rate,
        average_coefficient,
        base: mean(&rewards),
    }
}
