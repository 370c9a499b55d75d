//! Providers, operator records, data centres and nodes that change or leave.

use super::capacity::capacity_in_words;
use super::{place_in_words, rewards_in_words, utc};
use crate::state::{Event, State};
use bonafide_types::id::{NodeId, OperatorId, ProviderId};
use bonafide_types::registry::{BarSubject, DataCenter, NodeOperator, ProviderStatus};
use ic_stable_structures::Memory;
use std::collections::BTreeMap;

pub(super) fn in_words<M: Memory>(state: &State<M>, event: &Event) -> String {
    match event {
        Event::ProviderStatusChanged {
            provider,
            status,
            reason,
        } => status_in_words(state, *provider, *status, reason),
        Event::ProviderOffboarded {
            provider,
            barred,
            reason,
        } => offboarding_in_words(state, *provider, barred, reason),
        Event::ProviderReadmitted {
            provider,
            despite,
            reason,
        } => readmission_in_words(state, *provider, despite, reason),
        Event::ProviderHandedOver { from, to, reason } => {
            hand_over_in_words(state, *from, *to, reason)
        }
        Event::NodeOperatorChanged { node_operator, .. } => operator_in_words(state, node_operator),
        Event::NodeOperatorsRemoved { ids } => operators_removed_in_words(state, ids),
        Event::NodesRemoved {
            ids,
            return_allowance,
            ..
        } => nodes_removed_in_words(state, ids, *return_allowance),
        Event::NodeDomainChanged { node, domain } => match domain {
            Some(domain) => format!("Gives node {node} the domain name {domain:?}."),
            None => format!("Takes the domain name of node {node} away."),
        },
        Event::DataCenterChanged { data_center } => data_center_in_words(state, data_center),
        Event::DataCentersRemoved { ids } => {
            let places: Vec<_> = ids
                .iter()
                .map(|id| match state.data_center(id) {
                    Some(dc) => format!("{id:?} ({:?} of {:?}, {})", dc.name, dc.owner, dc.region),
                    None => format!("{id:?}"),
                })
                .collect();
            format!(
                "Removes {}: {}. No operator record refers to them.",
                count(ids.len(), "data centre"),
                places.join(", ")
            )
        }
        other => unreachable!("BUG: {other:?} is told elsewhere"),
    }
}

/// A provider by principal, with the name that voters know it by.
pub(super) fn provider_in_words<M: Memory>(state: &State<M>, id: ProviderId) -> String {
    let row = state.provider(id);
    let imported = row
        .as_ref()
        .and_then(|row| row.imported.as_ref()?.name.clone());
    let legal = row.and_then(|row| row.profile).map(|it| it.legal_name);
    match legal.or(imported) {
        Some(name) => format!("{id} ({name:?})"),
        None => id.to_string(),
    }
}

/// `1 node`, `2 nodes`.
pub(super) fn count(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

fn status_in_words<M: Memory>(
    state: &State<M>,
    id: ProviderId,
    status: ProviderStatus,
    reason: &str,
) -> String {
    let who = provider_in_words(state, id);
    match status {
        ProviderStatus::Suspended => {
            let held = state.provider_counts(id);
            format!(
                "Suspends node provider {who}: until it is reinstated its {} may register no \
                 nodes, and nothing is handed over to it. What it holds, {}, stays. \
                 Reason: {reason}",
                count(held.operators as usize, "operator"),
                count(held.nodes as usize, "node")
            )
        }
        _ => format!(
            "Reinstates node provider {who}{}: its operators may register nodes again. \
             Reason: {reason}",
            since_in_words(state, id)
        ),
    }
}

/// Since when and why a provider is what it is.
fn since_in_words<M: Memory>(state: &State<M>, id: ProviderId) -> String {
    let Some(row) = state.provider(id) else {
        return String::new();
    };
    match row.status_change {
        Some(change) => format!(
            ", which is {:?} since {} ({})",
            row.status,
            utc(change.at_ns),
            change.reason
        ),
        None => String::new(),
    }
}

fn offboarding_in_words<M: Memory>(
    state: &State<M>,
    id: ProviderId,
    barred: &[BarSubject],
    reason: &str,
) -> String {
    let held = state.provider_counts(id);
    let unused: u64 = state
        .operators_of(id)
        .into_iter()
        .filter_map(|operator| state.node_operator(operator))
        .map(|record| record.node_allowance)
        .sum();
    let cluster: Vec<_> = barred
        .iter()
        .filter_map(|subject| match subject {
            BarSubject::Provider(other) if *other != id => Some(provider_in_words(state, *other)),
            BarSubject::Provider(_) | BarSubject::Operator(_) => None,
        })
        .collect();
    let cluster = match &cluster[..] {
        [] => "no other provider counts as one actor with it".to_owned(),
        some => format!(
            "so are the providers that count as one actor with it: {}",
            some.join(", ")
        ),
    };
    format!(
        "Offboards node provider {}. Its {} can register no more nodes: the {unused} that \
         they still could are gone. It and its operators' keys are barred from coming back, \
         and {cluster}. Only a proposal that readmits them lifts this. What it \
         holds, {}, stays until a proposal removes it. Reason: {reason}",
        provider_in_words(state, id),
        count(held.operators as usize, "operator"),
        count(held.nodes as usize, "node")
    )
}

fn readmission_in_words<M: Memory>(
    state: &State<M>,
    id: ProviderId,
    despite: &[ProviderId],
    reason: &str,
) -> String {
    let others: Vec<_> = despite
        .iter()
        .filter(|other| **other != id)
        .map(|other| provider_in_words(state, *other) + &since_in_words(state, *other))
        .collect();
    let mut words = format!("Readmits node provider {}", provider_in_words(state, id));
    if despite.contains(&id) {
        words += &since_in_words(state, id);
        words += ": it is active again, and its operators' keys are free";
    }
    if !others.is_empty() {
        words += &format!("; despite {}", others.join("; despite "));
    }
    let left: Vec<_> = state
        .barred_by_all(id)
        .into_iter()
        .filter(|other| !despite.contains(other))
        .map(|other| provider_in_words(state, other))
        .collect();
    words += if left.is_empty() {
        ". Nothing bars it then."
    } else {
        ". It stays barred because of "
    };
    if !left.is_empty() {
        words += &format!("{}.", left.join(", "));
    }
    words + &format!(" No allowance comes back with this. Reason: {reason}")
}

fn hand_over_in_words<M: Memory>(
    state: &State<M>,
    from: ProviderId,
    to: ProviderId,
    reason: &str,
) -> String {
    let held = state.provider_counts(from);
    format!(
        "Hands the records of node provider {} over to principal {}: its profile, its \
         standing, its answers on independence, what bars it, and its {} with {}. The new \
         principal's operators register nodes only after it accepted the declaration; it \
         is asked the questions on independence again, and what the nodes attested is void. \
         Reason: {reason}",
        provider_in_words(state, from),
        provider_in_words(state, to),
        count(held.operators as usize, "operator record"),
        count(held.nodes as usize, "node")
    )
}

fn operator_in_words<M: Memory>(state: &State<M>, row: &NodeOperator) -> String {
    let Some(before) = state.node_operator(row.id) else {
        return format!("Changes node operator {}.", row.id);
    };
    let mut changes = Vec::new();
    if before.provider != row.provider {
        let held = state.operator_counts(row.id).nodes;
        changes.push(format!(
            "is handed over from provider {} to {} with {}; it registers nodes only after \
             that one accepted the declaration once more, and what its nodes attested is void",
            provider_in_words(state, before.provider),
            provider_in_words(state, row.provider),
            count(held as usize, "node")
        ));
    }
    if before.dc_id != row.dc_id {
        changes.push(format!(
            "moves from data centre {:?} to {:?}",
            before.dc_id, row.dc_id
        ));
    }
    if before.node_allowance != row.node_allowance {
        changes.push(format!(
            "may register {} more instead of {}",
            count(number(row.node_allowance), "node"),
            before.node_allowance
        ));
    }
    for (what, old, new) in [
        (
            "is paid for",
            &before.rewardable_nodes,
            &row.rewardable_nodes,
        ),
        (
            "may be paid for at most",
            &before.max_rewardable_nodes,
            &row.max_rewardable_nodes,
        ),
    ] {
        if old != new {
            let (old, new) = (rewards_in_words(old), rewards_in_words(new));
            changes.push(format!("{what} {new} instead of {old}"));
        }
    }
    if before.ipv6_prefix != row.ipv6_prefix {
        let shown = |prefix: &Option<String>| prefix.clone().unwrap_or_else(|| "none".into());
        changes.push(format!(
            "has the IPv6 prefix {} instead of {}",
            shown(&row.ipv6_prefix),
            shown(&before.ipv6_prefix)
        ));
    }
    let mut words = format!(
        "Changes node operator {} of provider {} in data centre {:?}: it {}.",
        row.id,
        provider_in_words(state, before.provider),
        before.dc_id,
        changes.join("; it ")
    );
    if before.node_allowance < row.node_allowance || before.provider != row.provider {
        words += &capacity_in_words(state, row);
    }
    words
}

fn operators_removed_in_words<M: Memory>(state: &State<M>, ids: &[OperatorId]) -> String {
    let records: Vec<_> = ids
        .iter()
        .map(|id| match state.node_operator(*id) {
            Some(row) => format!(
                "{id} of provider {} in data centre {:?}, which could still register {}",
                provider_in_words(state, row.provider),
                row.dc_id,
                count(number(row.node_allowance), "node")
            ),
            None => id.to_string(),
        })
        .collect();
    format!(
        "Removes {} without nodes: {}. Their keys may be given new records by proposal, \
         unless they are barred.",
        count(ids.len(), "node operator"),
        records.join("; ")
    )
}

fn nodes_removed_in_words<M: Memory>(
    state: &State<M>,
    ids: &[NodeId],
    return_allowance: bool,
) -> String {
    let mut by_operator: BTreeMap<OperatorId, Vec<String>> = BTreeMap::new();
    for id in ids {
        if let Some(node) = state.node(*id) {
            let nodes = by_operator.entry(node.operator).or_default();
            nodes.push(format!("{id} at {}", node.ipv6));
        }
    }
    let of: Vec<_> = by_operator
        .into_iter()
        .map(|(operator, nodes)| {
            let provider = state.node_operator(operator).map(|row| row.provider);
            let provider = provider.map_or_else(String::new, |id| provider_in_words(state, id));
            format!(
                "of operator {operator} (provider {provider}): {}",
                nodes.join(", ")
            )
        })
        .collect();
    let allowance = if return_allowance {
        "Each gives its operator the allowance for another node back."
    } else {
        "No allowance comes back: their operators need a proposal to register others instead."
    };
    format!(
        "Ejects {}, {}. {allowance}",
        count(ids.len(), "node"),
        of.join("; ")
    )
}

fn data_center_in_words<M: Memory>(state: &State<M>, row: &DataCenter) -> String {
    let Some(before) = state.data_center(&row.id) else {
        return format!("Changes data centre {:?}.", row.id);
    };
    let mut changes = Vec::new();
    for (what, old, new) in [
        ("name", &before.name, &row.name),
        ("owner", &before.owner, &row.owner),
        ("region", &before.region, &row.region),
    ] {
        if old != new {
            changes.push(format!("{what} {new:?} instead of {old:?}"));
        }
    }
    if before.gps != row.gps {
        let shown = |row: &DataCenter| match row.gps {
            Some(gps) => place_in_words(gps),
            None => "unknown".into(),
        };
        changes.push(format!(
            "coordinates {} instead of {}",
            shown(row),
            shown(&before)
        ));
    }
    format!(
        "Changes data centre {:?}, to which no operator record refers: {}.",
        row.id,
        changes.join("; ")
    )
}

/// An allowance as a number of things to count; it is 1,000 at most.
fn number(allowance: u64) -> usize {
    usize::try_from(allowance).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;
