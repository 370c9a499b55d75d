//! One file per update: what was asked becomes a [`Decision`], or a refusal.
//!
//! A command reads the state and cannot change it, so its `validate_` twin runs the very
//! same code. None of them knows the system: caller and time come in [`bonafide_kit::Ctx`].

pub mod admit_verifier;
pub mod attest;
pub mod cancel_request;
pub mod disclose_records;
pub mod freeze_disclosures;
pub mod in_words;
pub mod lift_freeze;
pub mod put_record;
pub mod reinstate_verifier;
pub mod release;
pub mod remove_verifier;
pub mod request_attestation;
pub mod revoke_attestation;
pub mod set_fee_budget;
pub mod set_schema;
pub mod set_score_weights;
pub mod set_verifier_terms;
pub(crate) mod standing;
pub mod suspend_verifier;
#[cfg(test)]
pub(crate) mod testing;

pub use bonafide_kit::reply::refusal;

use crate::state::Event;

/// What a command decided: events of this canister, and what the caller is told.
pub type Decision<R> = bonafide_kit::Decision<Event, R>;
