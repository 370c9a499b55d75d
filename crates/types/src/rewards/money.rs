//! Escrow, bonds, the treasury, and transfers on the ledger. All amounts are e8s.

use crate::id::ProviderId;
use crate::shape::stored;
use crate::transfer::Purpose;
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

pub use crate::transfer::{LedgerAccount, TransferState};

/// A movement on the ledger. Certified, by number.
pub type Transfer = crate::transfer::Transfer<TransferKind>;

stored! {
    /// What a provider has here beside its lots. Certified, by provider.
    #[derive(Default)]
    pub struct EscrowAccount {
        /// Where it is paid; set when it joined escrow.
        #[n(0)]
        pub payout: Option<LedgerAccount>,
        /// Since when its rewards come here; absent: they do not. Nanoseconds since the epoch.
        #[n(1)]
        pub joined_at_ns: Option<u64>,
        /// Released, and not sent yet.
        #[n(2)]
        pub releasable_e8s: u64,
        /// Its bond, not asked back.
        #[n(3)]
        pub bond_e8s: u64,
        /// Bond that was asked back, oldest first, at most 16. It can still be taken.
        #[n(4)]
        pub unbonding: Vec<BondPart>,
        /// Of all of its bond, what is locked by cases.
        #[n(5)]
        pub bond_locked_e8s: u64,
    }

    /// Bond that was asked back.
    pub struct BondPart {
        /// How much.
        #[n(0)]
        pub amount_e8s: u64,
        /// When it can be withdrawn. Nanoseconds since the epoch.
        #[n(1)]
        pub due_at_ns: u64,
    }

    /// Rewards that came into a provider's escrow at one time. Certified, by number.
    pub struct Lot {
        /// Number.
        #[n(0)]
        pub id: u64,
        /// Whose.
        #[n(1)]
        pub provider: ProviderId,
        /// The period it pays: the provider's last one that was closed when it came; absent:
        /// there was none.
        #[n(2)]
        pub period_id: Option<u64>,
        /// What came.
        #[n(3)]
        pub deposited_e8s: u64,
        /// What of it is still in escrow, locked or not.
        #[n(4)]
        pub held_e8s: u64,
        /// Of that, what is locked by cases.
        #[n(5)]
        pub locked_e8s: u64,
        /// When it came. Nanoseconds since the epoch.
        #[n(6)]
        pub deposited_at_ns: u64,
        /// When it is released. Nanoseconds since the epoch.
        #[n(7)]
        pub due_at_ns: u64,
    }

    /// All money that ever came in, and where it is. Certified under `books`.
    ///
    /// `deposited = escrow + releasable + bonds + treasury + sending + released + returned +
    /// paid`, always.
    #[derive(Copy, Default)]
    pub struct Books {
        /// Came in: rewards, bonds and gifts to the treasury.
        #[n(0)]
        pub deposited_e8s: u64,
        /// In lots.
        #[n(1)]
        pub escrow_e8s: u64,
        /// Released to providers, and not sent yet.
        #[n(2)]
        pub releasable_e8s: u64,
        /// In bonds, asked back or not.
        #[n(3)]
        pub bonds_e8s: u64,
        /// The treasury's.
        #[n(4)]
        pub treasury_e8s: u64,
        /// On its way out: transfers that are not settled.
        #[n(5)]
        pub sending_e8s: u64,
        /// Rewards sent to providers, ledger fees included.
        #[n(6)]
        pub released_e8s: u64,
        /// Bonds given back, ledger fees included.
        #[n(7)]
        pub returned_e8s: u64,
        /// Paid by the treasury, ledger fees included.
        #[n(8)]
        pub paid_e8s: u64,
        /// Of what came into the treasury, what cases took. Not part of the sum.
        #[n(9)]
        pub taken_e8s: u64,
        /// Of that, what was refunded. Not part of the sum.
        #[n(10)]
        pub refunded_e8s: u64,
    }
}

/// What a transfer is for.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum TransferKind {
    /// Rewards that came to a provider's escrow subaccount are taken over, by
    /// `icrc1_transfer`.
    #[n(0)]
    #[cbor(map)]
    EscrowDeposit {
        /// Whose.
        #[n(0)]
        provider: ProviderId,
    },
    /// A bond comes in, by `icrc2_transfer_from`.
    #[n(1)]
    BondDeposit,
    /// What somebody sent to the treasury's account is taken over, by `icrc1_transfer`.
    #[n(2)]
    TreasuryDeposit,
    /// Rewards go to their provider.
    #[n(3)]
    #[cbor(map)]
    EscrowRelease {
        /// Whose.
        #[n(0)]
        provider: ProviderId,
    },
    /// A bond goes back to its provider.
    #[n(4)]
    #[cbor(map)]
    BondReturn {
        /// Whose.
        #[n(0)]
        provider: ProviderId,
    },
    /// The treasury pays.
    #[n(5)]
    Payment(#[n(0)] Purchase),
}

/// What the treasury pays for.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum Purchase {
    /// The reporter's part of what a case took.
    #[n(0)]
    #[cbor(map)]
    Bounty {
        /// The case.
        #[n(0)]
        case_id: u64,
    },
    /// What a proposal grants.
    #[n(1)]
    #[cbor(map)]
    Grant {
        /// For whom.
        #[n(0)]
        purpose: GrantPurpose,
        /// What for, 1 to 200 bytes.
        #[n(1)]
        memo: String,
    },
}

/// For whom a proposal grants money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum GrantPurpose {
    /// Auditors: the budget of a plan, sent to the audits canister's treasury.
    #[n(0)]
    AuditorFees,
    /// A verifier.
    #[n(1)]
    VerifierFees,
    /// Something else.
    #[n(2)]
    Other,
}

impl Purpose for TransferKind {
    fn comes_in(&self) -> bool {
        match self {
            Self::EscrowDeposit { .. } | Self::BondDeposit | Self::TreasuryDeposit => true,
            Self::EscrowRelease { .. } | Self::BondReturn { .. } | Self::Payment(_) => false,
        }
    }

    fn by_approval(&self) -> bool {
        matches!(self, Self::BondDeposit)
    }
}

impl EscrowAccount {
    /// All of its bond: free and asked back.
    #[must_use]
    pub fn bond_total_e8s(&self) -> u64 {
        let unbonding: u64 = self.unbonding.iter().map(|part| part.amount_e8s).sum();
        self.bond_e8s + unbonding
    }

    /// What of its bond no case has locked.
    #[must_use]
    pub fn bond_unlocked_e8s(&self) -> u64 {
        self.bond_total_e8s() - self.bond_locked_e8s
    }
}

impl Lot {
    /// What no case has locked.
    #[must_use]
    pub const fn unlocked_e8s(&self) -> u64 {
        self.held_e8s - self.locked_e8s
    }
}
