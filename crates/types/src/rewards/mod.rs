//! Records, arguments and errors of the rewards canister.

mod args;
mod case;
mod config;
mod error;
mod money;
mod penalty;
mod period;
mod statement;
mod view;

pub use args::*;
pub use case::*;
pub use config::*;
pub use error::*;
pub use money::*;
pub use penalty::*;
pub use period::*;
pub use statement::*;
pub use view::*;

/// Labels of the certified tables, in tree order. Numbers in keys have 8 bytes, big-endian.
pub mod table {
    /// [`super::EscrowAccount`] by provider.
    pub const ACCOUNT: &str = "account";
    /// [`super::Books`] under the key `books`.
    pub const BOOKS: &str = "books";
    /// [`super::Case`] by number.
    pub const CASE: &str = "case";
    /// [`super::Config`] under the key `config`.
    pub const CONFIG: &str = "config";
    /// [`super::Lot`] by number.
    pub const LOT: &str = "lot";
    /// [`super::Period`] by number.
    pub const PERIOD: &str = "period";
    /// [`super::RewardsPolicy`] under the key `policy`.
    pub const POLICY: &str = "policy";
    /// [`super::RewardsTable`] by version (4 bytes, big-endian).
    pub const RATES: &str = "rates";
    /// [`super::Statement`]: period, provider.
    pub const STATEMENT: &str = "statement";
    /// [`super::Transfer`] by number.
    pub const TRANSFER: &str = "transfer";
}
