//! Encrypted records: what is known of them without opening them.

use crate::id::{ProviderId, Sha256Hash};
use crate::shape::stored;
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

stored! {
    /// One version of an encrypted record. Certified, by provider, record and version. The
    /// ciphertext itself is in no event and in no certified row.
    pub struct Record {
        /// Which.
        #[n(0)]
        pub record: RecordVersion,
        /// What is said to be inside.
        #[n(1)]
        pub kind: RecordKind,
        /// Bytes of ciphertext.
        #[n(2)]
        pub bytes: u32,
        /// SHA-256 of the ciphertext.
        #[n(3)]
        pub ciphertext_hash: Sha256Hash,
        /// How many must come together to open it; absent when one recipient can.
        #[n(4)]
        pub committee: Option<Committee>,
        /// When it was stored. Nanoseconds since the epoch.
        #[n(5)]
        pub stored_at_ns: u64,
        /// When a newer version replaced it. Nanoseconds since the epoch.
        #[n(6)]
        pub replaced_at_ns: Option<u64>,
        /// When a key to it first left the canister. Nanoseconds since the epoch.
        #[n(7)]
        pub disclosed_at_ns: Option<u64>,
        /// When the ciphertext was erased. Nanoseconds since the epoch.
        #[n(8)]
        pub erased_at_ns: Option<u64>,
    }

    /// Names one version of a provider's record.
    #[derive(Copy, PartialOrd, Ord)]
    pub struct RecordVersion {
        /// Whose.
        #[n(0)]
        pub provider: ProviderId,
        /// The provider's own number for it, 0 to 63.
        #[n(1)]
        pub record_id: u32,
        /// Counted from 1.
        #[n(2)]
        pub version: u32,
    }

    /// A record sealed for a committee: its key is split into as many shares as there are
    /// slots, each under a key of its own.
    #[derive(Copy)]
    pub struct Committee {
        /// Shares that open it, 2 at least.
        #[n(0)]
        pub threshold: u8,
        /// Shares, numbered from 1; 16 at most.
        #[n(1)]
        pub slots: u8,
    }
}

/// What is said to be inside a record. A person's facts are separate records, so that a vote
/// opens only what it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum RecordKind {
    /// Full name.
    #[n(0)]
    Name,
    /// Date of birth.
    #[n(1)]
    BirthDate,
    /// Address.
    #[n(2)]
    Address,
    /// Passport or identity-card number.
    #[n(3)]
    PassportNumber,
    /// A copy of a document.
    #[n(4)]
    IdentityDocument,
    /// Register extract of a company.
    #[n(5)]
    CompanyExtract,
    /// Authority of a company's representative.
    #[n(6)]
    RepresentativeAuthority,
    /// A contract or a part of it.
    #[n(7)]
    Contract,
    /// Something else.
    #[n(8)]
    Other,
}

impl RecordVersion {
    /// The row's key.
    #[must_use]
    pub fn key(&self) -> Vec<u8> {
        let provider = self.provider.as_slice();
        let mut key = Vec::with_capacity(38);
        // Principals have 29 bytes at most.
        key.extend(u8::try_from(provider.len()));
        key.extend_from_slice(provider);
        key.extend_from_slice(&self.record_id.to_be_bytes());
        key.extend_from_slice(&self.version.to_be_bytes());
        key
    }
}

impl std::fmt::Display for RecordVersion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            provider,
            record_id,
            version,
        } = self;
        write!(f, "{provider}/{record_id}/{version}")
    }
}
