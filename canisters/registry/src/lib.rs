//! The registry canister.

pub mod access;
pub mod commands;
pub mod domain;
pub mod lifecycle;
pub mod live;
pub mod metrics;
pub mod queries;
pub mod state;
pub mod tasks;

pub use state::replay::replay;
