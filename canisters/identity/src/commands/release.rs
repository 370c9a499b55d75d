//! A recipient asks for the key to a record: what is decided before the key is derived, and
//! after.

use super::Decision;
use crate::domain::transport;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::id::{Caller, Sha256Hash};
use bonafide_types::identity::{
    Access, AccessOutcome, Grant, IdentityError, Recipient, RecordVersion, ReleaseArgs,
};
use bonafide_types::limits::REASON_BYTES;
use ic_stable_structures::Memory;
use sha2::{Digest, Sha256};

/// Decides whether a key may be derived; replies with the entry of the access log, whose use is
/// reserved. Everything is checked here, and nothing is derived without this.
///
/// # Errors
/// [`IdentityError::GrantNotFound`] before the vote or without one,
/// [`IdentityError::NotRecipient`], [`IdentityError::RecordNotGranted`],
/// [`IdentityError::VersionNotGranted`], [`IdentityError::TransportKeySize`],
/// [`IdentityError::TransportKeyIdentity`], [`IdentityError::TransportKeyNotPinned`],
/// [`IdentityError::TransportKeyMalformed`], [`IdentityError::GrantExpired`],
/// [`IdentityError::DisclosuresFrozen`], [`IdentityError::RecordErased`],
/// [`IdentityError::UsesExhausted`].
pub fn decide<M: Memory>(
    state: &State<M>,
    args: &ReleaseArgs,
    ctx: &Ctx,
) -> Result<Decision<Access>, IdentityError> {
    let ReleaseArgs {
        grant_id,
        record,
        transport_public_key,
    } = args;
    let grant_id = *grant_id;
    let grant = state
        .grant(grant_id)
        .ok_or(IdentityError::GrantNotFound { grant_id })?;
    let caller = Caller(ctx.caller);
    let recipient = grant
        .recipients
        .iter()
        .copied()
        .find(|recipient| recipient.principal == caller)
        .ok_or(IdentityError::NotRecipient { grant_id, caller })?;
    check_granted(&grant, *record)?;
    check_transport_key(&transport_public_key.0, recipient)?;
    still_allowed(state, &grant, *record, ctx.now_ns)?;
    if state.uses(grant_id, caller, *record) >= u32::from(grant.uses) {
        return Err(IdentityError::UsesExhausted { uses: grant.uses });
    }
    let access = Access {
        id: state.accesses.len(),
        grant_id,
        record: *record,
        recipient,
        reserved_at_ns: ctx.now_ns,
        outcome: AccessOutcome::Reserved,
    };
    let event = Event::UseReserved {
        access: access.clone(),
    };
    Ok(Decision::change(event, access))
}

fn check_granted(grant: &Grant, record: RecordVersion) -> Result<(), IdentityError> {
    if grant.records.contains(&record) {
        return Ok(());
    }
    let of_record = |granted: &&RecordVersion| {
        (granted.provider, granted.record_id) == (record.provider, record.record_id)
    };
    Err(match grant.records.iter().find(of_record) {
        Some(granted) => IdentityError::VersionNotGranted {
            grant_id: grant.id,
            given: record.version,
            granted: granted.version,
        },
        None => IdentityError::RecordNotGranted {
            grant_id: grant.id,
            record: record.to_string(),
        },
    })
}

/// The pin is looked at before the curve, which costs more; size and identity before both, so
/// that each mistake is named for what it is.
fn check_transport_key(key: &[u8], recipient: Recipient) -> Result<(), IdentityError> {
    transport::check_shape(key)?;
    let given = Sha256Hash(Sha256::digest(key).into());
    if given != recipient.transport_key_hash {
        return Err(IdentityError::TransportKeyNotPinned {
            given,
            pinned: recipient.transport_key_hash,
        });
    }
    transport::check(key)
}

/// What must hold when the key is asked for and again when it is handed out.
fn still_allowed<M: Memory>(
    state: &State<M>,
    grant: &Grant,
    record: RecordVersion,
    now_ns: u64,
) -> Result<(), IdentityError> {
    if now_ns >= grant.expires_at_ns {
        return Err(IdentityError::GrantExpired {
            grant_id: grant.id,
            expired_at_ns: grant.expires_at_ns,
        });
    }
    if let Some(freeze) = state.freeze_at(now_ns) {
        let until_ns = freeze.until_ns;
        return Err(IdentityError::DisclosuresFrozen { until_ns });
    }
    let erased = state.record(record).and_then(|row| row.erased_at_ns);
    if let Some(erased_at_ns) = erased {
        let record = record.to_string();
        return Err(IdentityError::RecordErased {
            record,
            erased_at_ns,
        });
    }
    Ok(())
}

/// Decides what becomes of a reserved use once the system has answered: with the key, it is
/// handed out if that is still allowed; without, the use is given back.
///
/// # Errors
/// In the reply: [`IdentityError::KeyNotDerived`], [`IdentityError::KeyWithheld`]. The events
/// are to be committed in any case.
pub fn settle<M: Memory>(
    state: &State<M>,
    access_id: u64,
    derived: &Result<Vec<u8>, String>,
    ctx: &Ctx,
) -> Decision<Result<(), IdentityError>> {
    let access = state.access(access_id);
    let Some(access) = access.filter(|access| access.outcome == AccessOutcome::Reserved) else {
        // Given back meanwhile: the recipient may have asked again.
        let reason = "the reservation was given back meanwhile".to_owned();
        return Decision {
            events: Vec::new(),
            reply: Err(IdentityError::KeyWithheld { reason }),
        };
    };
    let allowed = state
        .grant(access.grant_id)
        .ok_or(IdentityError::GrantNotFound {
            grant_id: access.grant_id,
        })
        .and_then(|grant| still_allowed(state, &grant, access.record, ctx.now_ns));
    let reply = match (derived, allowed) {
        (Err(reason), _) => Err(IdentityError::KeyNotDerived {
            reason: shortened(reason),
        }),
        (Ok(_), Err(refusal)) => Err(IdentityError::KeyWithheld {
            reason: refusal.to_string(),
        }),
        (Ok(_), Ok(())) => Ok(()),
    };
    let outcome = match &reply {
        Ok(()) => AccessOutcome::Released { at_ns: ctx.now_ns },
        Err(refusal) => returned(&refusal.to_string(), ctx.now_ns),
    };
    Decision::change(Event::UseSettled { access_id, outcome }, reply)
}

/// Gives back the uses that nobody works on: after an upgrade, or when handling an answer
/// trapped. No key left the canister for them.
pub fn give_back<M: Memory>(
    state: &State<M>,
    in_flight: impl Fn(u64) -> bool,
    reason: &str,
    now_ns: u64,
) -> Vec<Event> {
    let reserved = state.reserved.keys().filter(|id| !in_flight(*id));
    reserved
        .map(|access_id| Event::UseSettled {
            access_id,
            outcome: returned(reason, now_ns),
        })
        .collect()
}

fn returned(reason: &str, at_ns: u64) -> AccessOutcome {
    AccessOutcome::Returned {
        at_ns,
        reason: shortened(reason),
    }
}

/// At most [`REASON_BYTES`] of a text that others wrote.
fn shortened(text: &str) -> String {
    let mut end = REASON_BYTES.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].to_owned()
}

#[cfg(test)]
mod tests;
