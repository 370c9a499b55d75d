//! The interface of a token ledger, field by field and name by name as the standards ICRC-1
//! and ICRC-2 have it. On the Internet Computer: that of the ICP ledger.
//!
//! Amounts are of type `nat`; [`e8s`] brings them down to the units counted here.

use candid::{CandidType, Nat, Principal};
use serde::{Deserialize, Serialize};
use serde_bytes::{ByteArray, ByteBuf};
use std::cmp::Ordering;

/// Tells the accounts of one owner apart. Candid: `blob`, of 32 bytes.
pub type Subaccount = ByteArray<32>;

/// The subaccount that is meant where none is named.
pub const DEFAULT_SUBACCOUNT: Subaccount = ByteArray::new([0; 32]);

/// An amount as a number of units, if it is not larger than any that exists.
#[must_use]
pub fn e8s(amount: &Nat) -> Option<u64> {
    u64::try_from(&amount.0).ok()
}

/// Where tokens are. No subaccount is the same account as one of zeros.
#[derive(Clone, Debug, CandidType, Serialize, Deserialize)]
pub struct Account {
    /// Whose.
    pub owner: Principal,
    /// Which of the owner's accounts.
    pub subaccount: Option<Subaccount>,
}

impl Account {
    /// The subaccount, named or not.
    #[must_use]
    pub fn effective_subaccount(&self) -> &Subaccount {
        self.subaccount.as_ref().unwrap_or(&DEFAULT_SUBACCOUNT)
    }
}

impl From<Principal> for Account {
    /// The owner's default account.
    fn from(owner: Principal) -> Self {
        Self {
            owner,
            subaccount: None,
        }
    }
}

impl Ord for Account {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.owner, self.effective_subaccount()).cmp(&(other.owner, other.effective_subaccount()))
    }
}

impl PartialOrd for Account {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Account {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Account {}

/// Argument of `icrc1_transfer`, which replies `Result<Nat, TransferError>`: the block.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct TransferArg {
    /// Which of the caller's accounts pays.
    pub from_subaccount: Option<Subaccount>,
    /// Who receives.
    pub to: Account,
    /// What is received; the fee comes on top.
    pub amount: Nat,
    /// The fee that the caller counts on.
    pub fee: Option<Nat>,
    /// The caller's own words, at most 32 bytes.
    pub memo: Option<ByteBuf>,
    /// When the caller made this request. Nanoseconds since the epoch. Only with it is a
    /// request made again known for the same.
    pub created_at_time: Option<u64>,
}

/// Why `icrc1_transfer` moved nothing.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, thiserror::Error)]
pub enum TransferError {
    /// The fee is another one.
    #[error("the ledger's fee is {expected_fee}")]
    BadFee {
        /// The ledger's fee.
        expected_fee: Nat,
    },
    /// Too little to be burned.
    #[error("the ledger burns {min_burn_amount} or more")]
    BadBurn {
        /// The least that can be burned.
        min_burn_amount: Nat,
    },
    /// The account does not hold amount and fee.
    #[error("the account holds {balance}")]
    InsufficientFunds {
        /// What it holds.
        balance: Nat,
    },
    /// Created before the ledger's window.
    #[error("the request is too old")]
    TooOld,
    /// Created later than now.
    #[error("the request is from the future: the ledger's time is {ledger_time}")]
    CreatedInFuture {
        /// The ledger's time. Nanoseconds since the epoch.
        ledger_time: u64,
    },
    /// Done before, in this very block.
    #[error("the request was carried out in block {duplicate_of}")]
    Duplicate {
        /// The block.
        duplicate_of: Nat,
    },
    /// Not now.
    #[error("the ledger is temporarily unavailable")]
    TemporarilyUnavailable,
    /// Anything else.
    #[error("the ledger's error {error_code}: {message}")]
    GenericError {
        /// The ledger's own number.
        error_code: Nat,
        /// The ledger's own words.
        message: String,
    },
}

/// Argument of `icrc2_approve`, which replies `Result<Nat, ApproveError>`: the block.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct ApproveArgs {
    /// From which of the caller's accounts may be taken.
    pub from_subaccount: Option<Subaccount>,
    /// Who may take.
    pub spender: Account,
    /// How much at most, fees included. Replaces what was allowed before.
    pub amount: Nat,
    /// What must be allowed now for this to take effect.
    pub expected_allowance: Option<Nat>,
    /// Until when. Nanoseconds since the epoch.
    pub expires_at: Option<u64>,
    /// The fee that the caller counts on.
    pub fee: Option<Nat>,
    /// The caller's own words, at most 32 bytes.
    pub memo: Option<ByteBuf>,
    /// As in [`TransferArg`].
    pub created_at_time: Option<u64>,
}

/// Why `icrc2_approve` changed nothing.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, thiserror::Error)]
pub enum ApproveError {
    /// The fee is another one.
    #[error("the ledger's fee is {expected_fee}")]
    BadFee {
        /// The ledger's fee.
        expected_fee: Nat,
    },
    /// The account does not hold the fee.
    #[error("the account holds {balance}")]
    InsufficientFunds {
        /// What it holds.
        balance: Nat,
    },
    /// Something else is allowed than was expected.
    #[error("the allowance is {current_allowance}")]
    AllowanceChanged {
        /// What is allowed.
        current_allowance: Nat,
    },
    /// It would have ended before it began.
    #[error("the approval has expired: the ledger's time is {ledger_time}")]
    Expired {
        /// The ledger's time. Nanoseconds since the epoch.
        ledger_time: u64,
    },
    /// Created before the ledger's window.
    #[error("the request is too old")]
    TooOld,
    /// Created later than now.
    #[error("the request is from the future: the ledger's time is {ledger_time}")]
    CreatedInFuture {
        /// The ledger's time. Nanoseconds since the epoch.
        ledger_time: u64,
    },
    /// Done before, in this very block.
    #[error("the request was carried out in block {duplicate_of}")]
    Duplicate {
        /// The block.
        duplicate_of: Nat,
    },
    /// Not now.
    #[error("the ledger is temporarily unavailable")]
    TemporarilyUnavailable,
    /// Anything else.
    #[error("the ledger's error {error_code}: {message}")]
    GenericError {
        /// The ledger's own number.
        error_code: Nat,
        /// The ledger's own words.
        message: String,
    },
}

/// Argument of `icrc2_transfer_from`, which replies `Result<Nat, TransferFromError>`: the
/// block.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct TransferFromArgs {
    /// As which of the caller's accounts it takes.
    pub spender_subaccount: Option<Subaccount>,
    /// Who pays.
    pub from: Account,
    /// Who receives.
    pub to: Account,
    /// What is received; the fee comes on top.
    pub amount: Nat,
    /// The fee that the caller counts on.
    pub fee: Option<Nat>,
    /// The caller's own words, at most 32 bytes.
    pub memo: Option<ByteBuf>,
    /// As in [`TransferArg`].
    pub created_at_time: Option<u64>,
}

/// Why `icrc2_transfer_from` moved nothing.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, thiserror::Error)]
pub enum TransferFromError {
    /// The fee is another one.
    #[error("the ledger's fee is {expected_fee}")]
    BadFee {
        /// The ledger's fee.
        expected_fee: Nat,
    },
    /// Too little to be burned.
    #[error("the ledger burns {min_burn_amount} or more")]
    BadBurn {
        /// The least that can be burned.
        min_burn_amount: Nat,
    },
    /// The account does not hold amount and fee.
    #[error("the account holds {balance}")]
    InsufficientFunds {
        /// What it holds.
        balance: Nat,
    },
    /// The spender may not take amount and fee.
    #[error("the allowance is {allowance}")]
    InsufficientAllowance {
        /// What it may take.
        allowance: Nat,
    },
    /// Created before the ledger's window.
    #[error("the request is too old")]
    TooOld,
    /// Created later than now.
    #[error("the request is from the future: the ledger's time is {ledger_time}")]
    CreatedInFuture {
        /// The ledger's time. Nanoseconds since the epoch.
        ledger_time: u64,
    },
    /// Done before, in this very block.
    #[error("the request was carried out in block {duplicate_of}")]
    Duplicate {
        /// The block.
        duplicate_of: Nat,
    },
    /// Not now.
    #[error("the ledger is temporarily unavailable")]
    TemporarilyUnavailable,
    /// Anything else.
    #[error("the ledger's error {error_code}: {message}")]
    GenericError {
        /// The ledger's own number.
        error_code: Nat,
        /// The ledger's own words.
        message: String,
    },
}

/// Whatever stops a transfer stops a transfer from an account of another as well.
impl From<TransferError> for TransferFromError {
    fn from(error: TransferError) -> Self {
        match error {
            TransferError::BadFee { expected_fee } => Self::BadFee { expected_fee },
            TransferError::BadBurn { min_burn_amount } => Self::BadBurn { min_burn_amount },
            TransferError::InsufficientFunds { balance } => Self::InsufficientFunds { balance },
            TransferError::TooOld => Self::TooOld,
            TransferError::CreatedInFuture { ledger_time } => Self::CreatedInFuture { ledger_time },
            TransferError::Duplicate { duplicate_of } => Self::Duplicate { duplicate_of },
            TransferError::TemporarilyUnavailable => Self::TemporarilyUnavailable,
            TransferError::GenericError {
                error_code,
                message,
            } => Self::GenericError {
                error_code,
                message,
            },
        }
    }
}

/// Argument of the query `icrc2_allowance`, which replies [`Allowance`].
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct AllowanceArgs {
    /// Who pays.
    pub account: Account,
    /// Who takes.
    pub spender: Account,
}

/// What a spender may take from an account.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct Allowance {
    /// How much, fees included; 0 after the end.
    pub allowance: Nat,
    /// Until when. Nanoseconds since the epoch.
    pub expires_at: Option<u64>,
}
