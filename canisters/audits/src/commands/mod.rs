//! One file per update: what was asked becomes a [`Decision`], or a refusal. What the
//! canister's tasks do by themselves is decided here as well.
//!
//! A command reads the state and cannot change it, so its `validate_` twin runs the very
//! same code. None of them knows the system: caller and time come in [`bonafide_kit::Ctx`].

pub mod accept_slot;
pub mod admit_auditor;
pub mod adopt_audit_plan;
pub mod advance_plans;
pub mod appeal_finding;
pub mod apply_as_auditor;
pub mod cancel_audit_plan;
pub mod collect_treasury;
pub mod commit_report;
pub mod conclude;
pub mod declare_conflicts;
pub mod deposit_stake;
pub mod draw;
pub mod finish_findings;
pub mod fix_snapshot;
pub mod in_words;
pub mod issue_challenge;
pub mod pay_owed;
pub mod penalise_auditor;
pub mod propose_slots;
pub mod reinstate_auditor;
pub mod release_locks;
pub mod remove_auditor;
pub mod reveal_report;
pub(crate) mod seats;
pub mod set_audit_policy;
pub mod settle_finding;
pub mod settle_transfer;
pub(crate) mod standing;
pub mod suspend_auditor;
#[cfg(test)]
pub(crate) mod testing;
pub mod unbond_stake;
pub mod withdraw_stake;

pub use bonafide_kit::reply::refusal;

use crate::state::Event;

/// What a command decided: events of this canister, and what the caller is told.
pub type Decision<R> = bonafide_kit::Decision<Event, R>;
