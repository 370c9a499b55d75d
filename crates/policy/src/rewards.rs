//! What node providers earn, by the network's own formulas, to the last unit.
//!
//! - [`v0`]: the registry's rewards table alone
//! - [`v1`]: the same table, reduced where nodes fail more than their subnets
//! - [`settlement`]: penalties, then the conversion to ICP, whatever the engine
//! - [`table`]: rates by region and type of node
//! - [`facts`]: facts as they are sent, checked and made what the engines compute from
//! - [`tally`]: a period computed slice by slice, and what follows from its sums
//! - [`input`]: the hash over everything that a period is computed from
//! - [`id`], [`day`]: what figures belong to
//! - [`problem`]: what is wrong with a provider's records
//!
//! An engine is frozen: its version never changes what it computes, so that a statement of the
//! past can be made again. A rule that changes is a new version beside the others.
//!
//! Figures of the engines are XDR permyriad: 10,000 are one XDR.

pub mod day;
pub mod facts;
pub mod id;
pub mod input;
pub mod problem;
pub mod settlement;
pub mod table;
pub mod tally;
pub mod v0;
pub mod v1;
