//! Value objects and rules.

pub mod names;
pub mod schemas;
pub mod status;
pub mod transport;
pub mod weights;
