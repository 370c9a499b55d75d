//! The rewards canister, method by method.

#[cfg(feature = "statements")]
pub mod again;
mod certified;
mod governed;
mod reads;
#[cfg(test)]
mod tests;
mod updates;

use crate::canister::CanisterClient;

/// The rewards canister.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rewards;

/// Speaks to one rewards canister.
pub type RewardsClient<R> = CanisterClient<R, Rewards>;
