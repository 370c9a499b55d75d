//! Learns the public key that seeds are checked with.

use crate::domain::seed::PUBLIC_KEY_BYTES;
use crate::live;
use crate::state::{Event, State};
use crate::tasks::own;
use bonafide_kit::call::call;
use bonafide_kit::commit;
use bonafide_kit::task::TaskGuard;
use bonafide_policy::sampling::plan::CONTEXT;
use bonafide_types::id::Blob;
use candid::Principal;
use ic_management_canister_types::{
    VetKDCurve, VetKDKeyId, VetKDPublicKeyArgs, VetKDPublicKeyResult,
};

/// The vetKD key of a name.
pub(super) fn key_id(name: String) -> VetKDKeyId {
    VetKDKeyId {
        curve: VetKDCurve::Bls12_381_G2,
        name,
    }
}

/// Asks the system for the key, unless it is known or seeds are drawn without one. What goes
/// wrong is tried again.
pub async fn learn_public_key() {
    let Some(_guard) = TaskGuard::acquire("learn_public_key") else {
        return;
    };
    let config = live::read(State::settings);
    let (Some(name), None) = (config.vetkd_key_name, config.public_key) else {
        return;
    };
    let args = VetKDPublicKeyArgs {
        canister_id: None,
        context: CONTEXT.to_vec(),
        key_id: key_id(name),
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
