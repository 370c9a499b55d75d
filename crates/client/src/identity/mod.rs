//! The identity canister, method by method.

mod certified;
mod governed;
mod reads;
#[cfg(test)]
mod tests;
mod updates;

use crate::canister::CanisterClient;

/// The identity canister.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity;

/// Speaks to one identity canister.
pub type IdentityClient<R> = CanisterClient<R, Identity>;
