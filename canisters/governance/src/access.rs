//! Who may call what. Guards check static roles before arguments are decoded; whether a
//! caller acts for a neuron is a question of the data, and each command answers it.

use crate::commands::refusal;
use crate::live;
use crate::state::State;
use bonafide_kit::{Ctx, guard};
use bonafide_types::governance::GovernanceError;

/// Methods for anyone but the anonymous principal. Of the council the neuron decides who is
/// heard.
const AUTHENTICATED: [&str; 5] = [
    "submit_proposal",
    "vote",
    "follow",
    "set_hot_keys",
    "review_nns_proposals",
];

/// The method for the SNS.
const SNS: &str = "execute";

/// Guard: the SNS governance canister. Whether its source is on is asked by the command.
///
/// # Errors
/// Rejects everyone else.
pub fn caller_is_sns_governance() -> Result<(), String> {
    let caller = Ctx::capture().caller;
    guard::require_authenticated(caller)?;
    match live::read(State::config).and_then(|config| config.sns_governance) {
        Some(holder) => guard::require_role(caller, "SnsGovernance", holder.0),
        None => Err(refusal(&GovernanceError::SnsNotSet)),
    }
}

/// Guard: anyone but the anonymous principal.
///
/// # Errors
/// Rejects the anonymous principal.
pub fn caller_is_authenticated() -> Result<(), String> {
    guard::require_authenticated(Ctx::capture().caller)
}

/// The same checks before a message is taken in, so that it costs the canister nothing.
/// Not a protection: calls by canisters do not come this way.
///
/// # Errors
/// Says why the message is not taken in.
pub fn admit(method: &str) -> Result<(), String> {
    if method == SNS {
        caller_is_sns_governance()
    } else if AUTHENTICATED.contains(&method) {
        caller_is_authenticated()
    } else {
        Ok(())
    }
}
