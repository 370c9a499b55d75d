//! Who may call what. Guards check static roles before arguments are decoded; who is
//! a provider is a question of the data, and each command answers it.

use crate::live;
use crate::state::State;
use bonafide_kit::{Ctx, guard};

/// Methods for governance only.
const GOVERNED: [&str; 12] = [
    "adopt_period",
    "cancel_period",
    "update_node_rewards_table",
    "open_case",
    "freeze_case",
    "reduce_case",
    "reject_appeal",
    "cancel_case",
    "refund_case",
    "set_rewards_policy",
    "pay_from_treasury",
    "settle_transfer",
];

/// Methods for anyone but the anonymous principal.
const AUTHENTICATED: [&str; 13] = [
    "supply_inputs",
    "join_escrow",
    "leave_escrow",
    "collect_escrow",
    "release_escrow",
    "deposit_bond",
    "unbond_bond",
    "withdraw_bond",
    "collect_treasury",
    "respond_to_case",
    "appeal_case",
    "note_case_proposal",
    "execute_case",
];

/// Guard: the governance principal.
///
/// # Errors
/// Rejects everyone else.
pub fn caller_is_governance() -> Result<(), String> {
    let caller = Ctx::capture().caller;
    match live::read(State::config) {
        Some(config) => guard::require_role(caller, "Governance", config.governance.0),
        None => Err("NotInstalled: the canister has no settings yet".into()),
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
    if GOVERNED.contains(&method) {
        caller_is_governance()
    } else if AUTHENTICATED.contains(&method) {
        caller_is_authenticated()
    } else {
        Ok(())
    }
}
