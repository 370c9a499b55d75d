//! Stakes, the treasury, and transfers on the ledger. All amounts are e8s.

use crate::shape::stored;
use crate::transfer::Purpose;
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

pub use crate::transfer::{LedgerAccount, TransferState};

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
}

/// A movement on the ledger.
pub type Transfer = crate::transfer::Transfer<TransferKind>;

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

impl Purpose for TransferKind {
    fn comes_in(&self) -> bool {
        match self {
            Self::StakeDeposit | Self::TreasuryDeposit => true,
            Self::StakeReturn | Self::AuditFee { .. } => false,
        }
    }

    fn by_approval(&self) -> bool {
        match self {
            Self::StakeDeposit => true,
            Self::TreasuryDeposit | Self::StakeReturn | Self::AuditFee { .. } => false,
        }
    }
}

impl StakeAccount {
    /// All that is in it: free, locked and unbonding.
    #[must_use]
    pub fn total_e8s(&self) -> u64 {
        let unbonding: u64 = self.unbonding.iter().map(|part| part.amount_e8s).sum();
        self.free_e8s + self.locked_e8s + unbonding
    }
}
