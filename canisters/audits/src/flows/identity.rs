//! Follows the identity canister: what providers lack, and who attested them.
//!
//! Asks how long its log is, and when that grew, reads the standing of every provider that has a
//! site, and all attestations in pages. Nothing is changed before everything is in. Once a day
//! it reads all of it in any case: a statement is missing from its deadline on, which is no
//! event.

use super::registry::pages;
use crate::live;
use crate::state::{Event, State};
use crate::tasks::own;
use bonafide_kit::call::{ask, call};
use bonafide_kit::commit;
use bonafide_kit::task::TaskGuard;
use bonafide_types::audits::Site;
use bonafide_types::id::{Caller, ProviderId, VerifierId};
use bonafide_types::identity::{
    Attestation, AttestationPage, ListAttestationsArgs, Standing, StandingState, Summary, Verdict,
};
use bonafide_types::limits::{DAY_NS, SITE_VERIFIERS};
use ic_stable_structures::Memory;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

/// Rows of one event.
const ROWS: usize = 200;

thread_local! {
    /// When the last walk began that came to its end; on the heap, so an upgrade begins afresh.
    static WALKED_AT_NS: Cell<u64> = const { Cell::new(0) };
}

/// Brings the identity canister's facts up to date, when there is one. What goes wrong is tried
/// again.
pub async fn follow_identity() {
    if let Some(_guard) = TaskGuard::acquire("follow_identity")
        && let Some(identity) = live::read(State::settings).identity
    {
        // Nothing is lost: the next run begins where this one did.
        let _ = walk(identity).await;
    }
}

async fn walk(identity: Caller) -> Result<(), String> {
    let Summary { events, .. } = ask(identity.0, "get_summary").await?;
    let grown = events != live::read(State::identity_events);
    let now_ns = own().now_ns;
    if !grown && now_ns < WALKED_AT_NS.get().saturating_add(DAY_NS) {
        return Ok(());
    }
    let mut known = Known::default();
    let args = |after| ListAttestationsArgs {
        after,
        ..ListAttestationsArgs::default()
    };
    pages(
        identity,
        "list_attestations",
        args,
        |page: AttestationPage| {
            let rows = page.attestations.iter();
            rows.for_each(|view| known.attestation(&view.attestation));
            page.next
        },
    )
    .await?;
    for provider in live::read(providers) {
        let standing: Option<Standing> = call(identity.0, "get_standing", &provider, 0).await?;
        known.standing(provider, standing.as_ref());
    }
    live::change(|state| {
        let mut changes = changed(state, &known);
        if grown {
            changes.push(Event::Followed {
                registry_events: None,
                identity_events: Some(events),
            });
        }
        if !changes.is_empty() {
            commit(state, &own(), changes);
        }
    });
    WALKED_AT_NS.set(now_ns);
    Ok(())
}

/// The providers that have sites with nodes.
fn providers<M: Memory>(state: &State<M>) -> BTreeSet<ProviderId> {
    let sites = state.sites.after(None).map(|(_, site)| site);
    sites
        .filter(|site| site.nodes > 0)
        .map(|site| site.id.provider)
        .collect()
}

/// All that a walk saw.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    /// Mandatory statements that each provider lacks.
    missing: BTreeMap<ProviderId, u32>,
    /// Who ever confirmed anything about a provider, whatever that is worth now.
    verifiers: BTreeMap<ProviderId, BTreeSet<VerifierId>>,
}

impl Known {
    fn attestation(&mut self, row: &Attestation) {
        if row.verdict == Verdict::Confirmed {
            let verifiers = self.verifiers.entry(row.subject).or_default();
            verifiers.insert(row.issuer);
        }
    }

    fn standing(&mut self, provider: ProviderId, standing: Option<&Standing>) {
        // A provider of no adopted kind is asked for nothing.
        let schemas = standing.into_iter().flat_map(|standing| &standing.schemas);
        let missing = schemas
            .filter(|line| line.mandatory && matches!(line.state, StandingState::Missing { .. }));
        let missing = u32::try_from(missing.count()).unwrap_or(u32::MAX);
        self.missing.insert(provider, missing);
    }
}

/// The sites whose providers lack something else than before, or were attested by others. Sites
/// of providers that were not asked for stay as they are.
pub(crate) fn changed<M: Memory>(state: &State<M>, known: &Known) -> Vec<Event> {
    let rows = state.sites.after(None).filter_map(|(_, site)| {
        let missing_stamps = *known.missing.get(&site.id.provider)?;
        let verifiers = known.verifiers.get(&site.id.provider);
        let verifiers: Vec<_> = verifiers
            .into_iter()
            .flatten()
            .copied()
            .take(SITE_VERIFIERS)
            .collect();
        let same = site.missing_stamps == missing_stamps && site.verifiers == verifiers;
        (!same).then_some(Site {
            missing_stamps,
            verifiers,
            ..site
        })
    });
    let sites: Vec<_> = rows.collect();
    let chunks = sites.chunks(ROWS);
    chunks
        .map(|rows| Event::SitesSeen {
            sites: rows.to_vec(),
        })
        .collect()
}

#[cfg(test)]
mod tests;
