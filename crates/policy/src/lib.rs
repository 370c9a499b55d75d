//! The suite's rules as pure functions on integers; one of them, [`rewards::v1`], needs exact
//! decimals. The canisters run them, and anyone who
//! has the inputs can recompute what they decided.
//!
//! - [`voting`]: early decision, quorum, wait-for-quiet, following
//! - [`command`]: the canonical form of a command and its hash
//! - [`decentralization`]: how subnets are spread over independent actors, and how to spread them
//!   better
//! - [`facts`]: the hash of a provider's facts
//! - [`independence`]: which providers count as one actor, and why
//! - [`motion`]: the block of text by which an NNS motion carries a command
//! - [`penalty`]: what a proven offence costs, alone and with others
//! - [`record_key`]: which key opens which encrypted record
//! - [`report`]: the hash of an auditor's report, and how it is committed to
//! - [`rewards`]: what node providers earn, by the network's frozen formulas
//! - [`sampling`]: which sites are audited and by whom, by lot, and what that proves
//! - [`score`]: what stamps and findings add up to, line by line

pub mod command;
pub mod decentralization;
pub mod facts;
pub mod independence;
pub mod motion;
pub mod penalty;
pub mod record_key;
pub mod report;
pub mod rewards;
pub mod sampling;
pub mod score;
pub mod voting;

#[cfg(test)]
mod testing;
