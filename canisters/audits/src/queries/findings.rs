//! Findings.

use super::{SCAN, numbers};
use crate::state::State;
use bonafide_kit::page;
use bonafide_types::audits::{FindingPage, ListFindingsArgs};
use bonafide_types::limits::PAGE_RECORDS;
use ic_stable_structures::Memory;

/// Some findings: all, those about a provider.
pub fn list_findings<M: Memory>(state: &State<M>, args: &ListFindingsArgs) -> FindingPage {
    let ListFindingsArgs {
        after,
        limit,
        provider,
    } = args;
    let index = provider
        .as_ref()
        .map(|provider| (&state.findings_by_provider, provider.as_slice()));
    let ids = numbers(index, state.findings.len(), *after).map(|id| (id, id));
    let limit = page::limit(*limit, PAGE_RECORDS);
    let (findings, next) = page::collect(ids, limit, SCAN, |_, id| state.finding(id));
    FindingPage { findings, next }
}

#[cfg(test)]
mod tests;
