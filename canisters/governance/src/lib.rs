//! The governance canister: one authority, four ways in, each exactly once.

pub mod commands;
pub mod flows;
pub mod live;
pub mod nns;
pub mod state;
