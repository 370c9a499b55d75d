//! Which providers are one actor: every pair is asked for, until nothing moves.

use super::Model;
use crate::step::{Actors, PROVIDERS};
use bonafide_types::limits::DAY_NS;
use bonafide_types::registry::{LinkKind, ProviderStatus};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug)]
pub(crate) struct Answers {
    pub(crate) version: u32,
    pub(crate) owners: BTreeSet<u8>,
    pub(crate) links: Vec<(LinkKind, u8)>,
    at_ns: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Policy {
    counted: Vec<LinkKind>,
    one_sided: bool,
    pub(crate) notice_days: u32,
    pub(crate) boundary_node_operators: usize,
    from_ns: u64,
}

impl Policy {
    pub(crate) fn first() -> Self {
        Self {
            counted: vec![LinkKind::SharedOwner, LinkKind::Corporate],
            one_sided: false,
            notice_days: 180,
            boundary_node_operators: 2,
            from_ns: 0,
        }
    }
}

impl Model {
    /// The number of the policy in force.
    fn policy_version(&self) -> usize {
        let in_force = |policy: &Policy| policy.from_ns <= self.now_ns;
        self.policies.iter().rposition(in_force).unwrap_or(0)
    }

    pub(crate) fn policy(&self) -> &Policy {
        &self.policies[self.policy_version()]
    }

    /// Who stands for a provider now.
    fn successor(&self, id: u8) -> u8 {
        let next = self.providers.get(&id).and_then(|row| row.successor);
        next.map_or(id, |next| self.successor(next))
    }

    fn wanted(&self, step: &Actors) -> Option<Policy> {
        let Actors::SetPolicy {
            counted,
            one_sided,
            notice_days,
            boundary_node_operators,
            wait_days,
        } = step.clone()
        else {
            return None;
        };
        Some(Policy {
            counted,
            one_sided,
            notice_days,
            boundary_node_operators: boundary_node_operators as usize,
            from_ns: self.effective_from_ns(wait_days),
        })
    }

    pub(super) fn objections_to_actors(&self, step: &Actors) -> Vec<&'static str> {
        let mut all = Vec::new();
        let mut object = |holds: bool, objection| {
            if holds {
                all.push(objection);
            }
        };
        if let Actors::Answer { caller, links, .. } = step {
            match self.standing(*caller) {
                None => object(true, "ProviderNotFound"),
                Some((ProviderStatus::Active | ProviderStatus::Suspended, _)) => {}
                Some(_) => object(true, "ProviderStatusUnfit"),
            }
            let mut seen = BTreeSet::new();
            for (kind, named) in links {
                let meant = self.successor(*named);
                object(!self.providers.contains_key(named), "ProviderNotFound");
                object(meant == *caller, "InvalidField");
                object(!seen.insert((kind, meant)), "DuplicateEntry");
            }
        }
        if let (Some(policy), Some(last)) = (self.wanted(step), self.policies.last()) {
            let earliest_ns = self.now_ns.max(last.from_ns);
            object(policy.from_ns < earliest_ns, "EffectiveTooEarly");
            object(policy.from_ns > self.now_ns + 366 * DAY_NS, "OutOfRange");
            let dated_as_last = Policy {
                from_ns: last.from_ns,
                ..policy
            };
            object(dated_as_last == *last, "NothingToChange");
        }
        all
    }

    pub(super) fn apply_actors(&mut self, step: Actors) {
        if let Some(policy) = self.wanted(&step) {
            let at_once = policy.from_ns <= self.now_ns;
            self.policies.push(policy);
            if at_once {
                self.count_clusters();
            }
        }
        match step {
            Actors::Answer {
                caller,
                owners,
                links,
            } => self.answer(caller, owners, links),
            Actors::ApplyPolicy if self.applied != self.policy_version() => {
                self.happened.insert("a policy took effect");
                self.count_clusters();
            }
            Actors::ApplyPolicy | Actors::SetPolicy { .. } => {}
        }
    }

    fn answer(&mut self, caller: u8, owners: BTreeSet<u8>, links: Vec<(LinkKind, u8)>) {
        let before = self.answers.get(&caller);
        let same = before.is_some_and(|old| (&old.owners, &old.links) == (&owners, &links));
        let reopened = self.reopened_at.get(&caller).copied();
        if same && before.map(|old| old.at_ns) > reopened {
            self.happened.insert("the same was answered");
            return;
        }
        let answers = Answers {
            version: before.map_or(0, |old| old.version) + 1,
            owners,
            links,
            at_ns: self.now_ns,
        };
        self.answers.insert(caller, answers);
        self.count_clusters();
    }

    /// Naming the same owner declares nothing.
    fn declares(&self, claimant: u8, named: u8, kind: LinkKind) -> bool {
        let links = self.answers.get(&claimant).map(|mine| &mine.links);
        let says = |link: &(LinkKind, u8)| link.0 == kind && self.successor(link.1) == named;
        links.into_iter().flatten().any(says)
    }

    fn counts(&self, one: u8, other: u8) -> bool {
        let policy = self.policy();
        policy.counted.iter().any(|kind| {
            match (
                self.declares(one, other, *kind),
                self.declares(other, one, *kind),
            ) {
                (true, true) => true,
                (false, false) => false,
                _ => policy.one_sided,
            }
        })
    }

    /// Counts clusters and claims anew, by the policy in force.
    pub(super) fn count_clusters(&mut self) {
        self.applied = self.policy_version();
        let all: Vec<_> = self.providers.keys().copied().collect();
        let pairs = all
            .iter()
            .flat_map(|one| all.iter().map(move |other| (*one, *other)));
        let pairs: Vec<_> = pairs.filter(|(one, other)| one != other).collect();
        let mut least: BTreeMap<u8, u8> = all.iter().map(|id| (*id, *id)).collect();
        for _ in 0..PROVIDERS {
            for (one, other) in &pairs {
                if self.counts(*one, *other) {
                    let found = least[one].min(least[other]);
                    least.extend([(*one, found), (*other, found)]);
                }
            }
        }
        let size = |cluster: u8| least.values().filter(|other| **other == cluster).count();
        self.clusters = least
            .iter()
            .filter(|(_, cluster)| size(**cluster) > 1)
            .map(|(id, cluster)| (*id, *cluster))
            .collect();
        let mut alerts = BTreeMap::new();
        for (one, other) in &pairs {
            for kind in LinkKind::ALL {
                if self.declares(*one, *other, kind) && !self.declares(*other, *one, kind) {
                    let key = (*one, *other, kind);
                    let since_ns = self.alerts.get(&key).copied();
                    alerts.insert(key, since_ns.unwrap_or(self.now_ns));
                }
            }
        }
        self.alerts = alerts;
    }
}
