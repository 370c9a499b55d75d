//! The one way to a seed, and to what follows from it.
//!
//! The seed is asked for when the snapshot is committed, for its very hash. By vetKD it is the
//! output of a verifiable random function: there is one answer for a hash, which nobody knows
//! before it is derived, and whoever asks again gets the same. By `raw_rand` the answer differs
//! each time; it is shown to nobody before the draw that follows from it is committed.

use super::public_key::key_id;
use crate::commands::draw as rules;
use crate::domain::seed::{self as seeds, VET_KEY_BYTES};
use crate::live;
use crate::state::State;
use crate::tasks::own;
use bonafide_kit::call::{ask, call};
use bonafide_kit::task::TaskGuard;
use bonafide_kit::words::cut;
use bonafide_kit::{Ctx, commit};
use bonafide_policy::sampling::plan::{self, CONTEXT};
use bonafide_types::audits::{AuditError, Config, Draw, DrawPurpose, Randomness, RandomnessSource};
use bonafide_types::id::{Blob, Sha256Hash};
use bonafide_types::limits::REASON_BYTES;
use candid::Principal;
use ic_management_canister_types::{VetKDDeriveKeyArgs, VetKDDeriveKeyResult};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Draws that one run of the task makes.
const DRAWS: usize = 16;
/// Bytes of an encrypted vetKey: a point of G1, one of G2, and one of G1.
const ENCRYPTED_KEY_BYTES: usize = 192;
/// The neutral point of G1. A key that is encrypted for it is the last part of what is returned,
/// open for everyone to see; `ic-vetkeys` asks so as well.
const NEUTRAL_POINT: [u8; VET_KEY_BYTES] = {
    let mut point = [0; VET_KEY_BYTES];
    point[0] = 0xc0;
    point
};

thread_local! {
    static IN_FLIGHT: RefCell<BTreeSet<u64>> = const { RefCell::new(BTreeSet::new()) };
}

/// Held while the seed of a draw is asked for. Dropped, also when handling the answer traps, it
/// says that nobody works on the draw.
struct InFlight(u64);

impl InFlight {
    fn begin(draw_id: u64) -> Option<Self> {
        // Lazily: a guard made and dropped here would free the draw that is being made.
        IN_FLIGHT
            .with_borrow_mut(|ids| ids.insert(draw_id))
            .then(|| Self(draw_id))
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        IN_FLIGHT.with_borrow_mut(|ids| ids.remove(&self.0));
    }
}

/// Makes a draw whose snapshot is fixed: asks for the seed and commits what follows from it.
///
/// # Errors
/// Those of [`rules::decide`], before and after the seed is there; [`AuditError::DrawUnderWay`],
/// [`AuditError::NoRandomness`].
pub async fn draw(purpose: DrawPurpose, ctx: Ctx) -> Result<Draw, AuditError> {
    let draw = live::read(|state| rules::decide(state, purpose))?;
    let draw_id = draw.id;
    let under_way = AuditError::DrawUnderWay { draw_id };
    let _in_flight = InFlight::begin(draw_id).ok_or(under_way)?;
    let found = seed(&draw.snapshot.hash).await;
    let ctx = ctx.later();
    let (seed, source) = found.map_err(|reason| AuditError::NoRandomness {
        reason: cut(reason, REASON_BYTES),
    })?;
    live::change(|state| {
        let again = rules::decide(state, purpose)?;
        if again.id != draw_id {
            return Err(AuditError::AlreadyDrawn { draw_id });
        }
        let randomness = Randomness {
            seed,
            source,
            at_ns: ctx.now_ns,
        };
        let events = rules::drawn(state, draw_id, randomness, ctx.now_ns)?;
        commit(state, &ctx, events);
        state
            .draw(draw_id)
            .ok_or(AuditError::DrawNotFound { draw_id })
    })
}

/// Makes the draws that are to be made. What goes wrong is tried again.
pub async fn make_draws() {
    let Some(_guard) = TaskGuard::acquire("make_draws") else {
        return;
    };
    live::change(|state| {
        let overtaken = rules::overtaken(state);
        if !overtaken.is_empty() {
            commit(state, &own(), overtaken);
        }
    });
    let purposes: Vec<_> = live::read(|state| {
        let open = state.open_draws.keys().take(DRAWS);
        let draws = open.filter_map(|id| state.draw(id));
        draws.map(|draw| draw.purpose).collect()
    });
    for purpose in purposes {
        // Nothing is lost: the draw stays open.
        let _ = draw(purpose, own()).await;
    }
}

/// A seed for a snapshot, and where it is from. Both ways need nothing but the settings, which
/// name the way once and for all.
async fn seed(snapshot_hash: &Sha256Hash) -> Result<(Sha256Hash, RandomnessSource), String> {
    let Config {
        vetkd_key_name,
        public_key,
        ..
    } = live::read(State::settings);
    let Some(name) = vetkd_key_name else {
        return raw_rand(snapshot_hash).await;
    };
    // Without it nobody could check the proof.
    let Some(public_key) = public_key else {
        return Err("the public key is not known yet".into());
    };
    let vet_key = derive(name, snapshot_hash).await?;
    let seed = seeds::vrf(&vet_key, &public_key.0, snapshot_hash);
    let proof = Blob(vet_key);
    Ok((seed, RandomnessSource::VetKd { proof }))
}

async fn raw_rand(snapshot_hash: &Sha256Hash) -> Result<(Sha256Hash, RandomnessSource), String> {
    let management = Principal::management_canister();
    let Blob(bytes) = ask(management, "raw_rand").await?;
    let Ok(random) = <[u8; 32]>::try_from(bytes.as_slice()) else {
        return Err(format!("raw_rand: {} bytes", bytes.len()));
    };
    let seed = plan::raw_rand_seed(snapshot_hash, &random);
    let bytes = Blob(bytes);
    Ok((seed, RandomnessSource::RawRand { bytes }))
}

/// Asks the system for the vetKey of a snapshot's hash. Whether it fits the public key is not
/// checked here, where a pairing is dear: the system's answer is trusted as that of `raw_rand`
/// is, and anyone can check the proof.
async fn derive(name: String, snapshot_hash: &Sha256Hash) -> Result<Vec<u8>, String> {
    let key_id = key_id(name);
    // What the system asks for it today, never a number of our own.
    let cycles = ic_cdk::api::cost_vetkd_derive_key(&key_id.name, key_id.curve.into())
        .map_err(|error| format!("vetkd_derive_key: no price: {error}"))?;
    let args = VetKDDeriveKeyArgs {
        input: snapshot_hash.0.to_vec(),
        context: CONTEXT.to_vec(),
        transport_public_key: NEUTRAL_POINT.to_vec(),
        key_id,
    };
    let management = Principal::management_canister();
    let VetKDDeriveKeyResult { mut encrypted_key } =
        call(management, "vetkd_derive_key", &args, cycles).await?;
    if encrypted_key.len() == ENCRYPTED_KEY_BYTES {
        Ok(encrypted_key.split_off(ENCRYPTED_KEY_BYTES - VET_KEY_BYTES))
    } else {
        let bytes = encrypted_key.len();
        Err(format!("vetkd_derive_key: a key of {bytes} bytes"))
    }
}

#[cfg(test)]
mod tests;
