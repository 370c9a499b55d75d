//! The governance canister: one authority, four ways in, each exactly once.

pub mod access;
pub mod commands;
pub mod flows;
pub mod lifecycle;
pub mod live;
pub mod metrics;
pub mod nns;
pub mod queries;
pub mod state;
pub mod tasks;

pub use state::replay::{Replayed, replay};
