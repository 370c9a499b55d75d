//! Changes what a verifier may attest and what it asks for it, or whom it belongs to.
//! Governed.

use super::{Decision, standing};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_kit::field;
use bonafide_types::identity::{IdentityError, SetVerifierTermsArgs, Verifier, VerifierStatus};
use ic_stable_structures::Memory;

/// Decides. Open requests keep the fee they were made for.
///
/// # Errors
/// [`IdentityError::VerifierNotFound`], [`IdentityError::VerifierStanding`] of a removed one,
/// [`IdentityError::NothingToChange`], [`IdentityError::InvalidField`] of an owner that would
/// change after the verifier stated something; those of the fields.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: SetVerifierTermsArgs,
    _: &Ctx,
) -> Result<Decision<()>, IdentityError> {
    let SetVerifierTermsArgs {
        id,
        owner,
        linked_providers,
        scope,
    } = args;
    let before = standing::verifier(state, id)?;
    let status = before.status();
    if status == VerifierStatus::Removed {
        let verifier = id;
        return Err(IdentityError::VerifierStanding { verifier, status });
    }
    if let Some(owner) = &owner {
        standing::check_owner(owner)?;
        let mut stated = state.attestations_by_issuer.members(id.as_slice(), None);
        // A past score must stay what it was, and it depends on who owned whom.
        if *owner != before.owner && stated.next().is_some() {
            let rule = "stays once the verifier stated something: admit the new owner's key";
            return Err(field::invalid("owner", owner, rule).into());
        }
    }
    if let Some(linked) = &linked_providers {
        standing::check_linked(state, linked)?;
    }
    if let Some(scope) = &scope {
        standing::check_scope(state, scope)?;
    }
    let verifier = Verifier {
        owner: owner.unwrap_or_else(|| before.owner.clone()),
        linked_providers: linked_providers.unwrap_or_else(|| before.linked_providers.clone()),
        scope: scope.unwrap_or_else(|| before.scope.clone()),
        ..before.clone()
    };
    if verifier == before {
        let what = format!("verifier {id} has these terms");
        return Err(IdentityError::NothingToChange { what });
    }
    Ok(Decision::change(Event::VerifierChanged { verifier }, ()))
}

#[cfg(test)]
mod tests;
