//! Public keys as clients send them, and verification of what they signed.

use ed25519_dalek::{Signature as Ed25519Signature, VerifyingKey as Ed25519Key};
use k256::ecdsa::{Signature as K256Signature, VerifyingKey as K256Key};
use k256::pkcs8::DecodePublicKey;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature as P256Signature, VerifyingKey as P256Key};

/// What precedes the 32 bytes of an Ed25519 public key in its DER encoding.
pub(super) const ED25519_DER_PREFIX: [u8; 12] = [48, 42, 48, 5, 6, 3, 43, 101, 112, 3, 33, 0];
/// The object identifier 1.3.6.1.4.1.56387.1.2 in DER, inside a canister signature's key.
const CANISTER_SIGNATURE_OID: [u8; 12] = [
    0x06, 0x0a, 0x2b, 0x06, 0x01, 0x04, 0x01, 0x83, 0xb8, 0x43, 0x01, 0x02,
];
/// The object identifier 1.3.6.1.4.1.56387.1.1 in DER, inside a COSE (web authentication) key.
const COSE_OID: [u8; 12] = [
    0x06, 0x0a, 0x2b, 0x06, 0x01, 0x04, 0x01, 0x83, 0xb8, 0x43, 0x01, 0x01,
];

/// Why a signature was refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum SignatureError {
    /// The key is none of the kinds that are known.
    #[error("the public key is not an Ed25519, ECDSA P-256 or ECDSA secp256k1 key in DER")]
    UnknownKey,
    /// Canister signatures are not emulated.
    #[error("canister signatures are not implemented by this emulator")]
    CanisterSignature,
    /// Web authentication signatures are not emulated.
    #[error("web authentication (COSE) keys are not implemented by this emulator")]
    WebAuthentication,
    /// The signature has the wrong length or is not a pair of scalars.
    #[error("the signature is malformed")]
    MalformedSignature,
    /// The key did not sign this message.
    #[error("the signature does not match the public key and the message")]
    Mismatch,
}

/// Checks that `public_key_der` signed `message`. ECDSA is over the SHA-256 of the message,
/// its signature 64 bytes, r then s, high or low.
///
/// # Errors
/// [`SignatureError`].
pub fn verify(
    public_key_der: &[u8],
    message: &[u8],
    signature: &[u8],
) -> Result<(), SignatureError> {
    let malformed = |_| SignatureError::MalformedSignature;
    let mismatch = |_| SignatureError::Mismatch;
    if let Some(key) = ed25519_key(public_key_der) {
        let signature = Ed25519Signature::from_slice(signature).map_err(malformed)?;
        key.verify(message, &signature).map_err(mismatch)
    } else if let Ok(key) = P256Key::from_public_key_der(public_key_der) {
        let signature = P256Signature::from_slice(signature).map_err(malformed)?;
        key.verify(message, &signature).map_err(mismatch)
    } else if let Ok(key) = K256Key::from_public_key_der(public_key_der) {
        let signature = K256Signature::from_slice(signature).map_err(malformed)?;
        let low = signature.normalize_s().unwrap_or(signature);
        key.verify(message, &low).map_err(mismatch)
    } else if contains(public_key_der, &CANISTER_SIGNATURE_OID) {
        Err(SignatureError::CanisterSignature)
    } else if contains(public_key_der, &COSE_OID) {
        Err(SignatureError::WebAuthentication)
    } else {
        Err(SignatureError::UnknownKey)
    }
}

fn ed25519_key(public_key_der: &[u8]) -> Option<Ed25519Key> {
    let raw = public_key_der.strip_prefix(&ED25519_DER_PREFIX)?;
    Ed25519Key::from_bytes(raw.try_into().ok()?).ok()
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle)
}
