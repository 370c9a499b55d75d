//! The audits canister, method by method.

mod certified;
#[cfg(feature = "draws")]
mod commitment;
#[cfg(feature = "draws")]
pub mod draw;
mod governed;
mod reads;
#[cfg(test)]
mod tests;
mod updates;

use crate::canister::CanisterClient;

/// The audits canister.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Audits;

/// Speaks to one audits canister.
pub type AuditsClient<R> = CanisterClient<R, Audits>;
