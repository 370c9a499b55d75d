//! Statements and requests.

use super::{SCAN, numbers};
use crate::domain::status as rule;
use crate::state::State;
use bonafide_kit::page;
use bonafide_types::identity::{
    Attestation, AttestationPage, AttestationStatus, AttestationView, ListAttestationsArgs,
    ListRequestsArgs, RequestPage,
};
use bonafide_types::limits::{DAY_NS, PAGE_RECORDS};
use ic_stable_structures::Memory;

/// A statement with what it is worth now.
pub fn get_attestation<M: Memory>(
    state: &State<M>,
    id: u64,
    now_ns: u64,
) -> Option<AttestationView> {
    view(state, state.attestation(id)?, now_ns)
}

/// What a statement is worth at a time; `None` when there was none yet.
pub fn status<M: Memory>(state: &State<M>, id: u64, at_ns: u64) -> Option<AttestationStatus> {
    let row = state.attestation(id)?;
    rule::status(&row, state.verifier(row.issuer).as_ref(), at_ns)
}

fn view<M: Memory>(
    state: &State<M>,
    attestation: Attestation,
    now_ns: u64,
) -> Option<AttestationView> {
    let issuer = state.verifier(attestation.issuer);
    let status = rule::status(&attestation, issuer.as_ref(), now_ns)?;
    Some(AttestationView {
        attestation,
        status,
    })
}

/// Some statements: all, those about a provider, those by a verifier; contracts that end soon.
pub fn list_attestations<M: Memory>(
    state: &State<M>,
    args: &ListAttestationsArgs,
    now_ns: u64,
) -> AttestationPage {
    let ListAttestationsArgs {
        after,
        limit,
        subject,
        issuer,
        contract_ends_within_days,
    } = args;
    let index = match (subject, issuer) {
        (Some(subject), _) => Some((&state.attestations_by_subject, subject.as_slice())),
        (None, Some(issuer)) => Some((&state.attestations_by_issuer, issuer.as_slice())),
        (None, None) => None,
    };
    let ends_soon = |row: &AttestationView| {
        let Some(days) = contract_ends_within_days else {
            return true;
        };
        let terms = row.attestation.contract.as_ref();
        let until_ns = now_ns.saturating_add(u64::from(*days).saturating_mul(DAY_NS));
        matches!(row.status, AttestationStatus::Valid { .. })
            && terms.and_then(|terms| terms.to_ns) <= Some(until_ns)
            && terms.is_some_and(|terms| terms.to_ns.is_some())
    };
    let ids = numbers(index, state.attestations.len(), *after).map(|id| (id, id));
    let limit = page::limit(*limit, PAGE_RECORDS);
    let (attestations, next) = page::collect(ids, limit, SCAN, |_, id| {
        get_attestation(state, id, now_ns)
            .filter(|row| issuer.is_none_or(|issuer| row.attestation.issuer == issuer))
            .filter(ends_soon)
    });
    AttestationPage { attestations, next }
}

/// Some requests: all, those by a provider, those to a verifier.
pub fn list_requests<M: Memory>(state: &State<M>, args: &ListRequestsArgs) -> RequestPage {
    let ListRequestsArgs {
        after,
        limit,
        subject,
        verifier,
    } = args;
    let index = match (subject, verifier) {
        (Some(subject), _) => Some((&state.requests_by_subject, subject.as_slice())),
        (None, Some(verifier)) => Some((&state.requests_by_verifier, verifier.as_slice())),
        (None, None) => None,
    };
    let ids = numbers(index, state.requests.len(), *after).map(|id| (id, id));
    let limit = page::limit(*limit, PAGE_RECORDS);
    let (requests, next) = page::collect(ids, limit, SCAN, |_, id| {
        state
            .request(id)
            .filter(|row| verifier.is_none_or(|verifier| row.verifier == verifier))
    });
    RequestPage { requests, next }
}
