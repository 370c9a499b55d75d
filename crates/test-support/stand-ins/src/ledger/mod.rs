//! A token ledger with ICRC-1 and ICRC-2. Where the standards leave something open, it does as
//! the ICP ledger does.
//!
//! - [`Book`]: accounts, allowances, blocks; every rule
//! - [`Block`]: what was done, so that a test can tell how often
//! - [`FailureMode`]: how the ledger fails when it is told to

mod block;
mod book;
mod failure;
mod request;
mod rules;
#[cfg(test)]
mod tests;

pub use block::{Block, Kind};
pub use book::Book;
pub use failure::{Answer, Course, FailureMode, Failures};
pub use rules::{Outcome, Refusal};

use crate::NNS_GOVERNANCE;
use bonafide_types::ledger::Account;

/// What the token is called.
pub const NAME: &str = "Stand-in for ICP";
/// Its sign.
pub const SYMBOL: &str = "TICP";
/// Decimals of an amount: it is counted in e8s.
pub const DECIMALS: u8 = 8;
/// What a transfer costs at first, e8s.
pub const FEE_E8S: u64 = 10_000;
/// Longest memo, bytes.
pub const MEMO_BYTES: usize = 32;
/// How far clocks may differ, at both ends of the window, as ICRC-1 has it. The ICP ledger is
/// stricter: one minute for the future, none for the past.
pub const DRIFT_NS: u64 = 2 * 60 * 1_000_000_000;
/// How long a request may be on its way; in this time it is carried out once.
pub const WINDOW_NS: u64 = 24 * 60 * 60 * 1_000_000_000;

/// The account that tokens come from and go to: that of NNS governance.
#[must_use]
pub fn minting_account() -> Account {
    NNS_GOVERNANCE.into()
}
