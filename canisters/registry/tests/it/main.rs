//! The registry as a library: stored bytes, replay, and random histories against a model.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod agreement;
mod driver;
mod golden;
mod histories;
mod model;
mod replay;
mod step;
mod world;
