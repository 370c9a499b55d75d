//! Plans, draws and their snapshots.

use super::{SCAN, numbers};
use crate::state::State;
use bonafide_kit::page;
use bonafide_types::audits::{
    Draw, DrawPage, GetSnapshotArgs, PageArgs, PlanPage, SnapshotPage, SnapshotSite,
};
use bonafide_types::limits::{PAGE_RECORDS, SNAPSHOT_ROWS};
use ic_stable_structures::Memory;

/// Auditors in conflict that one page of a snapshot names, about: a reply holds 2 MiB.
const PAGE_CONFLICTS: usize = 200_000;

/// Some plans.
pub fn list_plans<M: Memory>(state: &State<M>, args: &PageArgs) -> PlanPage {
    let PageArgs { after, limit } = args;
    let ids = numbers::<M>(None, state.plans.len(), *after).map(|id| (id, id));
    let limit = page::limit(*limit, PAGE_RECORDS);
    let (plans, next) = page::collect(ids, limit, SCAN, |_, id| state.plan(id));
    PlanPage { plans, next }
}

/// Some draws, without what was drawn, which can be long.
pub fn list_draws<M: Memory>(state: &State<M>, args: &PageArgs) -> DrawPage {
    let PageArgs { after, limit } = args;
    let ids = numbers::<M>(None, state.draws.len(), *after).map(|id| (id, id));
    let limit = page::limit(*limit, PAGE_RECORDS);
    let (draws, next) = page::collect(ids, limit, SCAN, |_, id| {
        let draw = state.draw(id)?;
        Some(Draw {
            result: None,
            ..draw
        })
    });
    DrawPage { draws, next }
}

/// Rows of a draw's snapshot: [`SNAPSHOT_ROWS`] at most, fewer when they name many auditors.
pub fn get_snapshot<M: Memory>(state: &State<M>, args: &GetSnapshotArgs) -> Option<SnapshotPage> {
    let GetSnapshotArgs { draw_id, start } = *args;
    state.draw(draw_id)?;
    let start = start.unwrap_or_default();
    let auditors = if start == 0 {
        state.snapshot_auditors(draw_id)
    } else {
        Vec::new()
    };
    let mut sites: Vec<SnapshotSite> = Vec::new();
    let mut named = 0;
    let mut next = None;
    for site in state.snapshot_sites(draw_id, start) {
        if sites.len() == SNAPSHOT_ROWS || named > PAGE_CONFLICTS {
            let given = u32::try_from(sites.len()).unwrap_or(u32::MAX);
            next = Some(start.saturating_add(given));
            break;
        }
        named += site.conflicted.len();
        sites.push(site);
    }
    Some(SnapshotPage {
        sites,
        auditors,
        next,
    })
}

#[cfg(test)]
mod tests;
