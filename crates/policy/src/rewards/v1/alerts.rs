//! What the formula cannot see. Where a quarter of a subnet fails alike, their failures are the
//! subnet's failure rate, and nobody loses anything. An alert stands beside the exact figures
//! and changes none of them.

use super::{
    DayFacts,
    failures::{Failures, reduction},
};
use crate::rewards::{day::Day, id::Id};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alert {
    /// A node failed enough to lose by itself, and loses nothing, since its subnet failed as
    /// much.
    Shielded {
        /// The day.
        day: Day,
        /// The subnet.
        subnet: Id,
        /// The node.
        node: Id,
        /// Who is paid for it.
        provider: Id,
        /// Its own failure rate, at which `reduction` would be taken from it.
        original_failure_rate: Decimal,
        /// The subnet's.
        subnet_failure_rate: Decimal,
        /// What its own failure rate would cost.
        reduction: Decimal,
    },
    /// A provider has several nodes in a subnet: together they can move its failure rate.
    SeveralInSubnet {
        /// The day.
        day: Day,
        /// The subnet.
        subnet: Id,
        /// The provider.
        provider: Id,
        /// Its nodes there.
        nodes: Vec<Id>,
    },
    /// A node has metrics and is nobody's: it counts in its subnet and is not paid.
    NotPaid {
        /// The day.
        day: Day,
        /// The subnet.
        subnet: Id,
        /// The node.
        node: Id,
    },
}

impl Alert {
    /// Its stable name.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Shielded { .. } => "Shielded",
            Self::SeveralInSubnet { .. } => "SeveralInSubnet",
            Self::NotPaid { .. } => "NotPaid",
        }
    }
}

/// Those of a day, in order.
pub(super) fn of_day(facts: &DayFacts, failures: &Failures) -> Vec<Alert> {
    let day = facts.day;
    let owners = facts.nodes.iter().map(|node| (&node.node, &node.provider));
    let owners: BTreeMap<_, _> = owners.collect();
    let mut together: BTreeMap<_, Vec<_>> = BTreeMap::new();
    let mut found = Vec::new();
    for (node, measured) in failures.all() {
        let subnet = measured.subnet.clone();
        let Some(provider) = owners.get(node) else {
            let node = node.clone();
            found.push(Alert::NotPaid { day, subnet, node });
            continue;
        };
        let nodes = together
            .entry((measured.subnet.clone(), *provider))
            .or_default();
        nodes.push(node.clone());
        let alone = reduction(measured.original_failure_rate);
        if alone > Decimal::ZERO && reduction(measured.relative_failure_rate).is_zero() {
            found.push(Alert::Shielded {
                day,
                subnet,
                node: node.clone(),
                provider: (*provider).clone(),
                original_failure_rate: measured.original_failure_rate,
                subnet_failure_rate: measured.subnet_failure_rate,
                reduction: alone,
            });
        }
    }
    let together = together.into_iter().filter(|(_, nodes)| nodes.len() > 1);
    found.extend(
        together.map(|((subnet, provider), nodes)| Alert::SeveralInSubnet {
            day,
            subnet,
            provider: provider.clone(),
            nodes,
        }),
    );
    found.sort();
    found
}
