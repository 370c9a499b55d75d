//! Who may not audit where. That auditors of one owner sit once in a team is no conflict with a
//! site: the draw sees to it, by the groups of its snapshot.
//!
//! What stands between auditors and sites is looked up once for all auditors, so that a draw of
//! thousands of sites asks each of them only what it is.

use crate::state::{State, number};
use bonafide_types::audits::{Assignment, AssignmentState, Auditor, Site};
use bonafide_types::id::{AuditorId, ProviderId, VerifierId};
use ic_stable_structures::Memory;
use std::collections::{BTreeMap, BTreeSet};
use std::slice;

/// Audits of a provider that are looked at to find the last ones that count.
const AUDITS_LOOKED_AT: usize = 32;

/// Why an auditor may not visit a site. The first that holds is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Conflict {
    /// It is the provider, or is tied to it or to another one of its cluster.
    Provider,
    /// It is tied to the owner of the data centre.
    DcOwner,
    /// It attested the provider, or is tied to a verifier that did.
    Verifier,
    /// It audited this provider so many times in a row that it pauses.
    InARow,
}

/// What stands between an auditor and a site now.
pub fn conflicts<M: Memory>(state: &State<M>, auditor: &Auditor, site: &Site) -> Option<Conflict> {
    let mut ties = Ties::of(state, slice::from_ref(auditor));
    ties.at(state, site).into_values().next()
}

/// What ties some auditors to anyone. Auditors are counted from 0, as they were given.
#[derive(Debug)]
pub struct Ties {
    clusters: BTreeMap<ProviderId, BTreeSet<u32>>,
    dc_owners: BTreeMap<String, BTreeSet<u32>>,
    verifiers: BTreeMap<VerifierId, BTreeSet<u32>>,
    auditors: BTreeMap<AuditorId, u32>,
    consecutive_audits: u32,
    /// Who pauses, of the providers that were asked for.
    pauses: BTreeMap<ProviderId, BTreeSet<u32>>,
}

impl Ties {
    /// Looks up what these auditors declared, and what they are.
    pub fn of<M: Memory>(state: &State<M>, auditors: &[Auditor]) -> Self {
        let mut ties = Self {
            clusters: BTreeMap::new(),
            dc_owners: BTreeMap::new(),
            verifiers: BTreeMap::new(),
            auditors: BTreeMap::new(),
            consecutive_audits: state.policy().consecutive_audits,
            pauses: BTreeMap::new(),
        };
        for (place, auditor) in (0..).zip(auditors) {
            ties.auditors.insert(auditor.id, place);
            // Whoever audits with the key of a provider or of a verifier is one, declared or not.
            let own = ProviderId(auditor.id.0);
            let declared = auditor.conflicts.providers.iter().map(|tie| tie.provider);
            for provider in declared.chain([own]) {
                let cluster = state.cluster(provider).unwrap_or(provider);
                ties.clusters.entry(cluster).or_default().insert(place);
            }
            for owner in &auditor.conflicts.dc_owners {
                let owner = same_for_all(owner);
                ties.dc_owners.entry(owner).or_default().insert(place);
            }
            let declared = auditor.conflicts.verifiers.iter().copied();
            for verifier in declared.chain([VerifierId(auditor.id.0)]) {
                ties.verifiers.entry(verifier).or_default().insert(place);
            }
        }
        ties
    }

    /// The auditors that may not visit a site, rising, each with what stands between.
    pub fn at<M: Memory>(&mut self, state: &State<M>, site: &Site) -> BTreeMap<u32, Conflict> {
        let mut found = BTreeMap::new();
        let mut add = |tied: Option<&BTreeSet<u32>>, why: Conflict| {
            for auditor in tied.into_iter().flatten() {
                found.entry(*auditor).or_insert(why);
            }
        };
        add(self.clusters.get(&site.cluster), Conflict::Provider);
        let owner = same_for_all(&site.dc_owner);
        add(self.dc_owners.get(&owner), Conflict::DcOwner);
        for verifier in &site.verifiers {
            add(self.verifiers.get(verifier), Conflict::Verifier);
        }
        let provider = site.id.provider;
        let (auditors, in_a_row) = (&self.auditors, self.consecutive_audits);
        let pausing = self
            .pauses
            .entry(provider)
            .or_insert_with(|| pausing(state, provider, in_a_row, auditors));
        add(Some(pausing), Conflict::InARow);
        found
    }
}

/// A name of an owner as it is compared: without blanks around it, whatever the case of its
/// ASCII letters.
#[must_use]
pub fn same_for_all(owner: &str) -> String {
    owner.trim().to_ascii_lowercase()
}

/// Who has a seat in each of the last audits of a provider, as many as end a row; nobody while
/// there are fewer. Audits that came to nothing do not count.
fn pausing<M: Memory>(
    state: &State<M>,
    provider: ProviderId,
    in_a_row: u32,
    auditors: &BTreeMap<AuditorId, u32>,
) -> BTreeSet<u32> {
    let counts = |audit: &Assignment| !matches!(audit.state, AssignmentState::Inconclusive { .. });
    let wanted = usize::try_from(in_a_row).unwrap_or(usize::MAX);
    let last: Vec<_> = state
        .assignments_by_provider
        .members_before(provider.as_slice(), None)
        .take(AUDITS_LOOKED_AT)
        .filter_map(|id| state.assignment(number(&id)))
        .filter(counts)
        .take(wanted)
        .collect();
    let Some((newest, before)) = last.split_first() else {
        return BTreeSet::new();
    };
    if last.len() < wanted {
        return BTreeSet::new();
    }
    let sat = newest.seats.iter().map(|seat| seat.auditor);
    sat.filter(|auditor| before.iter().all(|audit| audit.seat(*auditor).is_some()))
        .filter_map(|auditor| auditors.get(&auditor).copied())
        .collect()
}

#[cfg(test)]
mod tests;
