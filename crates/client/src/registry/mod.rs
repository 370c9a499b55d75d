//! The registry canister, method by method.

mod certified;
mod decentralization;
mod governed;
mod independence;
mod network;
mod reads;
mod rules;
mod updates;

use crate::canister::CanisterClient;

/// The registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Registry;

/// Speaks to one registry canister.
pub type RegistryClient<R> = CanisterClient<R, Registry>;
