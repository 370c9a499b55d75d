//! Commands, records, arguments and errors of the governance canister.

mod command;
mod config;
mod error;
mod journal;
mod neuron;
mod proposal;
mod review;
mod view;

pub use command::*;
pub use config::*;
pub use error::*;
pub use journal::*;
pub use neuron::*;
pub use proposal::*;
pub use review::*;
pub use view::*;

/// Labels of the certified tables, in tree order. Numbers in keys have 8 bytes, big-endian.
pub mod table {
    /// [`super::Ballots`] by proposal.
    pub const BALLOTS: &str = "ballots";
    /// [`super::Config`] under the key `config`.
    pub const CONFIG: &str = "config";
    /// [`super::Electorate`] by version.
    pub const ELECTORATE: &str = "electorate";
    /// [`super::JournalEntry`] by number.
    pub const JOURNAL: &str = "journal";
    /// [`super::Neuron`] by number.
    pub const NEURON: &str = "neuron";
    /// [`super::NnsReview`] by the id of an NNS proposal: its latest one.
    pub const NNS_REVIEW: &str = "nns_review";
    /// [`super::Proposal`] by number.
    pub const PROPOSAL: &str = "proposal";
    /// [`super::ProposalContent`] by number.
    pub const PROPOSAL_CONTENT: &str = "proposal_content";
    /// [`super::ProposalState`] by number.
    pub const PROPOSAL_STATE: &str = "proposal_state";
}
