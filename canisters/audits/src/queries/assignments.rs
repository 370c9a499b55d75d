//! Assignments.

use super::{SCAN, numbers};
use crate::commands::seats;
use crate::state::{State, site_owner};
use bonafide_kit::page;
use bonafide_types::audits::{
    AssignmentPage, AssignmentState, AssignmentView, ListAssignmentsArgs, SiteId,
};
use bonafide_types::limits::{DC_ID_BYTES, PAGE_RECORDS};
use ic_stable_structures::Memory;
use std::ops::Bound;

/// An assignment and how far it is.
pub fn get_assignment<M: Memory>(state: &State<M>, id: u64, now_ns: u64) -> Option<AssignmentView> {
    let row = state.assignment(id)?;
    Some(seats::view(row, now_ns))
}

/// Some assignments: all, those at a site, those with an auditor; those under way, or over.
pub fn list_assignments<M: Memory>(
    state: &State<M>,
    args: &ListAssignmentsArgs,
    now_ns: u64,
) -> AssignmentPage {
    let ListAssignmentsArgs {
        after,
        limit,
        site,
        auditor,
        open,
    } = args;
    // No key holds a longer id.
    let too_long = |site: &SiteId| site.dc_id.len() > DC_ID_BYTES;
    if site.as_ref().is_some_and(too_long) {
        return AssignmentPage {
            assignments: vec![],
            next: None,
        };
    }
    let site_key = site.as_ref().map(site_owner);
    let index = match (&site_key, auditor) {
        (Some(site), _) => Some((&state.assignments_by_site, site.as_slice())),
        (None, Some(auditor)) => Some((&state.assignments_by_auditor, auditor.as_slice())),
        (None, None) => None,
    };
    let ids: Box<dyn Iterator<Item = u64>> = match (index, open) {
        (None, Some(true)) => {
            let from = after.map_or(Bound::Unbounded, Bound::Excluded);
            let rows = state.open_assignments.range((from, Bound::Unbounded));
            Box::new(rows.map(|entry| *entry.key()))
        }
        _ => numbers(index, state.assignments.len(), *after),
    };
    let limit = page::limit(*limit, PAGE_RECORDS);
    let (assignments, next) = page::collect(ids.map(|id| (id, id)), limit, SCAN, |_, id| {
        get_assignment(state, id, now_ns)
            .filter(|view| auditor.is_none_or(|auditor| view.assignment.seat(auditor).is_some()))
            .filter(|AssignmentView { assignment, .. }| {
                open.is_none_or(|open| open == (assignment.state == AssignmentState::Open))
            })
    });
    AssignmentPage { assignments, next }
}

#[cfg(test)]
mod tests;
