//! A period computed slice by slice, and what follows from its sums.
//!
//! A slice of version 1 is a day ([`day`], [`add`]); version 0 has one slice ([`operators`]).
//! What is kept between slices are sums, as decimal text with every digit that the engine has:
//! after the last day they are those of a run without a break. They are rounded down once, in
//! [`amounts`].
//!
//! Only providers and nodes that are principals are counted, which all facts that are sent have;
//! those with made-up names are left out.

mod lines;
mod money;

pub use lines::lines;
pub use money::{amounts, escrow, reaches};

use super::{
    facts,
    id::Id,
    problem::Fault,
    table::RewardsTable,
    v0,
    v1::{self, PeriodError, ProviderOutcome},
};
use bonafide_types::id::{NodeId, ProviderId};
use bonafide_types::limits;
use bonafide_types::rewards::{NodeTally, OperatorFacts, RewardAlert, Tally};
use candid::Principal;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// What a day gives a provider.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayTally {
    /// What its nodes earn together, XDR permyriad.
    pub total: Decimal,
    /// What each of them earns, in the order of their ids.
    pub nodes: Vec<(NodeId, Decimal)>,
    /// What is wrong with its records, at most 100; what leaves it without figures comes first.
    pub faults: Vec<String>,
    /// Whether one of them leaves it without figures, for the whole period.
    pub broken: bool,
}

/// What a day gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayOutcome {
    /// Those that have nodes, in the order of their ids.
    pub providers: Vec<(ProviderId, DayTally)>,
    /// All of them, in order. They change nothing.
    pub alerts: Vec<RewardAlert>,
}

/// Computes a day of version 1.
///
/// # Errors
/// As [`v1::day`].
pub fn day(facts: &v1::DayFacts, table: &RewardsTable) -> Result<DayOutcome, PeriodError> {
    let found = v1::day(facts, table)?;
    let alerts = found.alerts.iter().map(lines::alert).collect();
    let providers = found.providers.into_iter().filter_map(|(provider, found)| {
        let provider = principal(&provider).map(ProviderId)?;
        Some((provider, of_day(found)))
    });
    let mut providers: Vec<_> = providers.collect();
    providers.sort_by_key(|(provider, _)| *provider);
    Ok(DayOutcome { providers, alerts })
}

fn of_day(found: ProviderOutcome) -> DayTally {
    let broken = found.day.is_none();
    let (total, nodes) = found.day.map_or_else(Default::default, |day| {
        let nodes = day.nodes.iter();
        let nodes = nodes.filter_map(|it| Some((principal(&it.node).map(NodeId)?, it.adjusted)));
        let mut nodes: Vec<_> = nodes.collect();
        nodes.sort_by_key(|(node, _)| *node);
        (day.adjusted, nodes)
    });
    DayTally {
        total,
        nodes,
        faults: told(&found.faults),
        broken,
    }
}

/// In words, those first that leave a provider without figures.
fn told<'a>(faults: impl IntoIterator<Item = &'a Fault>) -> Vec<String> {
    let mut faults: Vec<_> = faults.into_iter().collect();
    faults.sort_by_key(|fault| !fault.is_fatal());
    faults.truncate(limits::FAULTS);
    faults.iter().map(ToString::to_string).collect()
}

/// What a provider has before its first day.
#[must_use]
pub fn empty() -> Tally {
    Tally {
        total: Decimal::ZERO.to_string(),
        nodes: Vec::new(),
        faults: Vec::new(),
        broken: false,
    }
}

/// Adds a day; days are added in their order. Who is broken on one day has no figures from then
/// on.
///
/// # Panics
/// When a text of the tally is no decimal; all of them are written here.
pub fn add(tally: &mut Tally, day: &DayTally) {
    let kept = std::mem::take(&mut tally.faults);
    // What broke it first is told, however much else there was before.
    let (first, then) = if day.broken && !tally.broken {
        (&day.faults, &kept)
    } else {
        (&kept, &day.faults)
    };
    let mut seen = BTreeSet::new();
    let faults = first.iter().chain(then).filter(|fault| seen.insert(*fault));
    tally.faults = faults.take(limits::FAULTS).cloned().collect();
    tally.broken |= day.broken;
    if tally.broken {
        tally.total = Decimal::ZERO.to_string();
        tally.nodes.clear();
        return;
    }
    tally.total = (decimal(&tally.total) + day.total).to_string();
    let mut nodes = earned(tally);
    for (node, adjusted) in &day.nodes {
        *nodes.entry(*node).or_default() += *adjusted;
    }
    let nodes = nodes.into_iter().map(|(node, adjusted)| NodeTally {
        node,
        adjusted: adjusted.to_string(),
    });
    tally.nodes = nodes.collect();
}

/// Computes a month of version 0: whole permyriad by provider, in the order of their ids. Who
/// of its nodes earned what is not told, as the formula does not know them.
#[must_use]
pub fn operators(facts: &OperatorFacts, table: &RewardsTable) -> Vec<(ProviderId, Tally)> {
    let found = v0::rewards(table, &facts::of_operators(facts));
    let mut tallies: BTreeMap<ProviderId, Tally> = BTreeMap::new();
    let mut faults: BTreeMap<&Id, Vec<&Fault>> = BTreeMap::new();
    for problem in &found.problems {
        let faults = faults.entry(&problem.provider).or_default();
        faults.push(&problem.fault);
    }
    let providers: BTreeSet<_> = found
        .providers
        .keys()
        .chain(faults.keys().copied())
        .collect();
    for id in providers {
        let Some(provider) = principal(id) else {
            continue;
        };
        let total = found.providers.get(id).map(|it| it.total_xdr_permyriad);
        let tally = Tally {
            total: total.unwrap_or_default().to_string(),
            nodes: Vec::new(),
            faults: told(faults.get(id).into_iter().flatten().copied()),
            broken: total.is_none(),
        };
        tallies.insert(ProviderId(provider), tally);
    }
    tallies.into_iter().collect()
}

fn principal(id: &Id) -> Option<Principal> {
    match id {
        Id::Principal(principal) => Some(*principal),
        Id::Name(_) => None,
    }
}

fn decimal(text: &str) -> Decimal {
    text.parse().expect("BUG: a tally holds no decimal")
}

/// What each node earned.
fn earned(tally: &Tally) -> BTreeMap<NodeId, Decimal> {
    let nodes = tally.nodes.iter();
    nodes.map(|it| (it.node, decimal(&it.adjusted))).collect()
}

#[cfg(test)]
mod tests;
