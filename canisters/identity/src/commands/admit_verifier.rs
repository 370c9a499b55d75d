//! Admits a verifier. Governed.

use super::{Decision, standing};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_kit::field;
use bonafide_types::id::ProviderId;
use bonafide_types::identity::{
    AdmitVerifierArgs, IdentityError, Verifier, VerifierChange, VerifierStatus,
};
use bonafide_types::limits::{NAME_BYTES, VERIFIERS};
use candid::Principal;
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// [`IdentityError::VerifierAlreadyAdmitted`], [`IdentityError::VerifierIsProvider`],
/// [`IdentityError::SchemaNotFound`] of its scope, [`IdentityError::SubjectNotFound`] of the
/// providers it is linked with, [`IdentityError::TooMany`] verifiers; those of the fields.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: AdmitVerifierArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, IdentityError> {
    let AdmitVerifierArgs {
        id,
        name,
        owner,
        linked_providers,
        scope,
        reason,
    } = args;
    if id.0 == Principal::anonymous() || id.0 == Principal::management_canister() {
        return Err(field::invalid("id", &id.to_string(), "somebody who can call").into());
    }
    field::check("name", &name, NAME_BYTES)?;
    standing::check_owner(&owner)?;
    field::check_reason(&reason)?;
    standing::check_linked(state, &linked_providers)?;
    standing::check_scope(state, &scope)?;
    if let Some(known) = state.verifier(id) {
        return Err(IdentityError::VerifierAlreadyAdmitted {
            verifier: id,
            status: known.status(),
        });
    }
    if state.subject(ProviderId(id.0)).is_some() {
        return Err(IdentityError::VerifierIsProvider { verifier: id });
    }
    let count = state.verifiers.len();
    if count >= VERIFIERS {
        return Err(IdentityError::TooMany {
            field: "verifiers".into(),
            count: count + 1,
            limit: VERIFIERS,
        });
    }
    let verifier = Verifier {
        id,
        name,
        owner,
        linked_providers,
        scope,
        history: vec![VerifierChange {
            at_ns: ctx.now_ns,
            status: VerifierStatus::Active,
            reason,
        }],
        late_at_ns: Vec::new(),
    };
    Ok(Decision::change(Event::VerifierAdmitted { verifier }, ()))
}

#[cfg(test)]
mod tests;
