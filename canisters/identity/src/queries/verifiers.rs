//! Verifiers, schemas, and where a provider stands with what is asked of everyone.

use crate::commands::standing;
use crate::domain::{schemas, status};
use crate::state::State;
use bonafide_types::id::{ProviderId, VerifierId};
use bonafide_types::identity::{
    Attestation, AttestationStatus, Schema, SchemaKind, SchemaStanding, SchemaView, Standing,
    StandingState, Subject, Verdict, Verifier, VerifierView,
};
use bonafide_types::limits::{DAY_NS, LATE_ALERT, LATE_WINDOW_DAYS, VERIFICATION_GRACE_DAYS};
use ic_stable_structures::Memory;
use std::collections::{BTreeMap, BTreeSet};

/// A verifier and how it does.
pub fn get_verifier<M: Memory>(
    state: &State<M>,
    id: VerifierId,
    now_ns: u64,
) -> Option<VerifierView> {
    state.verifier(id).map(|verifier| view(verifier, now_ns))
}

/// All verifiers.
pub fn list_verifiers<M: Memory>(state: &State<M>, now_ns: u64) -> Vec<VerifierView> {
    let rows = state.verifiers.after(None);
    rows.map(|(_, verifier)| view(verifier, now_ns)).collect()
}

fn view(verifier: Verifier, now_ns: u64) -> VerifierView {
    let window = LATE_WINDOW_DAYS * DAY_NS;
    let recent = |at_ns: &&u64| at_ns.saturating_add(window) > now_ns;
    let late = verifier.late_at_ns.iter().filter(recent).count();
    VerifierView {
        status: verifier.status(),
        late: u32::try_from(late).unwrap_or(u32::MAX),
        suspension_alert: late >= LATE_ALERT,
        verifier,
    }
}

/// All schemas and who can attest them.
pub fn list_schemas<M: Memory>(state: &State<M>) -> Vec<SchemaView> {
    let rows = state.schemas.after(None);
    rows.map(|(_, schema)| {
        let active_owners = standing::active_owners(state, &schema.name);
        let short = active_owners < standing::OWNERS_NEEDED;
        SchemaView {
            active_owners,
            short_of_verifiers: schema.mandatory_since_ns.is_some() && short,
            schema,
        }
    })
    .collect()
}

/// Where a provider stands with each schema that applies to it.
pub fn get_standing<M: Memory>(state: &State<M>, id: ProviderId, now_ns: u64) -> Option<Standing> {
    let subject = state.subject(id)?;
    let kind = subject.kind?;
    let verifiers: BTreeMap<_, _> = state
        .verifiers
        .after(None)
        .map(|(_, verifier)| (verifier.id, verifier))
        .collect();
    let positive: Vec<_> = state
        .open_attestations(id)
        .into_iter()
        .filter(|row| row.verdict == Verdict::Confirmed)
        .filter_map(|row| {
            let issuer = verifiers.get(&row.issuer)?;
            let status = status::status(&row, Some(issuer), now_ns)?;
            Some((row, issuer.owner.as_str(), status))
        })
        .collect();
    let mut confirmed_by_two = false;
    let mut lines = Vec::new();
    for (_, schema) in state.schemas.after(None) {
        if !schemas::applies(schema.kind, kind) {
            continue;
        }
        let line = line(state, &subject, &schema, &positive, now_ns);
        confirmed_by_two |= matches!(schema.kind, SchemaKind::Person | SchemaKind::Company)
            && line.owners >= standing::OWNERS_NEEDED;
        lines.push(line);
    }
    Some(Standing {
        subject: id,
        schemas: lines,
        confirmed_by_two,
    })
}

fn line<M: Memory>(
    state: &State<M>,
    subject: &Subject,
    schema: &Schema,
    positive: &[(Attestation, &str, AttestationStatus)],
    now_ns: u64,
) -> SchemaStanding {
    let of_schema = || {
        positive
            .iter()
            .filter(|(row, ..)| row.schema == schema.name)
    };
    let owners: BTreeSet<_> = of_schema()
        .filter(|(.., status)| matches!(status, AttestationStatus::Valid { .. }))
        .map(|(_, owner, _)| *owner)
        .collect();
    // Who lost a stamp because its verifier was suspended gets the grace from then on.
    let suspended = of_schema().filter_map(|(.., status)| match status {
        AttestationStatus::IssuerSuspended { grace_until_ns, .. } => Some(*grace_until_ns),
        _ => None,
    });
    let asked_since_ns = schema
        .mandatory_since_ns
        .map(|since_ns| since_ns.max(subject.known_since_ns));
    let grace_ns = VERIFICATION_GRACE_DAYS * DAY_NS;
    let due_ns = asked_since_ns
        .map(|since_ns| since_ns.saturating_add(grace_ns))
        .into_iter()
        .chain(suspended)
        .max()
        .unwrap_or_default();
    let active = standing::active_owners(state, &schema.name);
    let line_state = if schema.mandatory_since_ns.is_none() || !owners.is_empty() {
        StandingState::Met
    } else if active < standing::OWNERS_NEEDED {
        StandingState::Stopped
    } else if now_ns < due_ns {
        StandingState::Due { until_ns: due_ns }
    } else {
        StandingState::Missing { since_ns: due_ns }
    };
    SchemaStanding {
        schema: schema.name.clone(),
        mandatory: schema.mandatory_since_ns.is_some(),
        owners: u32::try_from(owners.len()).unwrap_or(u32::MAX),
        state: line_state,
    }
}

#[cfg(test)]
mod tests;
