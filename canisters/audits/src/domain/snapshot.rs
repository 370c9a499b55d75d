//! Fixes what a draw depends on, before there is a seed.

use super::conflicts::{Ties, same_for_all};
use crate::state::{Event, State};
use bonafide_policy::sampling::plan;
use bonafide_types::audits::{
    AuditError, Auditor, AuditorStatus, Draw, DrawPurpose, DrawRules, SiteId, Snapshot,
    SnapshotAuditor, SnapshotSite,
};
use bonafide_types::id::{AuditorId, Caller};
use bonafide_types::limits::{DRAW_SITES, SNAPSHOT_ROWS};
use ic_stable_structures::Memory;
use std::collections::{BTreeMap, BTreeSet};

/// A site that may be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Which.
    pub site: SiteId,
    /// Its chance against those of the others; 0 is never drawn.
    pub weight: u64,
    /// Whether it is drawn before the others.
    pub certain: bool,
    /// Whether critical rules apply.
    pub critical: bool,
    /// The assignment that is repeated, whose auditors are not drawn again.
    pub repeats: Option<u64>,
}

/// Fixes a draw of these sites, each given once: the draw, and the events that open it. Its
/// auditors are those that are active and have free stake for one site at least. Those excluded
/// are in conflict with every site of it, and whoever has a seat in an audit that is repeated
/// with that site; and with each of these everyone of the same owner.
///
/// # Errors
/// [`AuditError::TooManySites`]; [`AuditError::NoSites`] when none weighs anything;
/// [`AuditError::WeightsOverflow`].
pub fn open<M: Memory>(
    state: &State<M>,
    purpose: DrawPurpose,
    rules: DrawRules,
    candidates: Vec<Candidate>,
    excluded: &[AuditorId],
    now_ns: u64,
) -> Result<(Draw, Vec<Event>), AuditError> {
    let count = candidates.len() as u64;
    if count > DRAW_SITES {
        return Err(AuditError::TooManySites {
            count,
            limit: DRAW_SITES,
        });
    }
    let total_weight = candidates
        .iter()
        .try_fold(0_u64, |total, site| total.checked_add(site.weight))
        .ok_or(AuditError::WeightsOverflow)?;
    if total_weight == 0 {
        return Err(AuditError::NoSites);
    }
    let (auditors, records) = with_free_stake(state, rules.lock_e8s);
    let sites = rows(state, candidates, &records, excluded);
    let sites_hash = plan::sites_hash(&sites).map_err(|error| AuditError::GenericError {
        code: 0,
        message: error.to_string(),
    })?;
    let id = state.draws.len();
    let hash = plan::snapshot_hash(id, &purpose, &rules, &auditors, sites.iter(), &sites_hash);
    let of =
        |kind: fn(&SnapshotSite) -> bool| counted(sites.iter().filter(|row| kind(row)).count());
    let draw = Draw {
        id,
        purpose,
        snapshot: Snapshot {
            at_ns: now_ns,
            hash,
            sites_hash,
            sites: of(|_| true),
            critical_sites: of(|row| row.critical),
            certain_sites: of(|row| row.certain),
            total_weight,
            auditors: counted(auditors.len()),
            rules,
        },
        randomness: None,
        result: None,
    };
    let opened = Event::DrawOpened {
        draw: draw.clone(),
        auditors,
    };
    let chunks = sites
        .chunks(SNAPSHOT_ROWS)
        .zip((0..).step_by(SNAPSHOT_ROWS));
    let rows = chunks.map(|(sites, start)| Event::SnapshotRows {
        draw_id: id,
        start,
        sites: sites.to_vec(),
    });
    let events = [opened].into_iter().chain(rows).collect();
    Ok((draw, events))
}

/// How many owners the auditors of a draw have, from the events that open it. No team of it can
/// be larger.
#[must_use]
pub fn owners(opening: &[Event]) -> u32 {
    let groups = opening.iter().flat_map(|event| match event {
        Event::DrawOpened { auditors, .. } => auditors.as_slice(),
        _ => &[],
    });
    let groups: BTreeSet<_> = groups.map(|auditor| auditor.group).collect();
    counted(groups.len())
}

/// Active auditors in the order of their principals, with how many sites their free stake holds,
/// and who is the first of the same owner among them.
fn with_free_stake<M: Memory>(
    state: &State<M>,
    lock_e8s: u64,
) -> (Vec<SnapshotAuditor>, Vec<Auditor>) {
    let active = state
        .auditors
        .after(None)
        .map(|(_, auditor)| auditor)
        .filter(|auditor| auditor.status() == AuditorStatus::Active);
    let able = active.filter_map(|auditor| {
        let free_e8s = state.account(Caller(auditor.id.0)).free_e8s;
        let sites = free_e8s.checked_div(lock_e8s).unwrap_or(u64::MAX);
        let capacity = u32::try_from(sites).unwrap_or(u32::MAX);
        (capacity > 0).then_some((capacity, auditor))
    });
    let mut first: BTreeMap<String, u32> = BTreeMap::new();
    (0..)
        .zip(able)
        .map(|(place, (capacity, auditor))| {
            let owner = same_for_all(&auditor.owner);
            let row = SnapshotAuditor {
                id: auditor.id,
                capacity,
                group: *first.entry(owner).or_insert(place),
            };
            (row, auditor)
        })
        .unzip()
}

/// Auditors by their owners: what stands between one and a site stands between all of its owner
/// and that site.
struct Owners {
    /// Places of the auditors of each owner, rising.
    places: BTreeMap<String, Vec<u32>>,
    /// Owner of the auditor at each place.
    of: Vec<String>,
}

impl Owners {
    fn of(auditors: &[Auditor]) -> Self {
        let of: Vec<_> = auditors
            .iter()
            .map(|auditor| same_for_all(&auditor.owner))
            .collect();
        let mut places: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (place, owner) in (0..).zip(&of) {
            places.entry(owner.clone()).or_default().push(place);
        }
        Self { places, of }
    }

    /// Everyone of the owner of an auditor, who need not be among these.
    fn with<M: Memory>(&self, state: &State<M>, id: AuditorId) -> &[u32] {
        let owner = state
            .auditor(id)
            .map(|auditor| same_for_all(&auditor.owner));
        let places = owner.and_then(|owner| self.places.get(&owner));
        places.map_or(&[], Vec::as_slice)
    }

    /// Everyone of the owner of the auditor at a place.
    fn at(&self, place: u32) -> &[u32] {
        let owner = usize::try_from(place).ok().and_then(|at| self.of.get(at));
        let places = owner.and_then(|owner| self.places.get(owner));
        places.map_or(&[], Vec::as_slice)
    }
}

/// The sites in the byte order of their names, each with those in conflict with it.
fn rows<M: Memory>(
    state: &State<M>,
    mut candidates: Vec<Candidate>,
    auditors: &[Auditor],
    excluded: &[AuditorId],
) -> Vec<SnapshotSite> {
    candidates.sort_by_cached_key(|candidate| candidate.site.to_string());
    let owners = Owners::of(auditors);
    let excluded: BTreeSet<u32> = excluded
        .iter()
        .flat_map(|id| owners.with(state, *id))
        .copied()
        .collect();
    let mut ties = Ties::of(state, auditors);
    candidates
        .into_iter()
        .map(|candidate| {
            let mut conflicted = excluded.clone();
            if let Some(site) = state.site(&candidate.site) {
                let tied = ties.at(state, &site).into_keys();
                conflicted.extend(tied.flat_map(|place| owners.at(place)));
            }
            let repeated = candidate.repeats.and_then(|id| state.assignment(id));
            let seats = repeated.iter().flat_map(|audit| &audit.seats);
            conflicted.extend(seats.flat_map(|seat| owners.with(state, seat.auditor)));
            SnapshotSite {
                site: candidate.site,
                weight: candidate.weight,
                certain: candidate.certain,
                critical: candidate.critical,
                conflicted: conflicted.into_iter().collect(),
                repeats: candidate.repeats,
            }
        })
        .collect()
}

/// A number of rows; all lists here are bounded far below 32 bits.
fn counted(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
