//! What events do to providers and to what bars them.

use super::State;
use bonafide_types::id::ProviderId;
use bonafide_types::registry::{BarSubject, Provider, ProviderProfile, ProviderStatus};
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
        let mut row = self.provider(id).unwrap_or(Provider {
            id,
            status: ProviderStatus::Active,
            imported: None,
            profile: None,
            self_declared: None,
            created_at_ns: at_ns,
            status_change: None,
            successor: None,
            answers_reopened_at_ns: None,
        });
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
        let _ = (id, status, reason, at_ns);
    }

    pub(super) fn offboard(
        &mut self,
        id: ProviderId,
        barred: &[BarSubject],
        reason: &str,
        at_ns: u64,
    ) {
        let _ = (id, barred, reason, at_ns);
    }

    pub(super) fn readmit(
        &mut self,
        id: ProviderId,
        despite: &[ProviderId],
        reason: &str,
        at_ns: u64,
    ) {
        let _ = (id, despite, reason, at_ns);
    }

    pub(super) fn hand_over_provider(
        &mut self,
        from: ProviderId,
        to: ProviderId,
        reason: &str,
        at_ns: u64,
    ) {
        let _ = (from, to, reason, at_ns);
    }
}
