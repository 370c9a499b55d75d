//! What events do to providers and to what bars them.

use super::State;
use bonafide_types::id::{OperatorId, ProviderId};
use bonafide_types::registry::{
    Bar, BarSubject, HandOver, Provenance, Provider, ProviderProfile, ProviderStatus, StatusChange,
};
use candid::Principal;
use ic_stable_structures::Memory;

impl<M: Memory> State<M> {
    pub(super) fn known_provider(&self, id: ProviderId) -> Provider {
        self.provider(id)
            .unwrap_or_else(|| panic!("BUG: an event names the unknown provider {id}"))
    }

    pub(super) fn register_provider(
        &mut self,
        id: ProviderId,
        profile: &ProviderProfile,
        at_ns: u64,
    ) {
        let mut row = self.provider(id).unwrap_or_else(|| new_provider(id, at_ns));
        row.profile = Some(profile.clone());
        self.providers.insert(id.as_slice(), &row);
    }

    pub(super) fn change_status(
        &mut self,
        id: ProviderId,
        status: ProviderStatus,
        reason: &str,
        at_ns: u64,
    ) {
        self.mirror.version += 1;
        let mut row = self.known_provider(id);
        row.status = status;
        row.status_change = Some(change(reason, at_ns));
        self.providers.insert(id.as_slice(), &row);
    }

    pub(super) fn offboard(
        &mut self,
        id: ProviderId,
        barred: &[BarSubject],
        reason: &str,
        at_ns: u64,
    ) {
        self.mirror.version += 1;
        self.change_status(id, ProviderStatus::Offboarded, reason, at_ns);
        for operator in self.operators_of(id) {
            let mut record = self.known_operator(operator);
            if record.node_allowance > 0 {
                record.node_allowance = 0;
                self.node_operators.insert(operator.as_slice(), &record);
            }
        }
        for subject in barred {
            self.put_bar(&Bar {
                subject: *subject,
                offboarded: id,
                since_ns: at_ns,
                lifted: None,
            });
        }
    }

    pub(super) fn readmit(
        &mut self,
        id: ProviderId,
        despite: &[ProviderId],
        reason: &str,
        at_ns: u64,
    ) {
        self.mirror.version += 1;
        let lifted = change(reason, at_ns);
        for offboarded in despite {
            self.lift_bar(BarSubject::Provider(id), *offboarded, &lifted);
        }
        if despite.contains(&id) {
            self.free_operators(id, &lifted);
            self.change_status(id, ProviderStatus::Active, reason, at_ns);
        }
    }

    pub(super) fn hand_over_provider(
        &mut self,
        from: ProviderId,
        to: ProviderId,
        reason: &str,
        at_ns: u64,
    ) {
        let mut old = self.known_provider(from);
        let mut new = self.provider(to).unwrap_or_else(|| new_provider(to, at_ns));
        new.profile.clone_from(&old.profile);
        new.status = old.status;
        new.status_change.clone_from(&old.status_change);
        new.answers_reopened_at_ns = Some(at_ns);
        self.providers.insert(to.as_slice(), &new);
        old.status = ProviderStatus::HandedOver;
        old.status_change = Some(change(reason, at_ns));
        old.successor = Some(to);
        self.providers.insert(from.as_slice(), &old);
        for operator in self.operators_of(from) {
            let mut record = self.known_operator(operator);
            record.provider = to;
            record.provenance = Provenance::Proposal;
            record.handed_over = Some(HandOver { from, at_ns });
            self.put_operator(&record);
        }
        self.copy_bars(from, to);
        self.hand_over_answers(from, to);
    }

    /// Something was handed over to a provider: it answers the questions again, and accepts
    /// the declaration again before it registers nodes with that.
    pub(super) fn reopen_answers(&mut self, id: ProviderId, at_ns: u64) {
        let mut row = self.known_provider(id);
        row.answers_reopened_at_ns = Some(at_ns);
        self.providers.insert(id.as_slice(), &row);
    }

    /// A provider's operators in the order of their bytes.
    #[must_use]
    pub fn operators_of(&self, id: ProviderId) -> Vec<OperatorId> {
        self.operators_by_provider
            .members(id.as_slice(), None)
            .map(|operator| OperatorId(Principal::from_slice(&operator)))
            .collect()
    }
}

/// A provider of whom nothing is known yet.
pub(super) fn new_provider(id: ProviderId, at_ns: u64) -> Provider {
    Provider {
        id,
        status: ProviderStatus::Active,
        imported: None,
        profile: None,
        self_declared: None,
        created_at_ns: at_ns,
        status_change: None,
        successor: None,
        answers_reopened_at_ns: None,
    }
}

fn change(reason: &str, at_ns: u64) -> StatusChange {
    StatusChange {
        reason: reason.to_owned(),
        at_ns,
    }
}
