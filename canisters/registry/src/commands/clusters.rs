//! What answers, a hand-over or a policy make of the clusters and of the claims that stand
//! alone. All of them come this way.
//!
//! A provider's answers move only what hangs on it: its cluster, and the clusters of those
//! that it names or that name it. A hand-over and a policy are rare, and may move everything.

use crate::domain::independence::Graph;
use crate::state::independence::{claim_key, provider_of};
use crate::state::{ClusterAssignment, Event, State};
use bonafide_types::id::ProviderId;
use bonafide_types::registry::{ClaimAlert, IndependenceAnswers, RegistryPolicy};
use ic_stable_structures::Memory;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// What is about to change.
#[derive(Clone, Copy, Debug)]
pub enum Change<'a> {
    /// A provider's answers.
    Answers(&'a IndependenceAnswers),
    /// Whose a provider's answers are, and who is meant by those that name it.
    HandOver {
        /// From whom.
        from: ProviderId,
        /// To whom.
        to: ProviderId,
    },
    /// The policy in force.
    Policy(&'a RegistryPolicy),
    /// Nothing but the time: a policy set before took effect.
    Time,
}

/// What a change makes of clusters and claims, by the policy in force then; `None` when they
/// stay as they are.
#[must_use]
pub fn clusters_after<M: Memory>(
    state: &State<M>,
    change: Change<'_>,
    now_ns: u64,
) -> Option<Event> {
    let policy = match change {
        Change::Policy(policy) => policy.clone(),
        Change::Answers(_) | Change::HandOver { .. } | Change::Time => state.policy(now_ns),
    };
    let same_policy = policy.version == *state.cluster_policy.get();
    let part = match change {
        Change::Answers(answers) if same_policy => around(state, answers),
        Change::Answers(_) | Change::HandOver { .. } | Change::Policy(_) | Change::Time => {
            whole(state, change)
        }
    };
    let assigned = part.assigned(&policy);
    // Claims stand alone whatever the policy.
    let (opened, closed) = match change {
        Change::Answers(_) | Change::HandOver { .. } => part.claims(now_ns),
        Change::Policy(_) | Change::Time => (Vec::new(), Vec::new()),
    };
    let moved = !(assigned.is_empty() && opened.is_empty() && closed.is_empty());
    (moved || !same_policy).then_some(Event::ClustersChanged {
        policy_version: policy.version,
        assigned,
        opened,
        closed,
    })
}

/// The part of the network that a change can move: as it is, and as it will be.
struct Part {
    /// Answers as they will be.
    graph: Graph,
    /// The cluster of each provider as it is.
    clusters: BTreeMap<ProviderId, ProviderId>,
    /// Claims that stand alone now, by their keys.
    alerts: BTreeMap<Vec<u8>, ClaimAlert>,
    /// The only provider whose claims, and claims on which, can change; `None`: any.
    only: Option<ProviderId>,
}

impl Part {
    fn assigned(&self, policy: &RegistryPolicy) -> Vec<ClusterAssignment> {
        self.graph
            .clusters(policy)
            .into_iter()
            .filter(|(provider, cluster)| self.clusters.get(provider) != cluster.as_ref())
            .map(|(provider, cluster)| ClusterAssignment { provider, cluster })
            .collect()
    }

    /// Claims that stand alone from now on, and those that no longer do.
    fn claims(mut self, now_ns: u64) -> (Vec<ClaimAlert>, Vec<ClaimAlert>) {
        let mut opened = Vec::new();
        for (claimant, silent, kind) in self.graph.claims() {
            if self.only.is_some_and(|id| claimant != id && silent != id) {
                continue;
            }
            // What stands alone already keeps its date.
            if self
                .alerts
                .remove(&claim_key(claimant, silent, kind))
                .is_none()
            {
                opened.push(ClaimAlert {
                    claimant,
                    silent,
                    kind,
                    since_ns: now_ns,
                });
            }
        }
        (opened, self.alerts.into_values().collect())
    }
}

/// What a provider's answers can move.
fn around<M: Memory>(state: &State<M>, answers: &IndependenceAnswers) -> Part {
    let id = answers.provider;
    let named = answers
        .links
        .iter()
        .map(|link| state.successor(link.provider));
    let claimants = state.claims_on.members(id.as_slice(), None);
    let near: BTreeSet<_> = claimants
        .map(|member| provider_of(&member))
        .chain(named)
        .chain([id])
        .collect();
    let mut providers = BTreeSet::new();
    for provider in near {
        if !providers.contains(&provider) {
            providers.extend(state.members_of_cluster(provider));
        }
    }
    let others = providers.iter().filter(|provider| **provider != id);
    let all: Vec<_> = others
        .filter_map(|provider| state.answers(*provider))
        .chain([answers.clone()])
        .collect();
    let clusters = providers
        .iter()
        .filter_map(|provider| {
            let row = state.clusters.get(provider.as_slice())?;
            Some((*provider, row.cluster))
        })
        .collect();
    Part {
        graph: Graph::new(providers, &all, |named| state.successor(named)),
        clusters,
        alerts: state.alerts_of(id),
        only: Some(id),
    }
}

/// The whole network.
fn whole<M: Memory>(state: &State<M>, change: Change<'_>) -> Part {
    let mut all: BTreeMap<_, _> = state
        .independence
        .after(None)
        .map(|(_, answers)| (answers.provider, answers))
        .collect();
    let mut handed_over = None;
    match change {
        Change::Answers(answers) => {
            all.insert(answers.provider, answers.clone());
        }
        Change::HandOver { from, to } => {
            handed_over = Some((from, to));
            if let Some(answers) = all.remove(&from) {
                all.insert(
                    to,
                    IndependenceAnswers {
                        provider: to,
                        ..answers
                    },
                );
            }
        }
        Change::Policy(_) | Change::Time => {}
    }
    let clusters: BTreeMap<_, _> = state
        .clusters
        .after(None)
        .map(|(_, row)| (row.provider, row.cluster))
        .collect();
    // Who has answers stands for itself. Of all others, each is looked up once.
    let answered: Vec<_> = all.keys().copied().collect();
    let successors = RefCell::new(BTreeMap::new());
    let resolve = |named: ProviderId| {
        if answered.binary_search(&named).is_ok() {
            return named;
        }
        *successors.borrow_mut().entry(named).or_insert_with(|| {
            let now = state.successor(named);
            handed_over.map_or(now, |(from, to)| if now == from { to } else { now })
        })
    };
    let named = all.values().flat_map(|answers| &answers.links);
    let providers = named
        .map(|link| resolve(link.provider))
        .chain(answered.iter().copied())
        .chain(clusters.keys().copied())
        .collect();
    let all: Vec<_> = all.into_values().collect();
    let alerts = match change {
        Change::Answers(_) | Change::HandOver { .. } => state.claim_alerts.after(None).collect(),
        Change::Policy(_) | Change::Time => BTreeMap::new(),
    };
    Part {
        graph: Graph::new(providers, &all, resolve),
        clusters,
        alerts,
        only: None,
    }
}

#[cfg(test)]
mod tests;
