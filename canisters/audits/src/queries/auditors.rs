//! Auditors and their stakes.

use crate::state::State;
use bonafide_types::audits::{Auditor, AuditorView};
use bonafide_types::id::{AuditorId, Caller};
use bonafide_types::limits::PAGE_RECORDS;
use ic_stable_structures::Memory;

/// An auditor, or who applied as one.
pub fn get_auditor<M: Memory>(state: &State<M>, id: AuditorId) -> Option<AuditorView> {
    state.auditor(id).map(|auditor| view(state, auditor))
}

/// Auditors and applicants after one, in the order of their principals, 100 at most.
pub fn list_auditors<M: Memory>(state: &State<M>, after: Option<AuditorId>) -> Vec<AuditorView> {
    let after = after.as_ref().map(AuditorId::as_slice);
    let rows = state.auditors.after(after).take(PAGE_RECORDS as usize);
    rows.map(|(_, auditor)| view(state, auditor)).collect()
}

fn view<M: Memory>(state: &State<M>, auditor: Auditor) -> AuditorView {
    AuditorView {
        status: auditor.status(),
        account: state.account(Caller(auditor.id.0)),
        auditor,
    }
}

#[cfg(test)]
mod tests;
