//! Records, disclosures and the access log. What is inside a record is nowhere here.

use super::{SCAN, numbers};
use crate::state::{State, key};
use bonafide_kit::page;
use bonafide_types::id::ProviderId;
use bonafide_types::identity::{AccessPage, GrantPage, ListAccessArgs, ListGrantsArgs, Record};
use bonafide_types::limits::PAGE_RECORDS;
use ic_stable_structures::Memory;

/// The latest versions of a provider's records, and those that were disclosed or are still
/// kept, in order; the first 1,000.
pub fn list_records<M: Memory>(state: &State<M>, provider: ProviderId) -> Vec<Record> {
    let kept = |row: &Record| row.erased_at_ns.is_none() || row.disclosed_at_ns.is_some();
    state
        .records_of(provider)
        .filter(kept)
        .take(1_000)
        .collect()
}

/// Some disclosures.
pub fn list_grants<M: Memory>(state: &State<M>, args: &ListGrantsArgs) -> GrantPage {
    let ListGrantsArgs { after, limit } = args;
    let first = after.map_or(0, |after| after.saturating_add(1));
    let ids = (first..state.grants.len()).map(|id| (id, id));
    let limit = page::limit(*limit, PAGE_RECORDS);
    let (grants, next) = page::collect(ids, limit, SCAN, |_, id| state.grant(id));
    GrantPage { grants, next }
}

/// Some entries of the access log: all, those about a provider's records, those by a
/// disclosure.
pub fn list_access<M: Memory>(state: &State<M>, args: &ListAccessArgs) -> AccessPage {
    let ListAccessArgs {
        after,
        limit,
        provider,
        grant_id,
    } = args;
    let grant = grant_id.map(key);
    let index = match (provider, &grant) {
        (_, Some(grant)) => Some((&state.accesses_by_grant, grant.as_slice())),
        (Some(provider), None) => Some((&state.accesses_by_provider, provider.as_slice())),
        (None, None) => None,
    };
    let ids = numbers(index, state.accesses.len(), *after).map(|id| (id, id));
    let limit = page::limit(*limit, PAGE_RECORDS);
    let (accesses, next) = page::collect(ids, limit, SCAN, |_, id| {
        state
            .access(id)
            .filter(|row| provider.is_none_or(|provider| row.record.provider == provider))
    });
    AccessPage { accesses, next }
}
