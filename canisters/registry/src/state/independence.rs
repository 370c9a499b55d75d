//! What events do to answers, clusters and claims.

use super::{ClusterAssignment, State};
use bonafide_types::id::ProviderId;
use bonafide_types::registry::{ClaimAlert, IndependenceAnswers, RegistryPolicy};
use ic_stable_structures::Memory;

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

    /// The cluster that a provider counts in, and how many providers that has; one that is
    /// alone stands for itself.
    #[must_use]
    pub fn cluster(&self, id: ProviderId) -> (ProviderId, u32) {
        let _ = &self.clusters;
        (id, 1)
    }

    pub(super) fn put_answers(&mut self, answers: &IndependenceAnswers) {
        let _ = answers;
    }

    pub(super) fn change_clusters(
        &mut self,
        policy_version: u32,
        assigned: &[ClusterAssignment],
        opened: &[ClaimAlert],
        closed: &[ClaimAlert],
        at_ns: u64,
    ) {
        let _ = (policy_version, assigned, opened, closed, at_ns);
    }
}
