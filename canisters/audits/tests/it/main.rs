//! Audits as a library: stored bytes, replay, money, and random histories.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod dice;
mod golden;
mod histories;
mod money;
mod replay;
mod world;
