//! Blocks, as `list_blocks` tells them.

use bonafide_types::ledger::Account;
use candid::{CandidType, Deserialize, Nat};
use serde_bytes::ByteBuf;

/// What a block did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub enum Kind {
    /// New tokens; no fee.
    Mint,
    /// Tokens gone for good; no fee.
    Burn,
    /// From account to account.
    Transfer,
    /// Allowed a spender something.
    Approve,
}

/// A request that was carried out.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct Block {
    /// Its number; the first is 0.
    pub index: u64,
    /// What it did.
    pub kind: Kind,
    /// Who paid or allowed; absent for new tokens.
    pub from: Option<Account>,
    /// Who received; absent for tokens burned and for an approval.
    pub to: Option<Account>,
    /// Who was allowed, or took what it was allowed.
    pub spender: Option<Account>,
    /// What was received or allowed, the fee apart.
    pub amount: Nat,
    /// What was burned on top.
    pub fee: Nat,
    /// The request's memo.
    pub memo: Option<ByteBuf>,
    /// When the request says it was made. Nanoseconds since the epoch.
    pub created_at_time: Option<u64>,
    /// When it was carried out. Nanoseconds since the epoch.
    pub timestamp: u64,
}
