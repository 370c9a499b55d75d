//! The rewards canister: what node providers earn, what is kept from them and why, and where
//! all of that money is.
//!
//! # Methods by role
//!
//! | who | methods |
//! |---|---|
//! | governance | `adopt_period`, `cancel_period`, `update_node_rewards_table`, `open_case`, `freeze_case`, `reduce_case`, `reject_appeal`, `cancel_case`, `refund_case`, `set_rewards_policy`, `pay_from_treasury`, `settle_transfer`, each with its `validate_` twin |
//! | a node provider | `join_escrow`, `leave_escrow`, `deposit_bond`, `unbond_bond`, `withdraw_bond`, `release_escrow`, `respond_to_case`, `appeal_case` |
//! | anyone | `supply_inputs`, `collect_escrow`, `collect_treasury`, `note_case_proposal`, `execute_case` |
//! | the canister itself | computes periods, moves cases on, releases what is due, makes transfers, follows registry and audits, collects metrics |
//!
//! # Periods
//!
//! A vote adopts a period: its days, the engine, the rate and the hashes of its facts. Anyone
//! supplies the facts; bytes with another hash are refused. Then the canister computes slice by
//! slice, and closes the period with one certified statement for each provider. One provider's
//! broken records leave only that provider without figures.
//!
//! # Cases
//!
//! A case comes from a final finding of the audits canister or from a proposal; there is no
//! other door, and no way from an alert or a score to one. [`domain::case`] has an arrow for
//! each step. What a case does is in its list of effects, and nowhere else: when it ends, all of
//! them end.
//!
//! # Money
//!
//! Everything that comes in is in the books until it goes out, to the e8s:
//! `deposited = escrow + releasable + bonds + treasury + sending + released + returned + paid`.
//! Freezing, taking, cancelling and refunding are entries of these books, made in one message.
//! Only what comes in and what goes out is a transfer on the ledger; [`bonafide_kit::transfer`]
//! says how it is made once.
//!
//! # Trust
//!
//! Statements, cases, lots, accounts, books, periods, rates, policy and transfers are certified.
//! Lines of statements and words of case pages are computed from them when they are read.

pub mod access;
pub mod commands;
pub mod domain;
pub mod flows;
pub mod lifecycle;
pub mod live;
pub mod metrics;
pub mod queries;
pub mod state;
pub mod tasks;

pub use state::replay::{Replayed, replay};
