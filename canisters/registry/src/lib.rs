//! The registry canister.

pub mod commands;
pub mod domain;
pub mod state;
