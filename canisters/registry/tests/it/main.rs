//! The registry as a library: stored bytes, replay, and random histories against a model.

mod driver;
mod golden;
mod histories;
mod model;
mod replay;
mod step;
mod world;
