//! Rules that commands, queries and tasks share.

pub mod business_days;
pub mod conflicts;
pub mod policy;
pub mod quorum;
pub mod report;
pub mod seed;
pub mod snapshot;
pub mod transfer;
pub mod weights;
