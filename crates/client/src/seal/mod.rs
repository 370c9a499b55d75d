//! Records, encrypted before they leave their owner's machine.
//!
//! Content is encrypted to the identity canister's public key and to one version of one record
//! (identity-based encryption of vetKeys). The key that opens it does not exist until a
//! disclosure lets the canister derive it, for one recipient's transport key.
//!
//! Everything is a function of the content and of 32 random bytes, the seed. An owner who shows
//! a verifier both proves what is inside: [`Lock::check`] computes the ciphertext anew.
//!
//! A record may be sealed for a committee. Then its content is encrypted with a key of its own,
//! and that key is split into shares, each under a vetKey of its own: so many recipients must
//! bring their shares together. Who opens a share cannot tell whether the shares of others fit;
//! a verifier who computes the ciphertext anew can.

mod draw;
mod key;
mod shamir;
mod shared;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;

pub use ic_vetkeys::TransportSecretKey;
pub use key::{MasterKey, PublicKey};
pub use shared::{Share, committee};

use bonafide_policy::record_key;
use bonafide_types::{
    identity::{Committee, RecordVersion},
    limits::CIPHERTEXT_BYTES,
};
use candid::Principal;
use draw::{Draws, Purpose};
use ic_vetkeys::{EncryptedVetKey, IbeCiphertext, IbeIdentity, IbeSeed, VetKey};

/// How a ciphertext for one recipient begins.
pub const HEADER: [u8; 8] = *b"IC IBE\0\x01";
/// How a ciphertext for a committee begins.
pub const COMMITTEE_HEADER: [u8; 8] = *b"BFCOMM\0\x01";

/// Why content was not sealed or opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// There is nothing to seal.
    #[error("there is nothing to seal")]
    Empty,
    /// The canister would not take it.
    #[error("{bytes} bytes of ciphertext, at most {limit} allowed")]
    TooLarge {
        /// The ciphertext's.
        bytes: usize,
        /// Most allowed.
        limit: usize,
    },
    /// A public key is no point of the group, or no such master key is known.
    #[error("{given:?} is no public key: {reason}")]
    PublicKey {
        /// The bytes in hex, or the name.
        given: String,
        /// Why not.
        reason: String,
    },
    /// A committee that cannot be.
    #[error("a committee of {threshold} of {slots} is not possible")]
    Committee {
        /// Shares that open.
        threshold: u8,
        /// Shares.
        slots: u8,
    },
    /// A ciphertext does not follow its format.
    #[error("the ciphertext is malformed: {reason}")]
    Malformed {
        /// What is wrong.
        reason: String,
    },
    /// The ciphertext has no such share.
    #[error("the ciphertext has no share {slot}; 0 is for what is sealed for one recipient")]
    NoSuchSlot {
        /// The share asked for.
        slot: u8,
    },
    /// The key released is not the one for this record, or not for this transport key.
    #[error("the key is not this record's: {reason}")]
    WrongKey {
        /// What does not hold.
        reason: String,
    },
    /// The ciphertext was not made for this key, or was changed.
    #[error("the ciphertext does not open: made for another key, or changed")]
    NotOpened,
    /// Shares that do not open.
    #[error("the shares do not open it: {reason}")]
    Shares {
        /// What is missing or wrong.
        reason: String,
    },
}

/// What content is sealed to: one version of one record in one canister.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lock {
    /// The identity canister.
    pub canister: Principal,
    /// The record and its version.
    pub record: RecordVersion,
}

/// What a released key opened.
#[derive(Clone, PartialEq, Eq)]
pub enum Opened {
    /// The content of a record for one recipient.
    Content(Vec<u8>),
    /// One share of a record sealed for a committee.
    Share(Share),
}

// What is inside does not end up in logs.
impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Content(content) => write!(f, "Content({} bytes)", content.len()),
            Self::Share(share) => share.fmt(f),
        }
    }
}

impl Lock {
    /// Encrypts for one recipient: 136 bytes more than the content. The seed is random and
    /// secret; the same one gives the same ciphertext.
    ///
    /// # Errors
    /// [`SealError::Empty`], [`SealError::TooLarge`].
    pub fn seal(
        self,
        key: &PublicKey,
        content: &[u8],
        seed: &[u8; 32],
    ) -> Result<Vec<u8>, SealError> {
        if content.is_empty() {
            return Err(SealError::Empty);
        }
        let draws = Draws::new(seed, self, None, content);
        let drawn = draws.draw(Purpose::Encryption, 0);
        within_limit(self.encrypt(key, 0, content, &drawn)?)
    }

    /// [`Self::seal`], or [`Self::seal_for_committee`] when there is one.
    ///
    /// # Errors
    /// As these have them.
    pub fn seal_as(
        self,
        key: &PublicKey,
        committee: Option<Committee>,
        content: &[u8],
        seed: &[u8; 32],
    ) -> Result<Vec<u8>, SealError> {
        match committee {
            None => self.seal(key, content, seed),
            Some(committee) => self.seal_for_committee(key, committee, content, seed),
        }
    }

    /// Whether `ciphertext` is what this content and this seed give: what a verifier asks.
    ///
    /// # Errors
    /// When they give none.
    pub fn check(
        self,
        key: &PublicKey,
        committee: Option<Committee>,
        content: &[u8],
        seed: &[u8; 32],
        ciphertext: &[u8],
    ) -> Result<bool, SealError> {
        Ok(self.seal_as(key, committee, content, seed)? == ciphertext)
    }

    /// Opens what a released key opens: the content with slot 0, a share with another. The key
    /// is verified to be the one for this record and slot, and the ciphertext to be unchanged.
    ///
    /// # Errors
    /// [`SealError::WrongKey`], [`SealError::NotOpened`], [`SealError::Malformed`],
    /// [`SealError::NoSuchSlot`].
    pub fn open(
        self,
        key: &PublicKey,
        slot: u8,
        encrypted_key: &[u8],
        transport: &TransportSecretKey,
        ciphertext: &[u8],
    ) -> Result<Opened, SealError> {
        let wrong = |reason: String| SealError::WrongKey { reason };
        let vetkey = EncryptedVetKey::deserialize(encrypted_key)
            .and_then(|encrypted| {
                let input = self.input(slot);
                encrypted.decrypt_and_verify(transport, &key.0, &input)
            })
            .map_err(wrong)?;
        if ciphertext.starts_with(&COMMITTEE_HEADER) {
            return self
                .open_share(slot, &vetkey, ciphertext)
                .map(Opened::Share);
        }
        if slot != 0 {
            return Err(SealError::NoSuchSlot { slot });
        }
        decrypt(&vetkey, ciphertext).map(Opened::Content)
    }

    /// The identity that content is encrypted to.
    fn input(self, slot: u8) -> [u8; 32] {
        record_key::input(self.canister, self.record, slot)
    }

    fn encrypt(
        self,
        key: &PublicKey,
        slot: u8,
        message: &[u8],
        seed: &[u8; 32],
    ) -> Result<Vec<u8>, SealError> {
        let identity = IbeIdentity::from_bytes(&self.input(slot));
        let seed = IbeSeed::from_bytes(seed).map_err(|reason| SealError::Malformed { reason })?;
        Ok(IbeCiphertext::encrypt(&key.0, &identity, message, &seed).serialize())
    }
}

fn decrypt(key: &VetKey, ciphertext: &[u8]) -> Result<Vec<u8>, SealError> {
    IbeCiphertext::deserialize(ciphertext)
        .map_err(|reason| SealError::Malformed { reason })?
        .decrypt(key)
        .map_err(|_| SealError::NotOpened)
}

fn within_limit(ciphertext: Vec<u8>) -> Result<Vec<u8>, SealError> {
    let (bytes, limit) = (ciphertext.len(), CIPHERTEXT_BYTES);
    if bytes > limit {
        return Err(SealError::TooLarge { bytes, limit });
    }
    Ok(ciphertext)
}
