//! A day alone: a period is computed in slices of one day each.

use super::{
    Alert, DayFacts, NodeDay, PeriodError, ProviderDay, RewardableNode, alerts, base::Base,
    failures::Failures, reduction,
};
use crate::rewards::{day::Day, id::Id, problem::Fault, table::RewardsTable};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// What a day gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayRewards {
    /// By provider, those that have nodes.
    pub providers: BTreeMap<Id, ProviderOutcome>,
    /// What the figures do not show, in order. They change nothing.
    pub alerts: Vec<Alert>,
}

/// What a day gives a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderOutcome {
    /// Its figures; none when one of the faults is fatal, for the whole period.
    pub day: Option<ProviderDay>,
    /// What is wrong with its records.
    pub faults: BTreeSet<Fault>,
}

/// Computes a day. `table` is the one at its end; that of the facts is not looked at.
///
/// # Errors
/// [`PeriodError::NoMetrics`], [`PeriodError::MetricsTwice`]. What is wrong with one provider's
/// records is among its faults.
pub fn day(facts: &DayFacts, table: &RewardsTable) -> Result<DayRewards, PeriodError> {
    let failures = Failures::of(facts)?;
    let mut nodes: BTreeMap<_, Vec<_>> = BTreeMap::new();
    let mut seen: BTreeMap<_, u32> = BTreeMap::new();
    for node in &facts.nodes {
        nodes.entry(&node.provider).or_default().push(node);
        *seen.entry(&node.node).or_default() += 1;
    }
    let providers = nodes.into_iter().map(|(provider, mut nodes)| {
        nodes.sort_by(|a, b| a.node.cmp(&b.node));
        let mut faults = BTreeSet::new();
        for node in &nodes {
            faults.extend(failures.twice(&node.node).iter().cloned());
            if seen.get(&node.node).is_some_and(|count| *count > 1) {
                let (day, node) = (facts.day, node.node.clone());
                faults.insert(Fault::NodeTwice { day, node });
            }
        }
        let found = provider_day(facts.day, &nodes, table, &failures, &mut faults);
        let day = found.map_err(|fault| faults.insert(fault)).ok();
        let day = day.filter(|_| !faults.iter().any(Fault::is_fatal));
        (provider.clone(), ProviderOutcome { day, faults })
    });
    Ok(DayRewards {
        providers: providers.collect(),
        alerts: alerts::of_day(facts, &failures),
    })
}

fn provider_day(
    day: Day,
    nodes: &[&RewardableNode],
    table: &RewardsTable,
    failures: &Failures,
    faults: &mut BTreeSet<Fault>,
) -> Result<ProviderDay, Fault> {
    let base = Base::of(nodes, table, faults)?;
    let measured = nodes.iter().map(|node| failures.get(&node.node).cloned());
    let measured: Vec<_> = measured.collect();
    let relative: Vec<_> = (measured.iter().flatten())
        .map(|measured| measured.relative_failure_rate)
        .collect();
    let extrapolated_failure_rate = mean(&relative);
    let nodes = nodes.iter().zip(measured).zip(base.per_node);
    let nodes = nodes.map(|((node, measured), base)| {
        let relative = measured.as_ref().map(|it| it.relative_failure_rate);
        let failure_rate = relative.unwrap_or(extrapolated_failure_rate);
        let reduction = reduction(failure_rate);
        let multiplier = Decimal::ONE - reduction;
        NodeDay {
            node: node.node.clone(),
            region: node.region.clone(),
            reward_type: node.reward_type.clone(),
            measured,
            failure_rate,
            reduction,
            multiplier,
            base,
            adjusted: base * multiplier,
        }
    });
    let nodes: Vec<_> = nodes.collect();
    Ok(ProviderDay {
        day,
        extrapolated_failure_rate,
        type3: base.type3,
        adjusted: nodes.iter().map(|node| node.adjusted).sum(),
        nodes,
    })
}

/// 0 of none.
pub(super) fn mean(values: &[Decimal]) -> Decimal {
    if values.is_empty() {
        return Decimal::ZERO;
    }
    values.iter().sum::<Decimal>() / Decimal::from(values.len())
}
