//! What always holds, checked from scratch. For tests: it reads everything.

use super::{State, key};
use bonafide_types::identity::{AccessOutcome, RequestState};
use ic_stable_structures::Memory;
use std::collections::BTreeMap;

/// Checks that counters and indexes agree with the rows, and the rules of the crate's
/// documentation.
///
/// # Errors
/// The first thing that does not hold, in words.
pub fn try_state<M: Memory>(state: &State<M>) -> Result<(), String> {
    budget(state)?;
    uses(state)?;
    records(state)?;
    indexes(state)
}

fn hold(holds: bool, words: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(words()) }
}

fn budget<M: Memory>(state: &State<M>) -> Result<(), String> {
    let (mut reserved, mut owed, mut open) = (0, 0, 0);
    for (_, row) in state.requests.after(None) {
        match row.state {
            RequestState::Open => {
                reserved += row.fee_e8s;
                open += 1;
                hold(
                    state.requests_due.contains_key(&(row.due_at_ns, row.id)),
                    || format!("open request {} is not due", row.id),
                )?;
            }
            RequestState::Delivered { .. } => owed += row.fee_e8s,
            RequestState::Cancelled { .. } | RequestState::Lapsed { .. } => {}
        }
    }
    hold(state.requests_due.len() == open, || {
        "a closed request is due".into()
    })?;
    let budget = state.fee_budget();
    hold(
        (budget.reserved_e8s, budget.owed_e8s) == (reserved, owed),
        || format!("budget {budget:?}, requests reserve {reserved} and are owed {owed}"),
    )?;
    hold(
        budget.authorized_e8s == budget.free_e8s() + reserved + owed,
        || format!("budget {budget:?} does not add up"),
    )
}

fn uses<M: Memory>(state: &State<M>) -> Result<(), String> {
    let mut counted: BTreeMap<_, u32> = BTreeMap::new();
    let mut reserved = 0;
    for (_, row) in state.accesses.after(None) {
        let count = counted
            .entry((row.grant_id, row.recipient.principal, row.record))
            .or_default();
        match row.outcome {
            AccessOutcome::Reserved => {
                reserved += 1;
                *count += 1;
                hold(state.reserved.contains_key(&row.id), || {
                    format!("access {} is reserved and not known as such", row.id)
                })?;
            }
            AccessOutcome::Released { .. } => *count += 1,
            AccessOutcome::Returned { .. } => {}
        }
    }
    hold(state.reserved.len() == reserved, || {
        "a settled access is known as reserved".into()
    })?;
    for ((grant_id, recipient, record), count) in counted {
        let stored = state.uses(grant_id, recipient, record);
        let allowed = state.grant(grant_id).map_or(0, |grant| grant.uses);
        hold(stored == count && count <= u32::from(allowed), || {
            format!("disclosure {grant_id}: {count} uses of {allowed}, {stored} counted")
        })?;
    }
    Ok(())
}

fn records<M: Memory>(state: &State<M>) -> Result<(), String> {
    let mut bytes: BTreeMap<_, u64> = BTreeMap::new();
    for (_, row) in state.records.after(None) {
        let held = bytes.entry(row.record.provider).or_default();
        if row.erased_at_ns.is_none() {
            *held += u64::from(row.bytes);
        } else {
            hold(state.ciphertext(row.record).is_none(), || {
                format!("{} was erased and is there", row.record)
            })?;
        }
        let latest = state.latest_record(row.record.provider, row.record.record_id);
        let is_latest = latest.is_some_and(|latest| latest.record == row.record);
        hold(is_latest == row.replaced_at_ns.is_none(), || {
            format!("{} is latest or replaced, one of both", row.record)
        })?;
    }
    for (provider, held) in bytes {
        let counted = state.provider_bytes(provider);
        hold(counted == held, || {
            format!("{provider} has {held} bytes, {counted} counted")
        })?;
    }
    Ok(())
}

fn indexes<M: Memory>(state: &State<M>) -> Result<(), String> {
    for (_, row) in state.attestations.after(None) {
        let id = key(row.id);
        hold(
            state
                .attestations_by_subject
                .contains(row.subject.as_slice(), &id)
                && state
                    .attestations_by_issuer
                    .contains(row.issuer.as_slice(), &id),
            || format!("attestation {} is in no index", row.id),
        )?;
        let open = row.revocation.is_none() && row.superseded.is_none();
        let indexed = state
            .open_attestations
            .contains(row.subject.as_slice(), &id);
        hold(open == indexed, || {
            format!(
                "attestation {} is open or not, its index says otherwise",
                row.id
            )
        })?;
    }
    for (_, row) in state.findings.after(None) {
        let indexed = state
            .findings_by_subject
            .contains(row.subject.as_slice(), &key(row.id));
        hold(indexed, || format!("finding {} is in no index", row.id))?;
    }
    hold(
        state.findings_by_subject.len() == state.findings.len(),
        || "an index names a finding that is not there".into(),
    )?;
    let count = state.attestations.len();
    hold(
        state.attestations_by_subject.len() == count && state.attestations_by_issuer.len() == count,
        || "an index names an attestation that is not there".into(),
    )?;
    let count = state.accesses.len();
    hold(
        state.accesses_by_grant.len() == count && state.accesses_by_provider.len() == count,
        || "an index names an access that is not there".into(),
    )
}
