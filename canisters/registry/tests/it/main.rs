//! The registry as a library: stored bytes, replay, and random histories against a model.

mod golden;
mod replay;
mod world;
