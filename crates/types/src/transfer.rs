//! A movement on the ledger, as every canister that holds money writes it down. All amounts are
//! e8s.
//!
//! Each canister says with a [`Purpose`] of its own what its transfers are for; the kit knows how
//! they are made.

use crate::id::{Blob, Caller};
use crate::shape::stored;
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// What a transfer is for.
pub trait Purpose {
    /// Whether it brings money here.
    fn comes_in(&self) -> bool;

    /// Whether it is taken with `icrc2_transfer_from` from an account that allowed it. All others
    /// are sent with `icrc1_transfer`, from an account of the canister. Only what comes in can be
    /// taken.
    fn by_approval(&self) -> bool;
}

/// A movement on the ledger: written down before it is asked for. Certified, by number.
///
/// Number, memo and time of creation are those of every attempt, so the ledger makes it
/// once at most.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct Transfer<K> {
    /// Number.
    #[n(0)]
    pub id: u64,
    /// What for.
    #[n(1)]
    pub kind: K,
    /// Where it comes from, for deposits; where it goes, for the others.
    #[n(2)]
    pub account: LedgerAccount,
    /// What the books change by. A deposit brings all of it; what is sent is less by the
    /// ledger's fee.
    #[n(3)]
    pub amount_e8s: u64,
    /// The ledger's fee that is offered.
    #[n(4)]
    pub fee_e8s: u64,
    /// `created_at_time` of the attempts. Nanoseconds since the epoch.
    #[n(5)]
    pub created_at_ns: u64,
    /// Attempts so far.
    #[n(6)]
    pub attempts: u32,
    /// Attempts whose outcome is not known. While there are any, no error of the ledger
    /// proves that nothing was moved.
    #[n(7)]
    pub unresolved: u32,
    /// When the last attempt was made. Nanoseconds since the epoch.
    #[n(8)]
    pub attempted_at_ns: u64,
    /// What became of it.
    #[n(9)]
    pub state: TransferState,
}

stored! {
    /// An account of ICRC-1.
    pub struct LedgerAccount {
        /// Whose.
        #[n(0)]
        pub owner: Caller,
        /// 32 bytes; absent: all zero.
        #[n(1)]
        pub subaccount: Option<Blob>,
    }
}

/// What became of a transfer.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum TransferState {
    /// It is being made, or tried again.
    #[n(0)]
    Open,
    /// The ledger made it.
    #[n(1)]
    #[cbor(map)]
    Made {
        /// Its block; absent when governance settled it without.
        #[n(0)]
        block: Option<u64>,
        /// When that was known. Nanoseconds since the epoch.
        #[n(1)]
        at_ns: u64,
    },
    /// The ledger did not and will not make it. What was to go out is in an account here.
    #[n(2)]
    #[cbor(map)]
    Failed {
        /// Why.
        #[n(0)]
        reason: String,
        /// When that was known. Nanoseconds since the epoch.
        #[n(1)]
        at_ns: u64,
    },
    /// Nobody here can know any more whether it was made. A proposal settles it.
    #[n(3)]
    #[cbor(map)]
    Quarantined {
        /// Why.
        #[n(0)]
        reason: String,
        /// Since when. Nanoseconds since the epoch.
        #[n(1)]
        at_ns: u64,
    },
}
