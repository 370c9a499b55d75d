//! Stakes, the treasury, and transfers on the ledger. All amounts are e8s.

use crate::id::{Blob, Caller};
use crate::shape::stored;
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

stored! {
    /// What somebody deposited here. Certified, by principal.
    #[derive(Default)]
    pub struct StakeAccount {
        /// Not bound to anything.
        #[n(0)]
        pub free_e8s: u64,
        /// Bound to assignments and appeals that are not over.
        #[n(1)]
        pub locked_e8s: u64,
        /// On its way out, oldest first, at most 16. It can still be taken.
        #[n(2)]
        pub unbonding: Vec<Unbonding>,
        /// What the treasury owes it and could not pay yet: bonds of appeals that were right.
        #[n(3)]
        pub owed_e8s: u64,
    }

    /// Stake that was asked back.
    pub struct Unbonding {
        /// How much.
        #[n(0)]
        pub amount_e8s: u64,
        /// When it can be withdrawn. Nanoseconds since the epoch.
        #[n(1)]
        pub due_at_ns: u64,
    }

    /// All money that ever came in, and where it is. Certified under `books`.
    ///
    /// `deposited = stakes + free + reserved + sending + paid + returned`, always.
    #[derive(Default)]
    pub struct Books {
        /// Came in: stakes and gifts to the treasury.
        #[n(0)]
        pub deposited_e8s: u64,
        /// In the accounts of those who deposited: free, locked and unbonding.
        #[n(1)]
        pub stakes_e8s: u64,
        /// The treasury's, not bound.
        #[n(2)]
        pub free_e8s: u64,
        /// The treasury's, for plans and appeals that are not over.
        #[n(3)]
        pub reserved_e8s: u64,
        /// On its way out: transfers that are not settled.
        #[n(4)]
        pub sending_e8s: u64,
        /// Paid as fees. Ledger fees of these transfers are part of it.
        #[n(5)]
        pub paid_e8s: u64,
        /// Given back to those who deposited it, ledger fees included.
        #[n(6)]
        pub returned_e8s: u64,
        /// Of the treasury's, what it still owes to accounts: `owed_e8s` of all of them.
        #[n(7)]
        pub owed_e8s: u64,
    }

    /// A movement on the ledger: written down before it is asked for. Certified, by number.
    ///
    /// Number, memo and time of creation are those of every attempt, so the ledger makes it
    /// once at most.
    pub struct Transfer {
        /// Number.
        #[n(0)]
        pub id: u64,
        /// What for.
        #[n(1)]
        pub kind: TransferKind,
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

/// What a transfer is for.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum TransferKind {
    /// Stake comes in, by `icrc2_transfer_from`.
    #[n(0)]
    StakeDeposit,
    /// What somebody sent to the treasury's account is taken over, by `icrc1_transfer`.
    #[n(1)]
    TreasuryDeposit,
    /// Stake goes back to whom it belongs.
    #[n(2)]
    StakeReturn,
    /// The fee for a report.
    #[n(3)]
    #[cbor(map)]
    AuditFee {
        /// The assignment.
        #[n(0)]
        assignment_id: u64,
    },
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

impl StakeAccount {
    /// All that is in it: free, locked and unbonding.
    #[must_use]
    pub fn total_e8s(&self) -> u64 {
        let unbonding: u64 = self.unbonding.iter().map(|part| part.amount_e8s).sum();
        self.free_e8s + self.locked_e8s + unbonding
    }
}
