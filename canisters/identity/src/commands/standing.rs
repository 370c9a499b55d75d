//! What commands ask of verifiers, schemas and subjects.

use crate::domain::schemas;
use crate::state::State;
use bonafide_kit::field;
use bonafide_types::id::{ProviderId, Sha256Hash, VerifierId};
use bonafide_types::identity::{
    IdentityError, Schema, Scope, Subject, Verifier, VerifierChange, VerifierStatus,
};
use bonafide_types::limits::{FEE_E8S, LINKED_PROVIDERS, NAME_BYTES, SCOPE, VERIFIER_CHANGES};
use bonafide_types::registry::ProviderStatus;
use ic_stable_structures::Memory;
use std::collections::BTreeSet;

/// Verifiers of so many owners a mandatory schema needs.
pub(crate) const OWNERS_NEEDED: u32 = 2;

/// A verifier that was admitted.
pub(crate) fn verifier<M: Memory>(
    state: &State<M>,
    id: VerifierId,
) -> Result<Verifier, IdentityError> {
    let found = state.verifier(id);
    found.ok_or(IdentityError::VerifierNotFound { verifier: id })
}

/// A schema.
pub(crate) fn schema<M: Memory>(state: &State<M>, name: &str) -> Result<Schema, IdentityError> {
    state
        .schema(name)
        .ok_or_else(|| IdentityError::SchemaNotFound {
            schema: name.chars().take(64).collect(),
        })
}

/// A provider that takes part; suspended ones do.
pub(crate) fn subject<M: Memory>(
    state: &State<M>,
    id: ProviderId,
) -> Result<Subject, IdentityError> {
    let found = state.subject(id);
    let subject = found.ok_or(IdentityError::SubjectNotFound { subject: id })?;
    match subject.status {
        ProviderStatus::Active | ProviderStatus::Suspended => Ok(subject),
        status @ (ProviderStatus::Offboarded | ProviderStatus::HandedOver) => {
            Err(IdentityError::SubjectNotActive {
                subject: id,
                status,
            })
        }
    }
}

/// The hash of a subject's facts, which a schema must apply to.
pub(crate) fn facts(subject: &Subject, schema: &Schema) -> Result<Sha256Hash, IdentityError> {
    let (Some(kind), Some(facts_hash)) = (subject.kind, subject.facts_hash) else {
        let subject = subject.id;
        return Err(IdentityError::SubjectWithoutFacts { subject });
    };
    if schemas::applies(schema.kind, kind) {
        return Ok(facts_hash);
    }
    Err(IdentityError::SchemaDoesNotApply {
        schema: schema.name.clone(),
        kind: schema.kind,
        subject: subject.id,
    })
}

/// Refuses a verifier that belongs together with a subject: it is the subject, or a provider
/// that it names as linked is of the subject's cluster.
pub(crate) fn independent<M: Memory>(
    state: &State<M>,
    verifier: &Verifier,
    subject: &Subject,
) -> Result<(), IdentityError> {
    let cluster_of = |id: ProviderId| state.subject(id).map_or(id, |linked| linked.cluster);
    let own = ProviderId(verifier.id.0);
    let linked = verifier.linked_providers.iter().copied().chain([own]);
    match linked
        .into_iter()
        .find(|id| *id == subject.id || cluster_of(*id) == subject.cluster)
    {
        None => Ok(()),
        Some(linked) => Err(IdentityError::VerifierInCluster {
            verifier: verifier.id,
            subject: subject.id,
            linked,
        }),
    }
}

/// Checks who owns a verifier.
pub(crate) fn check_owner(owner: &str) -> Result<(), IdentityError> {
    field::check("owner", owner, NAME_BYTES)?;
    Ok(())
}

/// Checks the providers that a verifier belongs together with; they must be known.
pub(crate) fn check_linked<M: Memory>(
    state: &State<M>,
    linked: &[ProviderId],
) -> Result<(), IdentityError> {
    field::check_count("linked_providers", linked.len(), 0, LINKED_PROVIDERS)?;
    field::check_distinct("linked_providers", linked)?;
    match linked.iter().find(|id| state.subject(**id).is_none()) {
        None => Ok(()),
        Some(unknown) => Err(IdentityError::SubjectNotFound { subject: *unknown }),
    }
}

/// Checks what a verifier may attest.
pub(crate) fn check_scope<M: Memory>(
    state: &State<M>,
    scope: &[Scope],
) -> Result<(), IdentityError> {
    field::check_count("scope", scope.len(), 1, SCOPE)?;
    field::check_distinct("scope", scope.iter().map(|entry| &entry.schema))?;
    for entry in scope {
        schema(state, &entry.schema)?;
        field::check_range("scope.fee_e8s", entry.fee_e8s, 0, FEE_E8S)?;
    }
    Ok(())
}

/// Owners of active verifiers with a schema in scope.
pub(crate) fn active_owners<M: Memory>(state: &State<M>, schema: &str) -> u32 {
    let owners: BTreeSet<_> = state
        .verifiers
        .after(None)
        .map(|(_, verifier)| verifier)
        .filter(|verifier| verifier.status() == VerifierStatus::Active)
        .filter(|verifier| verifier.fee_e8s(schema).is_some())
        .map(|verifier| verifier.owner)
        .collect();
    u32::try_from(owners.len()).unwrap_or(u32::MAX)
}

/// The verifier after a change of standing.
pub(crate) fn changed<M: Memory>(
    state: &State<M>,
    id: VerifierId,
    from: &[VerifierStatus],
    to: VerifierStatus,
    reason: String,
    at_ns: u64,
) -> Result<Verifier, IdentityError> {
    field::check_reason(&reason)?;
    let mut verifier = verifier(state, id)?;
    let status = verifier.status();
    if !from.contains(&status) {
        let verifier = id;
        return Err(IdentityError::VerifierStanding { verifier, status });
    }
    field::check_count("history", verifier.history.len() + 1, 1, VERIFIER_CHANGES)?;
    verifier.history.push(VerifierChange {
        at_ns,
        status: to,
        reason,
    });
    Ok(verifier)
}
