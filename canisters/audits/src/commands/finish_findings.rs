//! Findings that nobody appealed in time become final. Decided by the canister's task.

use crate::state::{Event, State};
use bonafide_types::audits::FindingState;
use ic_stable_structures::Memory;

/// Findings that one run settles.
pub const FINDINGS: usize = 100;

/// Settles findings whose time for appeals is over.
pub fn due<M: Memory>(state: &State<M>, now_ns: u64) -> Vec<Event> {
    state
        .findings_due
        .keys()
        .take_while(|(due_at_ns, _)| *due_at_ns <= now_ns)
        .take(FINDINGS)
        .map(|(_, finding_id)| Event::FindingSettled {
            finding_id,
            state: FindingState::Final { at_ns: now_ns },
            reason: None,
        })
        .collect()
}

#[cfg(test)]
mod tests;
