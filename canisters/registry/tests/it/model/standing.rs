//! Who takes part, who is barred, and whose operator records are.

use super::{Model, Origin};
use crate::step::Standing;
use bonafide_types::registry::ProviderStatus;
use std::collections::BTreeSet;

/// Who is barred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Subject {
    Provider(u8),
    Operator(u8),
}

/// When it was lifted, if it was.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bar {
    pub(crate) lifted: Option<u64>,
}

/// A batch is empty, or names one twice.
pub(super) fn unfit_batch(ids: &[u8]) -> Option<&'static str> {
    let distinct: BTreeSet<_> = ids.iter().collect();
    if ids.is_empty() {
        Some("OutOfRange")
    } else {
        (distinct.len() < ids.len()).then_some("DuplicateEntry")
    }
}

impl Model {
    /// The status of a provider that is known, and since when.
    pub(crate) fn standing(&self, id: u8) -> Option<(ProviderStatus, u64)> {
        let row = self.providers.get(&id)?;
        Some(row.standing.unwrap_or((ProviderStatus::Active, 0)))
    }

    fn is(&self, id: u8, status: ProviderStatus) -> bool {
        self.standing(id).is_some_and(|(now, _)| now == status)
    }

    fn takes_part(&self, id: u8) -> bool {
        self.is(id, ProviderStatus::Active) || self.is(id, ProviderStatus::Suspended)
    }

    /// The offboarded providers that stand against a provider: a bar that is not lifted names
    /// it, or they are of its cluster now and it was not readmitted despite them.
    pub(crate) fn barred_by(&self, id: u8) -> BTreeSet<u8> {
        let own = Subject::Provider(id);
        let named = self
            .bars
            .iter()
            .filter(|((on, _), bar)| *on == own && bar.lifted.is_none())
            .map(|((_, because), _)| *because);
        let near = (0..=u8::MAX).filter(|other| {
            let cluster = self.clusters.get(&id);
            let together =
                *other == id || (cluster.is_some() && cluster == self.clusters.get(other));
            let Some((ProviderStatus::Offboarded, since_ns)) = self.standing(*other) else {
                return false;
            };
            let lifted = self.bars.get(&(own, *other)).and_then(|bar| bar.lifted);
            together && lifted.is_none_or(|lifted| lifted < since_ns)
        });
        named.chain(near).collect()
    }

    /// Whatever keeps a provider from being given something.
    pub(super) fn unfit(&self, id: u8) -> Vec<&'static str> {
        let mut all = Vec::new();
        match self.standing(id) {
            None => all.push("ProviderNotFound"),
            Some((ProviderStatus::Active, _)) => {}
            Some(_) => all.push("ProviderNotActive"),
        }
        if !self.barred_by(id).is_empty() {
            all.push("ProviderBarred");
        }
        all
    }

    fn operators_of(&self, provider: u8) -> Vec<u8> {
        let mine = self.operators.iter();
        mine.filter(|(_, row)| row.provider == provider)
            .map(|(id, _)| *id)
            .collect()
    }

    pub(super) fn objections_to_standing(&self, step: &Standing) -> Vec<&'static str> {
        let mut all = Vec::new();
        let mut object = |holds: bool, objection| {
            if holds {
                all.push(objection);
            }
        };
        let known = |id: &u8| self.providers.contains_key(id);
        match step {
            Standing::Suspend { provider: id } => {
                object(!known(id), "ProviderNotFound");
                object(
                    known(id) && !self.is(*id, ProviderStatus::Active),
                    "ProviderStatusUnfit",
                );
            }
            Standing::Reinstate { provider: id } => {
                object(!known(id), "ProviderNotFound");
                object(
                    known(id) && !self.is(*id, ProviderStatus::Suspended),
                    "ProviderStatusUnfit",
                );
            }
            Standing::Offboard { provider: id } => {
                object(!known(id), "ProviderNotFound");
                object(known(id) && !self.takes_part(*id), "ProviderStatusUnfit");
            }
            Standing::Readmit {
                provider: id,
                despite,
            } => {
                unfit_batch(despite)
                    .into_iter()
                    .for_each(|objection| object(true, objection));
                let against = self.barred_by(*id);
                object(
                    despite.iter().any(|named| !against.contains(named)),
                    "NotBarred",
                );
                object(
                    self.is(*id, ProviderStatus::Offboarded) && !despite.contains(id),
                    "InvalidField",
                );
            }
            Standing::HandOver { from, to } => {
                object(!known(from), "ProviderNotFound");
                let fit = self.takes_part(*from) && self.providers[from].profile;
                object(known(from) && !fit, "ProviderStatusUnfit");
                object(!self.barred_by(*to).is_empty(), "ProviderBarred");
                let profile = self.providers.get(to).is_some_and(|row| row.profile);
                object(profile, "ProviderAlreadyRegistered");
                object(
                    known(to) && !self.is(*to, ProviderStatus::Active),
                    "ProviderNotActive",
                );
            }
            Standing::Configure {
                operator,
                provider,
                allowance,
            } => {
                let Some(before) = self.operators.get(operator) else {
                    return vec!["NodeOperatorNotFound"];
                };
                let moves = provider.filter(|provider| *provider != before.provider);
                let given = allowance.unwrap_or(before.allowance);
                object(given > 1_000, "OutOfRange");
                object(
                    given > before.allowance
                        && !self.barred_by(moves.unwrap_or(before.provider)).is_empty(),
                    "ProviderBarred",
                );
                object(
                    moves.is_none() && given == before.allowance,
                    "NothingToChange",
                );
                all.extend(moves.map_or_else(Vec::new, |to| self.unfit(to)));
            }
            Standing::HandOverOperator {
                caller,
                operator,
                to,
            } => {
                let Some(before) = self.operators.get(operator) else {
                    return vec!["NodeOperatorNotFound"];
                };
                object(before.provider != *caller, "NotYourNodeOperator");
                object(to == caller, "NothingToChange");
                object(
                    self.providers.get(to).is_some_and(|row| !row.profile),
                    "ProviderStatusUnfit",
                );
                // Nobody walks away from a suspension or a bar.
                all.extend(self.unfit(*caller));
                all.extend(self.unfit(*to));
            }
            Standing::RemoveOperators { ids } => {
                unfit_batch(ids)
                    .into_iter()
                    .for_each(|objection| object(true, objection));
                for id in ids {
                    object(!self.operators.contains_key(id), "NodeOperatorNotFound");
                    let mut nodes = self.nodes.values();
                    object(
                        nodes.any(|node| node.operator == *id),
                        "NodeOperatorHasNodes",
                    );
                }
            }
        }
        all
    }

    pub(super) fn apply_standing(&mut self, step: Standing) {
        let now_ns = self.now_ns;
        match step {
            Standing::Suspend { provider } => self.stand(provider, ProviderStatus::Suspended),
            Standing::Reinstate { provider } => self.stand(provider, ProviderStatus::Active),
            Standing::Offboard { provider } => self.offboard(provider),
            Standing::Readmit { provider, despite } => {
                let lifted = Some(now_ns);
                for because in &despite {
                    let key = (Subject::Provider(provider), *because);
                    if self.bars.insert(key, Bar { lifted }).is_none() {
                        self.happened
                            .insert("a bar of the cluster alone was lifted");
                    }
                }
                if despite.contains(&provider) {
                    for ((on, because), bar) in &mut self.bars {
                        if matches!(on, Subject::Operator(_)) && *because == provider {
                            bar.lifted = bar.lifted.or(lifted);
                        }
                    }
                    self.stand(provider, ProviderStatus::Active);
                }
            }
            Standing::HandOver { from, to } => self.hand_over(from, to),
            Standing::Configure {
                operator,
                provider,
                allowance,
            } => {
                let row = self.operators.get_mut(&operator).unwrap();
                row.origin = Origin::Suite;
                row.allowance = allowance.unwrap_or(row.allowance);
                let moves = provider.filter(|provider| *provider != row.provider);
                moves.into_iter().for_each(|to| self.give(operator, to));
            }
            Standing::HandOverOperator { operator, to, .. } => self.give(operator, to),
            Standing::RemoveOperators { ids } => {
                self.operators.retain(|id, _| !ids.contains(id));
            }
        }
    }

    fn stand(&mut self, id: u8, status: ProviderStatus) {
        self.providers.get_mut(&id).unwrap().standing = Some((status, self.now_ns));
    }

    fn offboard(&mut self, id: u8) {
        let mates = |other: &u8| {
            self.clusters.contains_key(&id) && self.clusters.get(&id) == self.clusters.get(other)
        };
        let cluster: Vec<_> = self.clusters.keys().copied().filter(mates).collect();
        if cluster.len() > 1 {
            self.happened.insert("a cluster was barred");
        }
        let operators = self.operators_of(id);
        let barred = cluster.into_iter().chain([id]).map(Subject::Provider);
        for on in barred.chain(operators.iter().copied().map(Subject::Operator)) {
            self.bars.insert((on, id), Bar { lifted: None });
        }
        for operator in operators {
            self.operators.get_mut(&operator).unwrap().allowance = 0;
        }
        self.stand(id, ProviderStatus::Offboarded);
    }

    fn hand_over(&mut self, from: u8, to: u8) {
        let standing = self.providers[&from].standing;
        let new = self.providers.entry(to).or_default();
        new.profile = true;
        new.standing = standing;
        self.reopened_at.insert(to, self.now_ns);
        self.stand(from, ProviderStatus::HandedOver);
        self.providers.get_mut(&from).unwrap().successor = Some(to);
        for operator in self.operators_of(from) {
            self.give(operator, to);
        }
        for ((on, because), bar) in self.bars.clone() {
            if on == Subject::Provider(from) {
                self.bars.insert((Subject::Provider(to), because), bar);
            }
        }
        if let Some(answers) = self.answers.remove(&from) {
            self.answers.insert(to, answers);
            self.happened.insert("answers were handed over");
        }
        self.count_clusters();
    }

    /// An operator record becomes another provider's.
    fn give(&mut self, operator: u8, to: u8) {
        let row = self.operators.get_mut(&operator).unwrap();
        row.provider = to;
        row.origin = Origin::Suite;
        row.handed_over = Some(self.now_ns);
        self.reopened_at.insert(to, self.now_ns);
    }
}
