//! Where the bytes that must look random come from.

use super::Lock;
use bonafide_types::identity::Committee;
use sha2::{Digest, Sha256};

/// Sets these hashes apart from all others: length, then words.
const DOMAIN: &[u8] = b"\x0Dbonafide-seal";

/// What drawn bytes are for.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    /// The seed of one encryption, by slot.
    Encryption = 0,
    /// The key that a committee's content is encrypted with.
    ContentKey = 1,
    /// The nonce that goes with it.
    Nonce = 2,
    /// A coefficient of the polynomial that splits the key, by degree.
    Coefficient = 3,
    /// What binds a ciphertext to one content key.
    Commitment = 4,
}

/// Bytes that follow from the seed, from what is sealed and from what for. No two contents,
/// records or committees share any, even when somebody uses a seed twice; and nobody who learns
/// some of them, as everyone does who opens a share, learns others or the seed.
pub(super) struct Draws([u8; 32]);

impl Draws {
    pub(super) fn new(
        seed: &[u8; 32],
        lock: Lock,
        committee: Option<Committee>,
        content: &[u8],
    ) -> Self {
        let shape = committee.map_or([0, 0], |committee| [committee.threshold, committee.slots]);
        let hash = Sha256::new()
            .chain_update(DOMAIN)
            .chain_update(seed)
            .chain_update(lock.input(0))
            .chain_update(shape)
            .chain_update(Sha256::digest(content));
        Self(hash.finalize().into())
    }

    pub(super) fn draw(&self, purpose: Purpose, index: u8) -> [u8; 32] {
        hash(purpose, index, &self.0)
    }
}

/// SHA-256 of the domain, the purpose, an index and 32 bytes.
pub(super) fn hash(purpose: Purpose, index: u8, bytes: &[u8; 32]) -> [u8; 32] {
    let hash = Sha256::new()
        .chain_update(DOMAIN)
        .chain_update([purpose as u8, index])
        .chain_update(bytes);
    hash.finalize().into()
}
