//! Who is barred from coming back, and because of whom.

use super::State;
use bonafide_types::id::{OperatorId, ProviderId};
use bonafide_types::registry::{Bar, BarSubject, ProviderStatus, StatusChange};
use ic_stable_structures::Memory;
use std::collections::BTreeSet;

/// What the keys of all bars of a subject start with.
fn bars_on(subject: BarSubject) -> Vec<u8> {
    let (kind, id) = match &subject {
        BarSubject::Provider(id) => (0, id.as_slice()),
        BarSubject::Operator(id) => (1, id.as_slice()),
    };
    let length = u8::try_from(id.len()).expect("BUG: a principal has 29 bytes at most");
    [&[kind, length], id].concat()
}

/// The key of a bar, as `table::BAR` says it.
pub(crate) fn bar_key(subject: BarSubject, offboarded: ProviderId) -> Vec<u8> {
    let mut key = bars_on(subject);
    key.extend_from_slice(offboarded.as_slice());
    key
}

impl<M: Memory> State<M> {
    /// One bar, in force or lifted.
    #[must_use]
    pub fn bar(&self, subject: BarSubject, offboarded: ProviderId) -> Option<Bar> {
        self.bars.get(&bar_key(subject, offboarded))
    }

    /// All bars of a subject, in force or lifted, in the order of the offboarded providers'
    /// bytes: few, because a bar takes a vote.
    #[must_use]
    pub fn bars_of(&self, subject: BarSubject) -> Vec<Bar> {
        let prefix = bars_on(subject);
        self.bars
            .after(Some(&prefix))
            .take_while(|(key, _)| key.starts_with(&prefix))
            .map(|(_, row)| row)
            .collect()
    }

    /// The offboarded provider because of whom a provider is barred, if any: the first of
    /// [`Self::barred_by_all`].
    #[must_use]
    pub fn barred_by(&self, provider: ProviderId) -> Option<ProviderId> {
        self.barred_by_all(provider).first().copied()
    }

    /// All offboarded providers that stand against a provider:
    ///
    /// - those whose bar on it is not lifted
    /// - those one of whose operators it was, by its key: a new role is no way back either
    /// - those that are offboarded and in its cluster now, though not when they were offboarded
    ///
    /// A readmission that came before the offboarding does not count against it.
    #[must_use]
    pub fn barred_by_all(&self, provider: ProviderId) -> BTreeSet<ProviderId> {
        let readmitted_despite = |offboarded: ProviderId, since_ns: u64| {
            self.bar(BarSubject::Provider(provider), offboarded)
                .and_then(|bar| bar.lifted)
                .is_some_and(|lifted| lifted.at_ns >= since_ns)
        };
        let in_force = |bar: &Bar| bar.lifted.is_none();
        let named = self
            .bars_of(BarSubject::Provider(provider))
            .into_iter()
            .filter(in_force)
            .map(|bar| bar.offboarded);
        let as_operator = self
            .bars_of(BarSubject::Operator(OperatorId(provider.0)))
            .into_iter()
            .filter(in_force)
            .filter(|bar| !readmitted_despite(bar.offboarded, bar.since_ns))
            .map(|bar| bar.offboarded);
        let in_cluster = self
            .members_of_cluster(provider)
            .into_iter()
            .filter(|member| {
                self.offboarded_since_ns(*member)
                    .is_some_and(|since_ns| !readmitted_despite(*member, since_ns))
            });
        named.chain(as_operator).chain(in_cluster).collect()
    }

    /// The offboarded provider because of whom an operator's key is barred, if any: one whose
    /// operator it was, or one that bars the same key as a provider.
    #[must_use]
    pub fn operator_barred_by(&self, operator: OperatorId) -> Option<ProviderId> {
        self.bars_of(BarSubject::Operator(operator))
            .into_iter()
            .find(|bar| bar.lifted.is_none())
            .map(|bar| bar.offboarded)
            .or_else(|| self.barred_by(ProviderId(operator.0)))
    }

    /// Since when a provider is offboarded, if it is. Nanoseconds since the epoch.
    fn offboarded_since_ns(&self, id: ProviderId) -> Option<u64> {
        let row = self.provider(id)?;
        let since_ns = row.status_change.map_or(0, |change| change.at_ns);
        (row.status == ProviderStatus::Offboarded).then_some(since_ns)
    }

    pub(super) fn put_bar(&mut self, row: &Bar) {
        let key = bar_key(row.subject, row.offboarded);
        self.bars_by_offboarded
            .insert(row.offboarded.as_slice(), &key, ());
        self.bars.insert(&key, row);
    }

    /// Lifts the bar of a subject, or says that it never had one and will not.
    pub(super) fn lift_bar(
        &mut self,
        subject: BarSubject,
        offboarded: ProviderId,
        lifted: &StatusChange,
    ) {
        let since_ns = match self.bar(subject, offboarded) {
            Some(bar) => bar.since_ns,
            None => self.offboarded_since_ns(offboarded).unwrap_or(lifted.at_ns),
        };
        self.put_bar(&Bar {
            subject,
            offboarded,
            since_ns,
            lifted: Some(lifted.clone()),
        });
    }

    /// Frees the keys of all operators that are barred because of a provider.
    pub(super) fn free_operators(&mut self, offboarded: ProviderId, lifted: &StatusChange) {
        let operators: Vec<_> = self
            .bars_by_offboarded
            .members(offboarded.as_slice(), None)
            .filter_map(|key| self.bars.get(&key))
            .filter(|bar| bar.lifted.is_none())
            .map(|bar| bar.subject)
            .filter(|subject| matches!(subject, BarSubject::Operator(_)))
            .collect();
        for subject in operators {
            self.lift_bar(subject, offboarded, lifted);
        }
    }

    /// Gives a provider's bars, in force or lifted, to who takes over from it.
    pub(super) fn copy_bars(&mut self, from: ProviderId, to: ProviderId) {
        for bar in self.bars_of(BarSubject::Provider(from)) {
            self.put_bar(&Bar {
                subject: BarSubject::Provider(to),
                ..bar
            });
        }
    }
}
