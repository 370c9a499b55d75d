//! Value objects and rules.

pub mod schemas;
pub mod status;
pub mod text;
pub mod transport;
pub mod weights;
