//! A verifier takes a statement of its own back.

use super::Decision;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_kit::field;
use bonafide_types::id::Caller;
use bonafide_types::identity::{Attestation, IdentityError, Revocation, RevokeAttestationArgs};
use ic_stable_structures::Memory;

/// Decides; replies with the statement. A suspended or removed verifier may, too: it makes
/// nothing look better.
///
/// # Errors
/// [`IdentityError::AttestationNotFound`], [`IdentityError::NotIssuer`],
/// [`IdentityError::AlreadyRevoked`]; those of the reason.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: RevokeAttestationArgs,
    ctx: &Ctx,
) -> Result<Decision<Attestation>, IdentityError> {
    let RevokeAttestationArgs {
        attestation_id,
        reason,
    } = args;
    field::check_reason(&reason)?;
    let row = state
        .attestation(attestation_id)
        .ok_or(IdentityError::AttestationNotFound { attestation_id })?;
    if row.issuer.0 != ctx.caller {
        let issuer = row.issuer;
        return Err(IdentityError::NotIssuer {
            attestation_id,
            issuer,
        });
    }
    if let Some(before) = row.revocation {
        let at_ns = before.at_ns;
        return Err(IdentityError::AlreadyRevoked {
            attestation_id,
            at_ns,
        });
    }
    let revocation = Revocation {
        at_ns: ctx.now_ns,
        by: Caller(ctx.caller),
        reason,
    };
    let reply = Attestation {
        revocation: Some(revocation.clone()),
        ..row
    };
    let event = Event::AttestationRevoked {
        attestation_id,
        revocation,
    };
    Ok(Decision::change(event, reply))
}
