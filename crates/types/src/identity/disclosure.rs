//! Disclosures: what a vote opens, to whom, and the log of what was opened.

use super::RecordVersion;
use crate::id::{Caller, Sha256Hash};
use crate::shape::stored;
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

stored! {
    /// An executed disclosure. Certified, by number. Without one no key leaves the canister.
    pub struct Grant {
        /// Its number, from 0.
        #[n(0)]
        pub id: u64,
        /// What it opens: these versions and no others.
        #[n(1)]
        pub records: Vec<RecordVersion>,
        /// Why, in the words of the proposal.
        #[n(2)]
        pub purpose: String,
        /// To whom.
        #[n(3)]
        pub recipients: Vec<Recipient>,
        /// When it was executed. Nanoseconds since the epoch.
        #[n(4)]
        pub granted_at_ns: u64,
        /// Until when, itself excluded. Nanoseconds since the epoch.
        #[n(5)]
        pub expires_at_ns: u64,
        /// Releases of each record to each recipient.
        #[n(6)]
        pub uses: u8,
    }

    /// Who may open, and with which key.
    #[derive(Copy)]
    pub struct Recipient {
        /// Who calls.
        #[n(0)]
        pub principal: Caller,
        /// SHA-256 of the transport public key, 48 bytes, that the key is encrypted for.
        #[n(1)]
        pub transport_key_hash: Sha256Hash,
        /// Which share of a record sealed for a committee, from 1; 0 for other records.
        #[n(2)]
        pub slot: u8,
    }

    /// One release: an entry of the access log. Certified, by number; none is ever removed.
    pub struct Access {
        /// Its number, from 0.
        #[n(0)]
        pub id: u64,
        /// By which disclosure.
        #[n(1)]
        pub grant_id: u64,
        /// Which record.
        #[n(2)]
        pub record: RecordVersion,
        /// To whom.
        #[n(3)]
        pub recipient: Recipient,
        /// When the use was reserved. Nanoseconds since the epoch.
        #[n(4)]
        pub reserved_at_ns: u64,
        /// What became of it.
        #[n(5)]
        pub outcome: AccessOutcome,
    }

    /// Disclosures are frozen. Certified under `freeze`.
    pub struct Freeze {
        /// Since when. Nanoseconds since the epoch.
        #[n(0)]
        pub since_ns: u64,
        /// When it ends by itself. Nanoseconds since the epoch.
        #[n(1)]
        pub until_ns: u64,
        /// Why, in the words of the proposal.
        #[n(2)]
        pub reason: String,
    }
}

/// What became of a release.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum AccessOutcome {
    /// The key is being derived; the use counts.
    #[n(0)]
    Reserved,
    /// The key left the canister; the use counts.
    #[n(1)]
    #[cbor(map)]
    Released {
        /// When. Nanoseconds since the epoch.
        #[n(0)]
        at_ns: u64,
    },
    /// No key left the canister; the use does not count.
    #[n(2)]
    #[cbor(map)]
    Returned {
        /// When. Nanoseconds since the epoch.
        #[n(0)]
        at_ns: u64,
        /// Why.
        #[n(1)]
        reason: String,
    },
}
