//! Follows the registry: its providers are the subjects here.
//!
//! Asks how long its log is, and when that grew, reads all of its providers in pages and commits
//! those that changed. The length is written down when the last page is in, so a walk that
//! failed half way is made again. Once a day it reads all of them in any case: an acceptance
//! lapses at its deadline, which is no event.

use crate::live;
use crate::state::{Event, State};
use crate::tasks::own;
use bonafide_kit::call::{ask, call};
use bonafide_kit::commit;
use bonafide_kit::task::TaskGuard;
use bonafide_policy::facts;
use bonafide_types::identity::{Subject, SubjectKind};
use bonafide_types::limits::DAY_NS;
use bonafide_types::registry::{
    DeclarationStatus, ListProvidersArgs, ProviderKind, ProviderPage, ProviderStatus, ProviderView,
    Summary,
};
use ic_stable_structures::Memory;
use std::cell::Cell;

/// Pages of one walk; far above what any network has.
const PAGES: usize = 1_000;

thread_local! {
    /// When the last walk began that came to its end; on the heap, so an upgrade begins afresh.
    static WALKED_AT_NS: Cell<u64> = const { Cell::new(0) };
}

/// Brings the registry's facts up to date. What goes wrong is tried again.
pub async fn follow_registry() {
    if let Some(_guard) = TaskGuard::acquire("follow_registry") {
        // Nothing is lost: the next run begins where this one did.
        let _ = walk().await;
    }
}

async fn walk() -> Result<(), String> {
    let registry = live::read(State::settings).registry.0;
    let Summary { events, .. } = ask(registry, "get_summary").await?;
    let grown = events != live::read(State::registry_events);
    let now_ns = own().now_ns;
    if !grown && now_ns < WALKED_AT_NS.get().saturating_add(DAY_NS) {
        return Ok(());
    }
    let mut after = None;
    for _ in 0..PAGES {
        let args = ListProvidersArgs {
            after,
            limit: None,
            filter: None,
        };
        let ProviderPage { providers, next } = call(registry, "list_providers", &args, 0).await?;
        see(&providers);
        if next.is_none() {
            WALKED_AT_NS.set(now_ns);
            if grown {
                let followed = Event::RegistryFollowed { events };
                live::change(|state| commit(state, &own(), [followed]));
            }
            return Ok(());
        }
        after = next;
    }
    Err("more pages than any registry has".into())
}

/// Commits what changed. The registry is the one asked: only an upgrade names another, and that
/// ends every walk.
fn see(providers: &[ProviderView]) {
    let ctx = own();
    live::change(|state| {
        let subjects = changed(state, providers, ctx.now_ns);
        if !subjects.is_empty() {
            commit(state, &ctx, [Event::SubjectsSeen { subjects }]);
        }
    });
}

/// The rows of providers that are new or look different.
pub(crate) fn changed<M: Memory>(
    state: &State<M>,
    providers: &[ProviderView],
    now_ns: u64,
) -> Vec<Subject> {
    let rows = providers.iter().filter_map(|view| {
        let before = state.subject(view.provider.id);
        let row = subject(view, before.as_ref(), now_ns);
        let same = before.is_some_and(|before| {
            let seen_at_ns = row.seen_at_ns;
            Subject {
                seen_at_ns,
                ..before
            } == row
        });
        (!same).then_some(row)
    });
    rows.collect()
}

fn subject(view: &ProviderView, before: Option<&Subject>, now_ns: u64) -> Subject {
    let provider = &view.provider;
    let left = match provider.status {
        ProviderStatus::Active | ProviderStatus::Suspended => None,
        ProviderStatus::Offboarded | ProviderStatus::HandedOver => {
            let known = before.and_then(|before| before.left_at_ns);
            Some(known.unwrap_or(now_ns))
        }
    };
    Subject {
        id: provider.id,
        kind: provider.profile.as_ref().map(|profile| match profile.kind {
            ProviderKind::Individual => SubjectKind::Individual,
            ProviderKind::Company { .. } => SubjectKind::Company,
        }),
        facts_hash: provider
            .profile
            .as_ref()
            .map(|profile| facts::hash(provider.id, profile)),
        cluster: view.cluster,
        status: provider.status,
        declaration_current: matches!(
            view.declaration,
            DeclarationStatus::Current | DeclarationStatus::Due { .. }
        ),
        seen_at_ns: now_ns,
        known_since_ns: before.map_or(now_ns, |before| before.known_since_ns),
        left_at_ns: left,
    }
}

#[cfg(test)]
mod tests;
