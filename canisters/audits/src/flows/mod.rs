//! What takes more than one message: it asks somebody else and goes on with the answer.
//!
//! | in | awaited | before | after |
//! |---|---|---|---|
//! | [`deposit_stake`], [`withdraw_stake`], [`collect_treasury`], [`send_transfers`] | the ledger | the transfer and the attempt are committed | the answer is; without one the transfer stays open and is tried again with the same memo and time |
//! | [`draw()`], [`make_draws`] | `vetkd_derive_key` or `raw_rand` of the system | nothing: the snapshot is committed since an earlier message | the draw is committed, if it still is to be made |
//! | [`issue_challenge`] | `raw_rand` of the system | nothing | the challenge is committed, if it still is to be issued |
//! | [`learn_public_key`], [`learn_ledger_fee`] | `vetkd_public_key` of the system, the ledger | nothing | what was learnt is committed |
//! | [`follow_registry`], [`follow_identity`] | reads of these canisters | nothing | what changed is committed |
//!
//! Every wait is bounded, so that the canister can be stopped whatever others do. Nothing that
//! was read before an await is trusted after it.

mod challenge;
mod draw;
mod identity;
mod ledger_fee;
mod public_key;
mod registry;
mod transfers;

pub use challenge::issue_challenge;
pub use draw::{draw, make_draws};
pub use identity::follow_identity;
pub use ledger_fee::learn_ledger_fee;
pub use public_key::learn_public_key;
pub use registry::follow_registry;
pub use transfers::{collect_treasury, deposit_stake, send_transfers, withdraw_stake};
