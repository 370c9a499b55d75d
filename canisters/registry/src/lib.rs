//! To come.
pub mod domain;
