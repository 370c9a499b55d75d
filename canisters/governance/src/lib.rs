//! The governance canister: one authority, four ways in, each exactly once.

pub mod commands;
pub mod nns;
pub mod state;

pub use state::replay::{Replayed, replay};
