//! The governance canister, method by method.

mod certified;
mod reads;
#[cfg(test)]
mod tests;
mod updates;

pub use certified::{ProposalRows, ProvenProposal};

use crate::canister::CanisterClient;

/// Governance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Governance;

/// Speaks to one governance canister.
pub type GovernanceClient<R> = CanisterClient<R, Governance>;
