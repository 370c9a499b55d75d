//! What takes more than one message: it asks somebody else and goes on with the answer.
//!
//! | in | awaited | before | after |
//! |---|---|---|---|
//! | [`collect_escrow`], [`release_escrow`], [`deposit_bond`], [`withdraw_bond`], [`collect_treasury`], [`send_transfers`] | the ledger | the transfer and the attempt are committed | the answer is; without one the transfer stays open and is tried again with the same memo and time |
//! | [`note_case_proposal`], [`follow_proposals`] | reads of the governance canister | nothing | the case is moved, if it still can be |
//! | [`follow_registry`], [`follow_audits`] | reads of these canisters | nothing | what changed is committed |
//! | [`collect_metrics`] | `node_metrics_history` of the system | nothing | what was told is committed |
//! | [`learn_ledger_fee`] | the ledger | nothing | what was learnt is committed |
//!
//! Every wait is bounded, so that the canister can be stopped whatever others do. Nothing that
//! was read before an await is trusted after it.

mod audits;
mod ledger_fee;
mod metrics;
mod proposals;
mod registry;
mod transfers;

pub use audits::follow_audits;
pub use ledger_fee::learn_ledger_fee;
pub use metrics::collect_metrics;
pub use proposals::{follow_proposals, note_case_proposal};
pub use registry::follow_registry;
pub use transfers::{
    collect_escrow, collect_treasury, deposit_bond, release_escrow, send_transfers, withdraw_bond,
};
