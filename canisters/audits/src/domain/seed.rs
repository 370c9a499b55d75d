//! The seed of a draw, as it follows from where it is from.

use bonafide_policy::sampling::plan;
use bonafide_types::audits::RandomnessSource;
use bonafide_types::id::Sha256Hash;
use hkdf::Hkdf;
use sha2::Sha256;

/// Bytes of a vetKey: a compressed point of G1.
pub const VET_KEY_BYTES: usize = 48;
/// Bytes of the public key that it is checked with: a compressed point of G2.
pub const PUBLIC_KEY_BYTES: usize = 96;

/// What the output of the verifiable random function is derived for.
const VRF_DOMAIN: &[u8] = b"ic-vetkd-bls12-381-g2-vrf";

/// The output of the verifiable random function of vetKD, as `ic-vetkeys` computes it in
/// `VrfOutput`: 32 bytes of HKDF-SHA256 without salt over vetKey, public key and input, each
/// after its length in 8 bytes, big-endian.
#[must_use]
pub fn vrf(vet_key: &[u8], public_key: &[u8], snapshot_hash: &Sha256Hash) -> Sha256Hash {
    let mut material = Vec::new();
    for part in [vet_key, public_key, &snapshot_hash.0] {
        material.extend_from_slice(&(part.len() as u64).to_be_bytes());
        material.extend_from_slice(part);
    }
    let mut seed = [0; 32];
    let expanded = Hkdf::<Sha256>::new(None, &material).expand(VRF_DOMAIN, &mut seed);
    if expanded.is_err() {
        unreachable!("BUG: HKDF-SHA256 gives up to 8,160 bytes")
    }
    Sha256Hash(seed)
}

/// The seed that a source gives for a snapshot; none when the source has another form, or
/// nobody can check it. Whether a vetKey fits the public key is not looked at: that takes a
/// pairing, and anyone can make it.
#[must_use]
pub fn of_source(
    source: &RandomnessSource,
    public_key: Option<&[u8]>,
    snapshot_hash: &Sha256Hash,
) -> Option<Sha256Hash> {
    match source {
        RandomnessSource::VetKd { proof } => {
            let vet_key = Some(&proof.0).filter(|proof| proof.len() == VET_KEY_BYTES)?;
            Some(vrf(vet_key, public_key?, snapshot_hash))
        }
        RandomnessSource::RawRand { bytes } => {
            let random: &[u8; 32] = bytes.0.as_slice().try_into().ok()?;
            Some(plan::raw_rand_seed(snapshot_hash, random))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bonafide_types::id::Blob;
    use std::collections::BTreeSet;

    #[test]
    fn should_give_the_output_that_ic_vetkeys_gives() {
        // HKDF written out from HMAC elsewhere, over the same bytes.
        let seed = vrf(&[1; 48], &[2; 96], &Sha256Hash([3; 32]));
        assert_eq!(
            seed.to_string(),
            "b738ce94e91495dcbcb69e011c66deeef87cbe9f8f83d4a04d56c0a1191248e1"
        );
    }

    #[test]
    fn should_bind_the_seed_to_key_proof_and_snapshot() {
        let hash = Sha256Hash([3; 32]);
        let seeds = [
            vrf(&[1; 48], &[2; 96], &hash),
            vrf(&[0; 48], &[2; 96], &hash),
            vrf(&[1; 48], &[1; 96], &hash),
            vrf(&[1; 48], &[2; 96], &Sha256Hash([4; 32])),
        ];
        let distinct: BTreeSet<_> = seeds.into_iter().collect();
        assert_eq!(distinct.len(), seeds.len());
    }

    #[test]
    fn should_take_sources_of_their_own_form_alone() {
        let hash = Sha256Hash([3; 32]);
        let vet_key = |length| RandomnessSource::VetKd {
            proof: Blob(vec![1; length]),
        };
        let key = [2; PUBLIC_KEY_BYTES];
        let seed = vrf(&[1; VET_KEY_BYTES], &key, &hash);
        assert_eq!(of_source(&vet_key(48), Some(&key), &hash), Some(seed));
        assert_eq!(of_source(&vet_key(48), None, &hash), None);
        assert_eq!(of_source(&vet_key(47), Some(&key), &hash), None);
        let random = |length| RandomnessSource::RawRand {
            bytes: Blob(vec![1; length]),
        };
        let seed = plan::raw_rand_seed(&hash, &[1; 32]);
        assert_eq!(of_source(&random(32), None, &hash), Some(seed));
        assert_eq!(of_source(&random(31), None, &hash), None);
    }
}
