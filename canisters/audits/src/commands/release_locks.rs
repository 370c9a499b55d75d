//! Stake that audits locked is free again when their time for disputes is over. Decided by the
//! canister's task.

use super::seats;
use crate::state::{Event, State};
use bonafide_types::audits::{Assignment, FindingState};
use bonafide_types::limits::PAGE_SCAN;
use ic_stable_structures::Memory;

/// Audits whose stake one run frees.
pub const ASSIGNMENTS: usize = 100;

/// Entries of the index of what is due that one run looks at: audits whose findings are not
/// settled stay at its head meanwhile.
const SCAN: usize = PAGE_SCAN as usize;

/// Frees what was locked for audits that are over for long enough, except where a finding of
/// theirs can still be appealed, is being looked at again, or waits for a vote.
pub fn due<M: Memory>(state: &State<M>, now_ns: u64) -> Vec<Event> {
    state
        .assignments_due
        .keys()
        .take_while(|(due_at_ns, _)| *due_at_ns <= now_ns)
        .filter(|(_, id)| !state.open_assignments.contains_key(id))
        .take(SCAN)
        .filter_map(|(_, id)| state.assignment(id))
        .filter(|row| !is_disputed(state, row))
        .take(ASSIGNMENTS)
        .map(|row| Event::LocksReleased {
            assignment_id: row.id,
        })
        .collect()
}

/// Whether something that an audit found is not settled.
pub(crate) fn is_disputed<M: Memory>(state: &State<M>, row: &Assignment) -> bool {
    seats::findings(state, row).any(|finding| match finding.state {
        FindingState::Provisional | FindingState::Appealed | FindingState::VoteNeeded => true,
        FindingState::Final { .. } | FindingState::Overturned { .. } => false,
    })
}

#[cfg(test)]
mod tests;
