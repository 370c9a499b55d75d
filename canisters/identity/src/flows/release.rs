//! The one way to a key.

use super::public_key::key_id;
use crate::commands::{Decision, release as rules};
use crate::live;
use crate::state::State;
use bonafide_kit::call::call;
use bonafide_kit::{Ctx, commit};
use bonafide_policy::record_key;
use bonafide_types::id::Blob;
use bonafide_types::identity::{Access, IdentityError, ReleaseArgs, Released};
use bonafide_types::limits::RELEASES_IN_FLIGHT;
use candid::Principal;
use ic_management_canister_types::{VetKDDeriveKeyArgs, VetKDDeriveKeyResult};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Bytes of an encrypted vetKey.
const ENCRYPTED_KEY_BYTES: usize = 192;

thread_local! {
    static IN_FLIGHT: RefCell<BTreeSet<u64>> = const { RefCell::new(BTreeSet::new()) };
}

/// Whether a key is being derived for an entry of the access log. An upgrade ends all.
#[must_use]
pub fn is_in_flight(access_id: u64) -> bool {
    IN_FLIGHT.with_borrow(|ids| ids.contains(&access_id))
}

/// Held while a key is derived. Dropped, also when handling the answer traps, it says that
/// nobody works on the entry.
struct InFlight(u64);

impl InFlight {
    fn begin(access_id: u64) -> Self {
        IN_FLIGHT.with_borrow_mut(|ids| ids.insert(access_id));
        Self(access_id)
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        IN_FLIGHT.with_borrow_mut(|ids| ids.remove(&self.0));
    }
}

/// Releases a key: reserves a use, has the key derived for the recipient's transport key, and
/// hands it out with what it opens, if that is still allowed then.
///
/// # Errors
/// Those of [`rules::decide`]; [`IdentityError::TooManyReleases`],
/// [`IdentityError::KeyNotDerived`], [`IdentityError::KeyWithheld`]. The use is given back when
/// the reply is an error.
pub async fn release(args: ReleaseArgs, ctx: Ctx) -> Result<Released, IdentityError> {
    let access = live::change(|state| {
        let Decision { events, reply } = rules::decide(state, &args, &ctx)?;
        if IN_FLIGHT.with_borrow(BTreeSet::len) >= RELEASES_IN_FLIGHT {
            let limit = RELEASES_IN_FLIGHT as u64;
            return Err(IdentityError::TooManyReleases { limit });
        }
        commit(state, &ctx, events);
        Ok(reply)
    })?;
    let _in_flight = InFlight::begin(access.id);
    let derived = derive(&access, args.transport_public_key.0, &ctx).await;
    let ctx = ctx.later();
    live::change(|state| {
        let Decision { events, reply } = rules::settle(state, access.id, &derived, &ctx);
        if !events.is_empty() {
            commit(state, &ctx, events);
        }
        reply?;
        let key = derived.map_err(|reason| IdentityError::KeyNotDerived { reason })?;
        handed_out(state, &access, key)
    })
}

fn handed_out(
    state: &live::Live,
    access: &Access,
    encrypted_key: Vec<u8>,
) -> Result<Released, IdentityError> {
    let not_found = || IdentityError::RecordNotFound {
        record: access.record.to_string(),
    };
    Ok(Released {
        access_id: access.id,
        encrypted_key: Blob(encrypted_key),
        ciphertext: Blob(state.ciphertext(access.record).ok_or_else(not_found)?),
        record: state.record(access.record).ok_or_else(not_found)?,
        slot: access.recipient.slot,
    })
}

/// Asks the system for the key of a record and slot, encrypted for a transport key. Private:
/// nobody comes here but by [`release`], after a use was reserved.
async fn derive(
    access: &Access,
    transport_public_key: Vec<u8>,
    ctx: &Ctx,
) -> Result<Vec<u8>, String> {
    let name = live::read(State::settings).vetkd_key_name;
    let key_id = key_id(name);
    // What the system asks for it today, never a number of our own.
    let cycles = ic_cdk::api::cost_vetkd_derive_key(&key_id.name, key_id.curve.into())
        .map_err(|error| format!("vetkd_derive_key: no price: {error}"))?;
    let args = VetKDDeriveKeyArgs {
        input: record_key::input(ctx.self_id, access.record, access.recipient.slot).to_vec(),
        context: record_key::CONTEXT.to_vec(),
        transport_public_key,
        key_id,
    };
    let management = Principal::management_canister();
    let VetKDDeriveKeyResult { encrypted_key } =
        call(management, "vetkd_derive_key", &args, cycles).await?;
    if encrypted_key.len() == ENCRYPTED_KEY_BYTES {
        Ok(encrypted_key)
    } else {
        let bytes = encrypted_key.len();
        Err(format!("vetkd_derive_key: a key of {bytes} bytes"))
    }
}
