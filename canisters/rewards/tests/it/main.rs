//! Rewards as a library: stored bytes, replay, and random histories against a sheet of paper.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod dice;
mod golden;
mod model;
mod replay;
mod world;
