//! One file per update: what was asked becomes a [`Decision`], or a refusal. What the
//! canister's tasks do by themselves is decided here as well.
//!
//! A command reads the state and cannot change it, so its `validate_` twin runs the very
//! same code. None of them knows the system: caller and time come in [`bonafide_kit::Ctx`].

pub mod adopt_period;
pub mod advance_cases;
pub mod appeal_case;
pub mod cancel_case;
pub mod cancel_period;
pub mod collect_escrow;
pub mod collect_treasury;
pub mod compute_period;
pub mod deposit_bond;
pub mod execute_case;
pub mod freeze_case;
pub mod in_words;
pub mod join_escrow;
pub(crate) mod judge;
pub mod leave_escrow;
pub mod open_case;
pub mod pay_from_treasury;
pub mod reduce_case;
pub mod refund_case;
pub mod reject_appeal;
pub mod release_escrow;
pub mod release_lots;
pub mod respond_to_case;
pub mod set_rewards_policy;
pub mod settle_transfer;
pub(crate) mod standing;
pub mod supply_inputs;
#[cfg(test)]
pub(crate) mod testing;
pub mod unbond_bond;
pub mod update_node_rewards_table;
pub mod withdraw_bond;

pub use bonafide_kit::reply::refusal;

use crate::state::Event;

/// What a command decided: events of this canister, and what the caller is told.
pub type Decision<R> = bonafide_kit::Decision<Event, R>;
