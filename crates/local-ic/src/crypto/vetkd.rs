//! vetKD on BLS12-381: keys that one canister can derive, encrypted under a
//! transport key and checkable by whoever receives them.
//!
//! A secret and its public key are derived in the same two steps, by the same
//! offsets: master key, then the canister's key, then the key of a context. An
//! empty context stops after the first step.

use candid::Principal;
use ic_bls12_381::hash_to_curve::{ExpandMsgXmd, HashToField};
use ic_bls12_381::{G1Affine, G2Affine, Scalar};
use sha2::Sha256;

use super::Keys;
use super::bls::{SecretKey, hash_to_g1, scalar_from};

const CANISTER_DST: &[u8] = b"ic-vetkd-bls12-381-g2-canister-id";
const CONTEXT_DST: &[u8] = b"ic-vetkd-bls12-381-g2-context";
const SIGNATURE_DST: &[u8] = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_AUG_";

/// The master keys that exist.
pub const KEY_NAMES: [&str; 3] = ["key_1", "test_key_1", "dfx_test_key"];

/// Why a key was not derived.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum VetKdError {
    /// There is no master key of this name.
    #[error("vetKD key {0:?} does not exist; known keys: {keys}", keys = KEY_NAMES.join(", "))]
    UnknownKey(String),
    /// The transport public key is not a compressed point of G1.
    #[error("the transport public key is not a compressed G1 point of 48 bytes")]
    InvalidTransportKey,
}

/// The public key (96 bytes, a compressed G2 point) of `canister` and `context`.
///
/// # Errors
/// [`VetKdError::UnknownKey`].
pub fn public_key(
    keys: &Keys,
    name: &str,
    canister: Principal,
    context: &[u8],
) -> Result<Vec<u8>, VetKdError> {
    let derived = Derived::new(keys, name, canister, context)?;
    Ok(derived.public.to_compressed().to_vec())
}

/// The key for `input` (192 bytes), encrypted under `transport_public_key`.
///
/// # Errors
/// [`VetKdError`].
pub fn derive_key(
    keys: &Keys,
    name: &str,
    canister: Principal,
    context: &[u8],
    input: &[u8],
    transport_public_key: &[u8],
) -> Result<Vec<u8>, VetKdError> {
    let transport: G1Affine = transport_public_key
        .try_into()
        .ok()
        .and_then(|bytes| Option::from(G1Affine::from_compressed(bytes)))
        .ok_or(VetKdError::InvalidTransportKey)?;
    let derived = Derived::new(keys, name, canister, context)?;
    let public = derived.public.to_compressed();

    // The key itself: a BLS signature on the input, bound to the public key.
    let message = [public.as_slice(), input].concat();
    let signature = hash_to_g1(&message, SIGNATURE_DST) * derived.secret;

    // The blinding follows from the request, for the same bytes each time.
    let blinding = scalar_from(&[
        b"vetkd blinding",
        &derived.secret.to_bytes(),
        input,
        transport_public_key,
    ]);
    let c1 = G1Affine::from(G1Affine::generator() * blinding);
    let c2 = G2Affine::from(G2Affine::generator() * blinding);
    let c3 = G1Affine::from(transport * blinding + signature);
    Ok([
        c1.to_compressed().as_slice(),
        &c2.to_compressed(),
        &c3.to_compressed(),
    ]
    .concat())
}

/// A key pair after derivation.
struct Derived {
    secret: Scalar,
    public: G2Affine,
}

impl Derived {
    fn new(
        keys: &Keys,
        name: &str,
        canister: Principal,
        context: &[u8],
    ) -> Result<Self, VetKdError> {
        if !KEY_NAMES.contains(&name) {
            return Err(VetKdError::UnknownKey(name.to_owned()));
        }
        let master = SecretKey::from_seed(&keys.vetkd_master_seed(name)).scalar();
        let canister_key = Self::from_secret(master).offset(canister.as_slice(), CANISTER_DST);
        Ok(if context.is_empty() {
            canister_key
        } else {
            canister_key.offset(context, CONTEXT_DST)
        })
    }

    fn from_secret(secret: Scalar) -> Self {
        let public = G2Affine::from(G2Affine::generator() * secret);
        Self { secret, public }
    }

    /// One derivation step: the secret moves by a hash of the public key and `data`.
    fn offset(&self, data: &[u8], dst: &[u8]) -> Self {
        let public = self.public.to_compressed();
        let mut input = Vec::with_capacity(16 + public.len() + data.len());
        for part in [public.as_slice(), data] {
            let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
            input.extend_from_slice(&length.to_be_bytes());
            input.extend_from_slice(part);
        }
        let mut offset = [Scalar::zero()];
        Scalar::hash_to_field::<ExpandMsgXmd<Sha256>>(&input, dst, &mut offset);
        Self::from_secret(self.secret + offset[0])
    }
}

#[cfg(test)]
mod tests {
    use ic_vetkeys::{
        DerivedPublicKey, EncryptedVetKey, IbeCiphertext, IbeIdentity, IbeSeed, MasterPublicKey,
        TransportSecretKey,
    };

    use super::*;

    const CANISTER: Principal = Principal::from_slice(&[1, 2, 3]);

    fn keys() -> Keys {
        Keys::new([5; 32])
    }

    fn transport() -> TransportSecretKey {
        TransportSecretKey::from_seed(vec![6; 32]).unwrap()
    }

    #[test]
    fn public_keys_derive_offline() {
        let keys = keys();
        let canister_key = public_key(&keys, "key_1", CANISTER, b"").unwrap();
        let offline = DerivedPublicKey::deserialize(&canister_key)
            .unwrap()
            .derive_sub_key(b"context");
        let online = public_key(&keys, "key_1", CANISTER, b"context").unwrap();
        assert_eq!(offline.serialize(), online);

        let master = SecretKey::from_seed(&keys.vetkd_master_seed("key_1")).scalar();
        let master = G2Affine::from(G2Affine::generator() * master).to_compressed();
        let offline = MasterPublicKey::deserialize(&master)
            .unwrap()
            .derive_canister_key(CANISTER.as_slice());
        assert_eq!(offline.serialize(), canister_key);
    }

    #[test]
    fn keys_decrypt_verify_and_open_what_was_encrypted_to_them() {
        let (keys, transport) = (keys(), transport());
        let public = public_key(&keys, "test_key_1", CANISTER, b"context").unwrap();
        let public = DerivedPublicKey::deserialize(&public).unwrap();
        let sealed = IbeCiphertext::encrypt(
            &public,
            &IbeIdentity::from_bytes(b"auditor"),
            b"a secret",
            &IbeSeed::from_bytes(&[4; 32]).unwrap(),
        );
        let derive = |input: &[u8]| {
            let key = transport.public_key();
            derive_key(&keys, "test_key_1", CANISTER, b"context", input, &key).unwrap()
        };
        let encrypted = EncryptedVetKey::deserialize(&derive(b"auditor")).unwrap();
        let key = encrypted
            .decrypt_and_verify(&transport, &public, b"auditor")
            .unwrap();
        assert_eq!(sealed.decrypt(&key).unwrap(), b"a secret");

        let other = EncryptedVetKey::deserialize(&derive(b"other")).unwrap();
        assert!(
            other
                .decrypt_and_verify(&transport, &public, b"auditor")
                .is_err()
        );
        let other = other
            .decrypt_and_verify(&transport, &public, b"other")
            .unwrap();
        assert!(sealed.decrypt(&other).is_err());
        assert_eq!(derive(b"auditor"), derive(b"auditor"));
    }

    #[test]
    fn unknown_keys_and_bad_transport_keys_are_refused() {
        let unknown = public_key(&keys(), "nothing", CANISTER, b"");
        assert_eq!(unknown, Err(VetKdError::UnknownKey("nothing".to_owned())));
        let invalid = derive_key(&keys(), "key_1", CANISTER, b"", b"", &[0; 48]);
        assert_eq!(invalid, Err(VetKdError::InvalidTransportKey));
    }
}
