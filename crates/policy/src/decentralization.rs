//! How well subnets are spread over independent actors, and how to spread them better.
//!
//! Everything is computed on integers, from counts: no order of nodes, no name and no float
//! has a part in it.
//!
//! - [`Network`]: nodes as classes (what all nodes of an operator with one health share), spare
//!   nodes by class, members of subnets by class
//! - [`Tally`]: members counted by actor, with Nakamoto coefficients that follow each addition
//!   and removal
//! - [`Limits`]: a kind's rules, made ready for a network
//! - [`Score`]: one subnet compared with another
//! - [`evaluate`](mod@evaluate): figures of a subnet, and the rules it breaks
//! - [`outlook`]: what each possible new member would make of a subnet, from tables
//! - [`search`]: exchanges, healing, sizes, new subnets
//! - [`flow`], [`feasible`], [`formation`]: how large a subnet could be, and many subnets at once
//! - [`verdict`]: changes of membership held against all rules
//! - [`jurisdiction`], [`geography`]: countries by tag, distances
//! - [`adopted`]: the rules that the network adopted, by kind
//!
//! # The coefficient
//!
//! The counts of a dimension are sorted, the highest first. The Nakamoto coefficient is the
//! smallest number of actors that hold more nodes than may fail: `f = floor((n - 1) / 3)` by
//! the protocol (`nc_bft`), `floor(n / 3)` as the tool in use counts (`nc_dre`). Both agree
//! unless 3 divides `n`.

pub mod adopted;
pub mod evaluate;
pub mod feasible;
pub mod flow;
pub mod formation;
pub mod geography;
pub mod jurisdiction;
mod limits;
mod network;
pub mod outlook;
mod score;
pub mod search;
mod tally;
pub mod verdict;

pub use limits::{Limits, PolicyError, check_rules};
pub use network::{Class, Health, Network, Place};
pub use score::{CAP_WEIGHT, RULE_WEIGHT, Score};
pub use tally::{Coefficient, Tally, Threshold};
