//! What can be attested.

use crate::shape::stored;
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

stored! {
    /// What an attestation is about. Certified, by name; the latest version.
    pub struct Schema {
        /// `person`, `contract-data-center`, ...: 1 to 32 small letters, digits and `-`.
        #[n(0)]
        pub name: String,
        /// Counted from 1; attestations name the one in force.
        #[n(1)]
        pub version: u32,
        /// Whom it is about, and whether terms of a contract belong to it.
        #[n(2)]
        pub kind: SchemaKind,
        /// The facts that may be checked, 1 to 16.
        #[n(3)]
        pub fields: Vec<String>,
        /// Since when every provider it applies to is asked for it. Nanoseconds since the epoch.
        #[n(4)]
        pub mandatory_since_ns: Option<u64>,
        /// When this version was set. Nanoseconds since the epoch.
        #[n(5)]
        pub set_at_ns: u64,
    }
}

/// Whom a schema is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum SchemaKind {
    /// A natural person.
    #[n(0)]
    Person,
    /// A company.
    #[n(1)]
    Company,
    /// Either; a report without facts of its own included.
    #[n(2)]
    Any,
    /// Either; the attestation states the terms of a contract.
    #[n(3)]
    Contract,
}
