//! Learns the public key that records are encrypted to.

use crate::live;
use crate::state::{Event, State};
use crate::tasks::own;
use bonafide_kit::call::call;
use bonafide_kit::commit;
use bonafide_kit::task::TaskGuard;
use bonafide_policy::record_key::CONTEXT;
use bonafide_types::id::Blob;
use candid::Principal;
use ic_management_canister_types::{
    VetKDCurve, VetKDKeyId, VetKDPublicKeyArgs, VetKDPublicKeyResult,
};

/// A compressed point of G2.
const PUBLIC_KEY_BYTES: usize = 96;

/// The vetKD key of a name.
pub(super) fn key_id(name: String) -> VetKDKeyId {
    VetKDKeyId {
        curve: VetKDCurve::Bls12_381_G2,
        name,
    }
}

/// Asks the system for the key, unless it is known. What goes wrong is tried again.
pub async fn learn_public_key() {
    let Some(_guard) = TaskGuard::acquire("learn_public_key") else {
        return;
    };
    let config = live::read(State::settings);
    if config.public_key.is_some() {
        return;
    }
    let args = VetKDPublicKeyArgs {
        canister_id: None,
        context: CONTEXT.to_vec(),
        key_id: key_id(config.vetkd_key_name),
    };
    let management = Principal::management_canister();
    let answer = call::<VetKDPublicKeyResult>(management, "vetkd_public_key", &args, 0).await;
    let Ok(VetKDPublicKeyResult { public_key }) = answer else {
        return;
    };
    if public_key.len() == PUBLIC_KEY_BYTES {
        let public_key = Blob(public_key);
        let learned = Event::PublicKeyLearned { public_key };
        live::change(|state| commit(state, &own(), [learned]));
    }
}
