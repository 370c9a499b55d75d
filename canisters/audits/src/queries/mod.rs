//! Reads, by family. Lists are paged with a hard cap.

pub mod assignments;
pub mod auditors;
pub mod calendar;
pub mod findings;
pub mod money;
pub mod plans;
pub mod sites;

use crate::domain::weights;
use crate::state::{State, key, number};
use bonafide_kit::index::Index;
use bonafide_types::audits::{AuditorStatus, Summary};
use bonafide_types::limits::PAGE_SCAN;
use ic_stable_structures::Memory;

/// Numbers above `after`: the members of an owner, or all below `count`.
pub(crate) fn numbers<'s, M: Memory>(
    index: Option<(&'s Index<(), M>, &'s [u8])>,
    count: u64,
    after: Option<u64>,
) -> Box<dyn Iterator<Item = u64> + 's> {
    match index {
        Some((index, owner)) => {
            let after = after.map(key);
            let after = after.as_ref().map(<[u8; 8]>::as_slice);
            Box::new(index.members(owner, after).map(|id| number(&id)))
        }
        None => Box::new(after.map_or(0, |after| after.saturating_add(1))..count),
    }
}

/// How many records a filtered list looks at.
pub(crate) const SCAN: usize = PAGE_SCAN as usize;

/// How much there is. Looks at all sites and auditors.
pub fn summary<M: Memory>(state: &State<M>, now_ns: u64) -> Summary {
    let policy = state.policy();
    let (mut sites, mut critical_sites, mut overdue_sites) = (0, 0, 0);
    for (_, site) in state.sites.after(None).filter(|(_, site)| site.nodes > 0) {
        sites += 1;
        critical_sites += u64::from(site.criticality.is_critical());
        overdue_sites += u64::from(weights::overdue(&site, &policy, now_ns));
    }
    let active = state
        .auditors
        .after(None)
        .filter(|(_, auditor)| auditor.status() == AuditorStatus::Active);
    Summary {
        sites,
        critical_sites,
        overdue_sites,
        active_auditors: active.count() as u64,
        auditors: state.auditors.len(),
        plans: state.plans.len(),
        draws: state.draws.len(),
        assignments: state.assignments.len(),
        open_assignments: state.open_assignments.len(),
        findings: state.findings.len(),
        transfers: state.transfers.len(),
        unsettled_transfers: state.unsettled_transfers.len(),
        events: state.log.tip().length,
        registry_events: state.registry_events(),
        identity_events: state.identity_events(),
    }
}
