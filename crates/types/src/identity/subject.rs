//! What the registry says of providers, as far as it matters here.

use crate::id::{ProviderId, Sha256Hash};
use crate::registry::ProviderStatus;
use crate::shape::stored;
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

stored! {
    /// A provider as the registry last showed it. Certified, by provider.
    pub struct Subject {
        /// Who.
        #[n(0)]
        pub id: ProviderId,
        /// A person or a company; absent without an adopted profile.
        #[n(1)]
        pub kind: Option<SubjectKind>,
        /// Hash of its adopted facts: `policy::facts`. Absent without an adopted profile.
        #[n(2)]
        pub facts_hash: Option<Sha256Hash>,
        /// Its cluster; one that is alone stands for itself.
        #[n(3)]
        pub cluster: ProviderId,
        /// Standing in the registry.
        #[n(4)]
        pub status: ProviderStatus,
        /// Whether its acceptance of the declaration is current.
        #[n(5)]
        pub declaration_current: bool,
        /// When this was seen. Nanoseconds since the epoch.
        #[n(6)]
        pub seen_at_ns: u64,
        /// When it was first seen. Nanoseconds since the epoch.
        #[n(7)]
        pub known_since_ns: u64,
        /// Since when it is offboarded or handed over, as far as seen. Nanoseconds since the
        /// epoch.
        #[n(8)]
        pub left_at_ns: Option<u64>,
    }
}

/// A person or a company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum SubjectKind {
    /// A natural person.
    #[n(0)]
    Individual,
    /// A company.
    #[n(1)]
    Company,
}
