//! Answers, clusters and the policy.

use super::utc;
use crate::state::{ClusterAssignment, Event, State};
use bonafide_types::id::ProviderId;
use bonafide_types::registry::{ClaimAlert, LinkKind, RegistryPolicy};
use ic_stable_structures::Memory;
use std::collections::BTreeMap;

/// Entries of one list that are named; the rest is counted.
const NAMED: usize = 20;

pub(super) fn in_words<M: Memory>(state: &State<M>, event: &Event) -> String {
    match event {
        Event::IndependenceAnswered { answers } => format!(
            "Records the answers of {} on its independence, version {}: {} owners, {} links.",
            named(state, answers.provider),
            answers.version,
            answers.owners.len(),
            answers.links.len()
        ),
        Event::ClustersChanged {
            policy_version,
            assigned,
            opened,
            closed,
        } => {
            let mut words = format!("Clusters by version {policy_version} of the policy: ");
            words.push_str(&assigned_in_words(state, assigned));
            words.push_str(&claims_in_words(state, opened, "stands alone from now on"));
            words.push_str(&claims_in_words(state, closed, "no longer stands alone"));
            words
        }
        Event::PolicySet { policy } => policy_in_words(&state.latest_policy(), policy),
        other => format!("{other:?}"),
    }
}

fn policy_in_words(before: &RegistryPolicy, policy: &RegistryPolicy) -> String {
    let sides = if policy.one_sided_links_count {
        "and one of them declares it"
    } else {
        "and both of them declare it"
    };
    let kinds: Vec<_> = policy
        .counted_links
        .iter()
        .map(|kind| kind_in_words(*kind))
        .collect();
    let actors = if kinds.is_empty() {
        "No link makes one actor of two providers.".to_owned()
    } else {
        format!(
            "Two providers count as one actor when they are linked by {}, {sides}.",
            kinds.join(" or ")
        )
    };
    let threshold = policy.ownership_threshold_bps;
    let again = if threshold < before.ownership_threshold_bps {
        " Whoever answered for a higher share is to answer again."
    } else {
        ""
    };
    format!(
        "Sets version {} of the policy, in effect from {}. Owners are to be named from {} on \
         (version {}: {}).{again} {actors} An end date of a hardware generation needs {} days \
         of notice (version {}: {}). API boundary nodes are run by at least {} operators \
         (version {}: {}). Clusters are computed anew when it takes effect, from the answers \
         of that time.",
        policy.version,
        utc(policy.effective_from_ns),
        percent(threshold),
        before.version,
        percent(before.ownership_threshold_bps),
        policy.generation_notice_days,
        before.version,
        before.generation_notice_days,
        policy.boundary_node_operators,
        before.version,
        before.boundary_node_operators,
    )
}

fn assigned_in_words<M: Memory>(state: &State<M>, assigned: &[ClusterAssignment]) -> String {
    if assigned.is_empty() {
        return "none changes.".into();
    }
    let mut clusters: BTreeMap<Option<ProviderId>, Vec<ProviderId>> = BTreeMap::new();
    for ClusterAssignment { provider, cluster } in assigned {
        clusters.entry(*cluster).or_default().push(*provider);
    }
    let groups = clusters.iter().map(|(cluster, members)| {
        let names = listed(members.iter().map(|id| named(state, *id)), ", ");
        match cluster {
            Some(cluster) => format!("in the cluster of {cluster}, as one actor: {names}"),
            None => format!("alone from then on: {names}"),
        }
    });
    format!("{}.", listed(groups, "; "))
}

fn claims_in_words<M: Memory>(state: &State<M>, claims: &[ClaimAlert], what: &str) -> String {
    if claims.is_empty() {
        return String::new();
    }
    let claims = claims.iter().map(|claim| {
        format!(
            "of {} on {} ({})",
            named(state, claim.claimant),
            named(state, claim.silent),
            kind_in_words(claim.kind)
        )
    });
    format!(" A claim {what}: {}.", listed(claims, ", "))
}

/// Entries after each other; beyond the first few, how many more there are.
fn listed(entries: impl ExactSizeIterator<Item = String>, separator: &str) -> String {
    let count = entries.len();
    let mut words = entries.take(NAMED).collect::<Vec<_>>().join(separator);
    if count > NAMED {
        words.push_str(&format!(" and {} more", count - NAMED));
    }
    words
}

/// A provider by its name, where one is known, and its principal.
fn named<M: Memory>(state: &State<M>, id: ProviderId) -> String {
    let name = state.provider(id).and_then(|row| {
        let imported = row.imported.and_then(|facts| facts.name);
        row.profile.map(|profile| profile.legal_name).or(imported)
    });
    name.map_or_else(|| id.to_string(), |name| format!("{name:?} ({id})"))
}

fn kind_in_words(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::SharedOwner => "a shared owner",
        LinkKind::Family => "family of owners",
        LinkKind::Corporate => "corporate structure",
        LinkKind::Financing => "financing",
    }
}

/// Basis points in per cent with two decimals.
fn percent(bps: u16) -> String {
    format!("{}.{:02} %", bps / 100, bps % 100)
}
