//! BLS signatures on BLS12-381 as the interface specification uses them for
//! certificates: signatures in G1, public keys in G2.

use ic_bls12_381::hash_to_curve::{ExpandMsgXmd, HashToCurve};
use ic_bls12_381::{G1Affine, G1Projective, G2Affine, Scalar};
use sha2::{Digest, Sha256};

/// The domain separator of certificate signatures.
const SIGNATURE_DST: &[u8] = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";

/// What precedes the 96 bytes of a G2 point in its DER encoding.
const DER_PREFIX: [u8; 37] = [
    0x30, 0x81, 0x82, 0x30, 0x1d, 0x06, 0x0d, 0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0xdc, 0x7c, 0x05,
    0x03, 0x01, 0x02, 0x01, 0x06, 0x0c, 0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0xdc, 0x7c, 0x05, 0x03,
    0x02, 0x01, 0x03, 0x61, 0x00,
];

/// A secret scalar.
#[derive(Clone, Debug)]
pub struct SecretKey(Scalar);

impl SecretKey {
    /// Derives a key from `seed`.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(scalar_from(&[b"bls secret", seed]))
    }

    /// The public key, DER (133 bytes).
    #[must_use]
    pub fn public_key_der(&self) -> Vec<u8> {
        let point = G2Affine::from(G2Affine::generator() * self.0);
        [DER_PREFIX.as_slice(), &point.to_compressed()].concat()
    }

    /// Signs `message`: a compressed G1 point.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; 48] {
        let point = hash_to_g1(message, SIGNATURE_DST);
        G1Affine::from(point * self.0).to_compressed()
    }

    pub(super) fn scalar(&self) -> Scalar {
        self.0
    }
}

/// Hashes `message` to a point of G1 under the domain separator `dst`.
pub(super) fn hash_to_g1(message: &[u8], dst: &[u8]) -> G1Projective {
    <G1Projective as HashToCurve<ExpandMsgXmd<Sha256>>>::hash_to_curve(message, dst)
}

/// A scalar that depends on all `parts`, each with its length.
pub(super) fn scalar_from(parts: &[&[u8]]) -> Scalar {
    let mut wide = [0; 64];
    for (half, tag) in wide.chunks_exact_mut(32).zip([0_u8, 1]) {
        let mut hasher = Sha256::new();
        hasher.update([tag]);
        for part in parts {
            hasher.update(part.len().to_be_bytes());
            hasher.update(part);
        }
        half.copy_from_slice(&hasher.finalize());
    }
    Scalar::from_bytes_wide(&wide)
}
