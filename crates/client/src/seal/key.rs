//! The public key that a canister's records are encrypted to.

use super::SealError;
use bonafide_policy::record_key::CONTEXT;
use candid::Principal;
use ic_cdk_management_canister::{VetKDCurve, VetKDKeyId};
use ic_vetkeys::{DerivedPublicKey, MasterPublicKey};
use std::str::FromStr;

/// The public key of one identity canister.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(pub(super) DerivedPublicKey);

impl PublicKey {
    /// Reads it as the canister certifies it: 96 bytes, a compressed point of G2.
    ///
    /// # Errors
    /// [`SealError::PublicKey`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SealError> {
        DerivedPublicKey::deserialize(bytes)
            .map(Self)
            .map_err(|_| SealError::PublicKey {
                given: hex::encode(bytes),
                reason: "not a compressed point of G2, 96 bytes".into(),
            })
    }

    /// Derives it without asking anybody, from what is known of the network.
    #[must_use]
    pub fn derive(master: &MasterKey, canister: Principal) -> Self {
        let canister_key = master.0.derive_canister_key(canister.as_slice());
        Self(canister_key.derive_sub_key(CONTEXT))
    }

    /// The 96 bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.serialize()
    }
}

/// The public key of a whole network, from which those of its canisters follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MasterKey(MasterPublicKey);

impl MasterKey {
    /// Reads it: 96 bytes, a compressed point of G2.
    ///
    /// # Errors
    /// [`SealError::PublicKey`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SealError> {
        MasterPublicKey::deserialize(bytes)
            .map(Self)
            .map_err(|_| SealError::PublicKey {
                given: hex::encode(bytes),
                reason: "not a compressed point of G2, 96 bytes".into(),
            })
    }

    /// The public key of a canister's keys of one use, 96 bytes. Uses are told apart by their
    /// context.
    #[must_use]
    pub fn public_key(&self, canister: Principal, context: &[u8]) -> Vec<u8> {
        let canister_key = self.0.derive_canister_key(canister.as_slice());
        canister_key.derive_sub_key(context).serialize()
    }
}

/// `ic:key_1`, `ic:test_key_1`, `pocketic:key_1`, `pocketic:test_key_1`,
/// `pocketic:dfx_test_key`: constants of `ic-vetkeys`.
impl FromStr for MasterKey {
    type Err = SealError;

    fn from_str(text: &str) -> Result<Self, SealError> {
        let (network, name) = text.split_once(':').unwrap_or((text, ""));
        let id = VetKDKeyId {
            curve: VetKDCurve::Bls12_381_G2,
            name: name.into(),
        };
        let key = match network {
            "ic" => MasterPublicKey::for_mainnet_key(&id),
            "pocketic" => MasterPublicKey::for_pocketic_key(&id),
            _ => None,
        };
        key.map(Self).ok_or_else(|| SealError::PublicKey {
            given: text.into(),
            reason: "known are ic:key_1, ic:test_key_1, and pocketic:key_1, :test_key_1 and \
                     :dfx_test_key"
                .into(),
        })
    }
}
