//! The declaration of good intent: texts, acceptances, published documents.

use crate::id::{ProviderId, Sha256Hash};
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A version `major.minor.patch`, compared in that order.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    CandidType,
    Serialize,
    Deserialize,
    Encode,
    Decode,
)]
#[cbor(map)]
pub struct Version {
    /// Changes what is promised: accept again within 30 days.
    #[n(0)]
    pub major: u16,
    /// Clarifies what is promised: accept again within 90 days.
    #[n(1)]
    pub minor: u16,
    /// Changes nothing of substance: no acceptance needed.
    #[n(2)]
    pub patch: u16,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

/// A published version of the declaration. The text itself is read by its hash.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct DeclarationText {
    /// SHA-256 of the normal form.
    #[n(0)]
    pub sha256: Sha256Hash,
    /// Language tag.
    #[n(1)]
    pub language: String,
    /// Version.
    #[n(2)]
    pub version: Version,
    /// Bytes of the normal form.
    #[n(3)]
    pub bytes: u32,
    /// From when it is the current text of its language. Nanoseconds since the epoch.
    #[n(4)]
    pub effective_from_ns: u64,
    /// When it was published. Nanoseconds since the epoch.
    #[n(5)]
    pub published_at_ns: u64,
}

/// A provider's latest acceptance, given with its own key.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct Acceptance {
    /// The provider, who was the caller.
    #[n(0)]
    pub provider: ProviderId,
    /// The text accepted.
    #[n(1)]
    pub sha256: Sha256Hash,
    /// Its language.
    #[n(2)]
    pub language: String,
    /// Its version.
    #[n(3)]
    pub version: Version,
    /// When. Nanoseconds since the epoch.
    #[n(4)]
    pub accepted_at_ns: u64,
    /// Set when the grace for a newer text ended without acceptance: that moment.
    /// Nanoseconds since the epoch.
    #[n(5)]
    pub lapsed_at_ns: Option<u64>,
}

/// Where a provider stands with the declaration at a given moment.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub enum DeclarationStatus {
    /// No acceptance by the provider's key.
    NotAccepted,
    /// The accepted text is the current one, or differs from it in its patch version only.
    Current,
    /// A newer text awaits acceptance.
    Due {
        /// Until when. Nanoseconds since the epoch.
        deadline_ns: u64,
    },
    /// The deadline passed. New nodes are refused; nothing else follows.
    Lapsed {
        /// When it passed. Nanoseconds since the epoch.
        since_ns: u64,
    },
}

/// Documents a provider published outside this suite, as facts: not an acceptance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct PublishedDeclaration {
    /// The provider.
    #[n(0)]
    pub provider: ProviderId,
    /// The provider's directory in the public repository.
    #[n(1)]
    pub slug: String,
    /// The NNS proposal that registered the provider, when there was one.
    #[n(2)]
    pub nns_proposal: Option<u64>,
    /// The documents.
    #[n(3)]
    pub documents: Vec<PublishedDocument>,
    /// The import that brought these facts.
    #[n(4)]
    pub import_id: u64,
}

/// One published document.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct PublishedDocument {
    /// File name.
    #[n(0)]
    pub file: String,
    /// Kind as published: `self-declaration`, `proof-of-identity`, ...
    #[n(1)]
    pub kind: String,
    /// SHA-256 of the file.
    #[n(2)]
    pub sha256: Sha256Hash,
}
