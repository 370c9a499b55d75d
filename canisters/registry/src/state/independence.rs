//! What events do to answers, clusters and claims.

use super::{ClusterAssignment, State};
use bonafide_types::id::ProviderId;
use bonafide_types::registry::{
    ClaimAlert, ClusterMember, IndependenceAnswers, LinkKind, RegistryPolicy,
};
use candid::Principal;
use ic_stable_structures::Memory;
use std::collections::BTreeMap;

impl<M: Memory> State<M> {
    /// The policy in force at a moment: the last version in effect then, or the default.
    #[must_use]
    pub fn policy(&self, at_ns: u64) -> RegistryPolicy {
        self.policies
            .before(None)
            .map(|(_, row)| row)
            .find(|row| row.effective_from_ns <= at_ns)
            .unwrap_or_default()
    }

    /// The last version of the policy, in effect or not.
    #[must_use]
    pub fn latest_policy(&self) -> RegistryPolicy {
        let last = self.policies.before(None).next();
        last.map(|(_, row)| row).unwrap_or_default()
    }

    /// The policy that the clusters were computed with. Behind the one in force only until
    /// the task that applies it has run.
    #[must_use]
    pub fn cluster_policy(&self) -> RegistryPolicy {
        self.policies
            .get(&self.cluster_policy.get().to_be_bytes())
            .unwrap_or_default()
    }

    /// A provider's latest answers.
    #[must_use]
    pub fn answers(&self, provider: ProviderId) -> Option<IndependenceAnswers> {
        self.independence.get(provider.as_slice())
    }

    /// The cluster that a provider counts in, and how many providers that has; one that is
    /// alone stands for itself.
    #[must_use]
    pub fn cluster(&self, id: ProviderId) -> (ProviderId, u32) {
        let Some(row) = self.clusters.get(id.as_slice()) else {
            return (id, 1);
        };
        let members = self.cluster_members.members(row.cluster.as_slice(), None);
        let size = u32::try_from(members.count()).unwrap_or(u32::MAX);
        (row.cluster, size)
    }

    /// The members of a provider's cluster in the order of their bytes, itself included; one
    /// that is alone stands for itself.
    #[must_use]
    pub fn members_of_cluster(&self, id: ProviderId) -> Vec<ProviderId> {
        match self.clusters.get(id.as_slice()) {
            None => vec![id],
            Some(row) => self
                .cluster_members
                .members(row.cluster.as_slice(), None)
                .map(|member| provider_of(&member))
                .collect(),
        }
    }

    /// The claims that a provider makes alone or is silent about, by their keys.
    pub(crate) fn alerts_of(&self, id: ProviderId) -> BTreeMap<Vec<u8>, ClaimAlert> {
        self.alerts_after(id, None).collect()
    }

    /// The same, in the order of their keys, above one.
    pub(crate) fn alerts_after(
        &self,
        id: ProviderId,
        after: Option<&[u8]>,
    ) -> impl Iterator<Item = (Vec<u8>, ClaimAlert)> + use<'_, M> {
        let prefix = claims_by(id);
        let from = after.map_or(prefix.as_slice(), |after| after.max(&prefix));
        let mut made = self
            .claim_alerts
            .after(Some(from))
            .take_while(move |(key, _)| key.starts_with(&prefix))
            .peekable();
        let mut silent = self
            .claims_by_silent
            .members(id.as_slice(), after)
            .filter_map(|key| {
                let row = self.claim_alerts.get(&key)?;
                Some((key, row))
            })
            .peekable();
        std::iter::from_fn(move || match (made.peek(), silent.peek()) {
            (Some((by, _)), Some((on, _))) if on < by => silent.next(),
            (None, _) => silent.next(),
            _ => made.next(),
        })
    }

    /// Who stands for a provider now: itself, or whoever took its records over last. A link
    /// that names one who handed over counts as naming its successor.
    #[must_use]
    pub fn successor(&self, id: ProviderId) -> ProviderId {
        let mut now = id;
        // No chain is longer than there are providers.
        for _ in 0..self.providers.len() {
            match self.provider(now).and_then(|row| row.successor) {
                Some(next) => now = next,
                None => break,
            }
        }
        now
    }

    /// Writes answers with their indexes, in place of the provider's answers before.
    pub(super) fn put_answers(&mut self, answers: &IndependenceAnswers) {
        self.forget_answers(answers.provider);
        let id = answers.provider.as_slice();
        for link in &answers.links {
            // Claims stand under who they concern now: see `hand_over_answers`.
            let named = self.successor(link.provider);
            self.claims_on.insert(named.as_slice(), id, ());
        }
        self.independence.insert(id, answers);
    }

    /// Takes a provider's answers out of the table and the indexes, if there are any.
    fn forget_answers(&mut self, provider: ProviderId) -> Option<IndependenceAnswers> {
        let answers = self.answers(provider)?;
        let id = provider.as_slice();
        for link in &answers.links {
            let named = self.successor(link.provider);
            self.claims_on.remove(named.as_slice(), id);
        }
        self.independence.remove(id);
        Some(answers)
    }

    /// Moves what concerns `from` in answers to its successor: the claims of others on it, and
    /// its own answers. The row of `from` names the successor already.
    pub(crate) fn hand_over_answers(&mut self, from: ProviderId, to: ProviderId) {
        let claimants: Vec<_> = self.claims_on.members(from.as_slice(), None).collect();
        for claimant in claimants {
            self.claims_on.remove(from.as_slice(), &claimant);
            self.claims_on.insert(to.as_slice(), &claimant, ());
        }
        if let Some(answers) = self.forget_answers(from) {
            self.put_answers(&IndependenceAnswers {
                provider: to,
                ..answers
            });
        }
    }

    pub(super) fn change_clusters(
        &mut self,
        policy_version: u32,
        assigned: &[ClusterAssignment],
        opened: &[ClaimAlert],
        closed: &[ClaimAlert],
        at_ns: u64,
    ) {
        self.cluster_policy.set(policy_version);
        for ClusterAssignment { provider, cluster } in assigned {
            self.assign(*provider, *cluster, at_ns);
        }
        self.mirror_providers(assigned.iter().map(|assignment| assignment.provider));
        for alert in closed {
            let key = claim_key(alert.claimant, alert.silent, alert.kind);
            self.claims_by_silent.remove(alert.silent.as_slice(), &key);
            self.claim_alerts.remove(&key);
        }
        for alert in opened {
            let key = claim_key(alert.claimant, alert.silent, alert.kind);
            self.claims_by_silent
                .insert(alert.silent.as_slice(), &key, ());
            self.claim_alerts.insert(&key, alert);
        }
    }

    fn assign(&mut self, provider: ProviderId, cluster: Option<ProviderId>, at_ns: u64) {
        let id = provider.as_slice();
        if let Some(old) = self.clusters.get(id) {
            self.cluster_members.remove(old.cluster.as_slice(), id);
        }
        match cluster {
            None => self.clusters.remove(id),
            Some(cluster) => {
                self.cluster_members.insert(cluster.as_slice(), id, ());
                let row = ClusterMember {
                    provider,
                    cluster,
                    since_ns: at_ns,
                };
                self.clusters.insert(id, &row);
            }
        }
    }
}

/// The provider of an index entry.
pub(crate) fn provider_of(member: &[u8]) -> ProviderId {
    ProviderId(Principal::from_slice(member))
}

/// What the keys of all claims by a provider start with.
pub(crate) fn claims_by(claimant: ProviderId) -> Vec<u8> {
    length_prefixed(claimant)
}

/// The key of a claim, as `table::CLAIM_ALERT` says it.
pub(crate) fn claim_key(claimant: ProviderId, silent: ProviderId, kind: LinkKind) -> Vec<u8> {
    let kind = match kind {
        LinkKind::SharedOwner => 0,
        LinkKind::Family => 1,
        LinkKind::Corporate => 2,
        LinkKind::Financing => 3,
    };
    let mut key = claims_by(claimant);
    key.extend(length_prefixed(silent));
    key.push(kind);
    key
}

fn length_prefixed(id: ProviderId) -> Vec<u8> {
    let id = id.as_slice();
    let length = u8::try_from(id.len()).expect("BUG: a principal has 29 bytes at most");
    [&[length], id].concat()
}
