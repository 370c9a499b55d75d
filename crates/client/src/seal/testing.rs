//! A network whose master secret the test holds, so that keys can be released without it.

use super::{Lock, MasterKey, PublicKey};
use bonafide_policy::record_key::CONTEXT;
use candid::Principal;
use ic_bls12_381::{
    G1Affine, G1Projective, G2Affine, Scalar,
    hash_to_curve::{ExpandMsgXmd, HashToCurve, HashToField},
};
use sha2::Sha256;

/// Derives keys as the network does.
#[derive(Clone, Debug)]
pub struct TestKeys {
    master: Scalar,
}

impl TestKeys {
    /// A network by its number, from 1.
    #[must_use]
    pub fn new(number: u64) -> Self {
        Self {
            master: Scalar::from(number) + Scalar::from(u64::MAX),
        }
    }

    /// The network's public key.
    ///
    /// # Panics
    /// Never: it is a point of the group.
    #[must_use]
    pub fn master_key(&self) -> MasterKey {
        let point = public(self.master).to_compressed();
        MasterKey::from_bytes(&point).expect("a point of the group")
    }

    /// The public key of a canister.
    #[must_use]
    pub fn public_key(&self, canister: Principal) -> PublicKey {
        PublicKey::derive(&self.master_key(), canister)
    }

    /// The key of a record and slot, encrypted for a transport key: 192 bytes.
    ///
    /// # Panics
    /// When the transport key is no point of the group.
    #[must_use]
    pub fn release(&self, lock: Lock, slot: u8, transport_public_key: &[u8]) -> Vec<u8> {
        let canister_id = lock.canister.as_slice();
        let secret = offset(
            self.master,
            canister_id,
            b"ic-vetkd-bls12-381-g2-canister-id",
        );
        let secret = offset(secret, CONTEXT, b"ic-vetkd-bls12-381-g2-context");
        let message = [&public(secret).to_compressed()[..], &lock.input(slot)].concat();
        let signature = <G1Projective as HashToCurve<ExpandMsgXmd<Sha256>>>::hash_to_curve(
            &message,
            b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_AUG_",
        ) * secret;
        let transport = transport_public_key.try_into().expect("48 bytes");
        let transport = G1Affine::from_compressed(transport).expect("a point of the group");
        let blinding = Scalar::from(77);
        let c1 = G1Affine::from(G1Affine::generator() * blinding);
        let c3 = G1Affine::from(transport * blinding + signature);
        [
            &c1.to_compressed()[..],
            &public(blinding).to_compressed(),
            &c3.to_compressed(),
        ]
        .concat()
    }
}

fn public(secret: Scalar) -> G2Affine {
    G2Affine::from(G2Affine::generator() * secret)
}

/// One step of derivation: the secret moves by a hash of its public key and `data`.
fn offset(secret: Scalar, data: &[u8], domain: &[u8]) -> Scalar {
    let mut input = Vec::new();
    for part in [&public(secret).to_compressed()[..], data] {
        input.extend_from_slice(&(part.len() as u64).to_be_bytes());
        input.extend_from_slice(part);
    }
    let mut offset = [Scalar::zero()];
    Scalar::hash_to_field::<ExpandMsgXmd<Sha256>>(&input, domain, &mut offset);
    secret + offset[0]
}
