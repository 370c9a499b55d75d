//! Content that several must open together.
//!
//! A ciphertext is [`COMMITTEE_HEADER`] and a CBOR map: `0` shares needed, `1` shares, `2`
//! nonce, `3` content under AES-256-GCM, `4` shares in order, each encrypted for its slot, `5` a
//! hash that binds all this to one content key. The content is bound to the record and to the
//! committee as well.

use super::{
    COMMITTEE_HEADER, HEADER, Lock, PublicKey, SealError, decrypt,
    draw::{self, Draws, Purpose},
    shamir, within_limit,
};
use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use bonafide_types::{
    id::{Blob, Sha256Hash},
    identity::Committee,
    limits::COMMITTEE_SLOTS,
};
use ic_vetkeys::VetKey;
use minicbor::{Decode, Encode};

/// One share of a content key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// Which, from 1.
    pub slot: u8,
    /// Its value. Secret.
    pub value: [u8; 32],
}

// The value does not end up in logs.
impl std::fmt::Debug for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Share({})", self.slot)
    }
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Body {
    #[n(0)]
    threshold: u8,
    #[n(1)]
    slots: u8,
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    nonce: [u8; 12],
    #[n(3)]
    content: Blob,
    #[n(4)]
    shares: Vec<Blob>,
    #[n(5)]
    commitment: Sha256Hash,
}

impl Body {
    fn write(&self) -> Result<Vec<u8>, SealError> {
        let body = minicbor::to_vec(self).map_err(|error| malformed(&error))?;
        Ok([&COMMITTEE_HEADER[..], &body].concat())
    }

    /// One way to write each: what would be written otherwise is refused.
    fn read(ciphertext: &[u8]) -> Result<Self, SealError> {
        let bytes = ciphertext
            .strip_prefix(&COMMITTEE_HEADER)
            .ok_or_else(|| malformed("it is not sealed for a committee"))?;
        let body: Self = minicbor::decode(bytes).map_err(|error| malformed(&error))?;
        possible(body.committee())?;
        if body.shares.len() != usize::from(body.slots) || body.write()? != ciphertext {
            return Err(malformed("it is not written as it is when sealed"));
        }
        Ok(body)
    }

    fn committee(&self) -> Committee {
        Committee {
            threshold: self.threshold,
            slots: self.slots,
        }
    }
}

fn malformed(reason: &(impl ToString + ?Sized)) -> SealError {
    SealError::Malformed {
        reason: reason.to_string(),
    }
}

fn possible(committee: Committee) -> Result<(), SealError> {
    let Committee { threshold, slots } = committee;
    if (2..=slots).contains(&threshold) && slots <= COMMITTEE_SLOTS {
        return Ok(());
    }
    Err(SealError::Committee { threshold, slots })
}

/// The committee that a ciphertext is sealed for; `None`: for one recipient.
///
/// # Errors
/// [`SealError::Malformed`], [`SealError::Committee`].
pub fn committee(ciphertext: &[u8]) -> Result<Option<Committee>, SealError> {
    if ciphertext.starts_with(&HEADER) {
        return Ok(None);
    }
    Body::read(ciphertext).map(|body| Some(body.committee()))
}

impl Lock {
    /// Encrypts so that `threshold` of `slots` shares open it. The seed is random and secret;
    /// the same one gives the same ciphertext.
    ///
    /// # Errors
    /// [`SealError::Empty`], [`SealError::TooLarge`], [`SealError::Committee`].
    pub fn seal_for_committee(
        self,
        key: &PublicKey,
        committee: Committee,
        content: &[u8],
        seed: &[u8; 32],
    ) -> Result<Vec<u8>, SealError> {
        possible(committee)?;
        if content.is_empty() {
            return Err(SealError::Empty);
        }
        let draws = Draws::new(seed, self, Some(committee), content);
        let content_key = draws.draw(Purpose::ContentKey, 0);
        let coefficients: Vec<_> = std::iter::once(content_key)
            .chain((1..committee.threshold).map(|degree| draws.draw(Purpose::Coefficient, degree)))
            .collect();
        let shares = (1..=committee.slots).map(|slot| {
            let share = shamir::evaluate(&coefficients, slot);
            let seed = draws.draw(Purpose::Encryption, slot);
            self.encrypt(key, slot, &share, &seed).map(Blob)
        });
        let shares = shares.collect::<Result<_, _>>()?;
        let mut nonce = [0; 12];
        nonce.copy_from_slice(&draws.draw(Purpose::Nonce, 0)[..12]);
        let payload = Payload {
            msg: content,
            aad: &self.bound(committee),
        };
        let sealed = Aes256Gcm::new(&content_key.into())
            .encrypt(&nonce.into(), payload)
            .map_err(|error| malformed(&error))?;
        let body = Body {
            threshold: committee.threshold,
            slots: committee.slots,
            nonce,
            content: Blob(sealed),
            shares,
            commitment: commitment(&content_key),
        };
        within_limit(body.write()?)
    }

    /// Opens what enough shares open; more than enough may be given, in any order.
    ///
    /// # Errors
    /// [`SealError::Shares`] when they are too few, not distinct, or do not fit.
    pub fn combine(self, ciphertext: &[u8], shares: &[Share]) -> Result<Vec<u8>, SealError> {
        let refused = |reason: String| SealError::Shares { reason };
        let body = Body::read(ciphertext)?;
        let mut points: Vec<_> = shares
            .iter()
            .map(|share| (share.slot, share.value))
            .collect();
        points.sort_unstable();
        if let Some(twice) = points.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(refused(format!("share {} stands there twice", twice[0].0)));
        }
        if let Some((slot, _)) = points
            .iter()
            .find(|(slot, _)| !(1..=body.slots).contains(slot))
        {
            return Err(SealError::NoSuchSlot { slot: *slot });
        }
        let threshold = usize::from(body.threshold);
        if points.len() < threshold {
            return Err(refused(format!("{} of {threshold} needed", points.len())));
        }
        // All shares given must lie on one polynomial, and give the key that was bound: else
        // whoever sealed it could have made it open differently to others.
        let content_key = shamir::interpolate(&points[..threshold]);
        if shamir::interpolate(&points) != content_key
            || commitment(&content_key) != body.commitment
        {
            return Err(refused("one of them is not of this ciphertext".into()));
        }
        let payload = Payload {
            msg: &body.content.0,
            aad: &self.bound(body.committee()),
        };
        Aes256Gcm::new(&content_key.into())
            .decrypt(&body.nonce.into(), payload)
            .map_err(|_| SealError::NotOpened)
    }

    pub(super) fn open_share(
        self,
        slot: u8,
        key: &VetKey,
        ciphertext: &[u8],
    ) -> Result<Share, SealError> {
        let body = Body::read(ciphertext)?;
        let sealed = usize::from(slot)
            .checked_sub(1)
            .and_then(|at| body.shares.get(at))
            .ok_or(SealError::NoSuchSlot { slot })?;
        let value = decrypt(key, &sealed.0)?;
        let value = value
            .try_into()
            .map_err(|_| malformed("a share has not 32 bytes"))?;
        Ok(Share { slot, value })
    }

    /// What the content is bound to.
    fn bound(self, committee: Committee) -> Vec<u8> {
        let shape = [committee.threshold, committee.slots];
        [&COMMITTEE_HEADER[..], &self.input(0), &shape].concat()
    }
}

/// Binds a ciphertext to one content key: AES-GCM alone does not.
fn commitment(content_key: &[u8; 32]) -> Sha256Hash {
    Sha256Hash(draw::hash(Purpose::Commitment, 0, content_key))
}
