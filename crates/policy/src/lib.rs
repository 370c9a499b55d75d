//! The suite's rules as pure functions on integers. The canisters run them, and anyone who
//! has the inputs can recompute what they decided.
//!
//! - [`voting`]: early decision, quorum, wait-for-quiet, following
//! - [`command`]: the canonical form of a command and its hash
//! - [`independence`]: which providers count as one actor, and why
//! - [`motion`]: the block of text by which an NNS motion carries a command

pub mod command;
pub mod independence;
pub mod motion;
pub mod voting;

#[cfg(test)]
mod testing;
