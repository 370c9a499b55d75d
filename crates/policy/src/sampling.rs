//! Which sites are audited and by whom, by lot; and what a sample says about the rest.
//!
//! - [`chance`]: exact probabilities of drawing without replacement
//! - [`stream`]: numbers that follow from a seed
//! - [`draw`]: sites by weight, auditors by equal chances, and the hash that binds a seed to
//!   the sites it is drawn for
//! - [`plan`]: a whole draw of both, in which auditors of one owner sit once in a team
//! - [`weight`]: what a site weighs
//!
//! From the rows of a snapshot and the seed anyone recomputes a draw bit for bit; the
//! documentation of [`stream`], [`draw`] and [`plan`] is all that another implementation needs.

pub mod chance;
pub mod draw;
pub mod plan;
pub mod stream;
pub mod weight;
