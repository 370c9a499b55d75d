//! Identity as a library: stored bytes, replay, and random histories.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod golden;
mod histories;
mod replay;
mod scores;
mod world;
