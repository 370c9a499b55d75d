//! Sites, and which of them are overdue.

use super::SCAN;
use crate::domain::weights;
use crate::state::State;
use bonafide_kit::page;
use bonafide_types::audits::{ListSitesArgs, SiteId, SitePage, SiteView};
use bonafide_types::limits::{DC_ID_BYTES, PAGE_RECORDS};
use ic_stable_structures::Memory;

/// A site with its audits.
pub fn get_site<M: Memory>(state: &State<M>, id: &SiteId, now_ns: u64) -> Option<SiteView> {
    // No key holds a longer id.
    if id.dc_id.len() > DC_ID_BYTES {
        return None;
    }
    let site = state.site(id)?;
    let overdue = weights::overdue(&site, &state.policy(), now_ns);
    Some(SiteView { site, overdue })
}

/// Some sites: all, or those that are overdue, or those that are not.
pub fn list_sites<M: Memory>(state: &State<M>, args: &ListSitesArgs, now_ns: u64) -> SitePage {
    let ListSitesArgs {
        after,
        limit,
        overdue,
    } = args;
    let after = match after {
        Some(id) if id.dc_id.len() > DC_ID_BYTES => {
            return SitePage {
                sites: Vec::new(),
                next: None,
            };
        }
        Some(id) => Some(id.key()),
        None => None,
    };
    let policy = state.policy();
    let rows = state
        .sites
        .after(after.as_deref())
        .map(|(_, site)| (site.id.clone(), site));
    let limit = page::limit(*limit, PAGE_RECORDS);
    let (sites, next) = page::collect(rows, limit, SCAN, |_, site| {
        let is_overdue = weights::overdue(&site, &policy, now_ns);
        let wanted = overdue.is_none_or(|overdue| overdue == is_overdue);
        wanted.then_some(SiteView {
            site,
            overdue: is_overdue,
        })
    });
    SitePage { sites, next }
}

#[cfg(test)]
mod tests;
