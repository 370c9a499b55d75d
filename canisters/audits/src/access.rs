//! Who may call what. Guards check static roles before arguments are decoded; who is auditor
//! or provider is a question of the data, and each command answers it.

use crate::live;
use crate::state::State;
use bonafide_kit::{Ctx, guard};

/// Methods for governance only.
const GOVERNED: [&str; 10] = [
    "admit_auditor",
    "suspend_auditor",
    "reinstate_auditor",
    "remove_auditor",
    "penalise_auditor",
    "set_audit_policy",
    "adopt_audit_plan",
    "cancel_audit_plan",
    "settle_finding",
    "settle_transfer",
];

/// Methods for anyone but the anonymous principal.
const AUTHENTICATED: [&str; 14] = [
    "apply_as_auditor",
    "declare_conflicts",
    "deposit_stake",
    "unbond_stake",
    "withdraw_stake",
    "collect_treasury",
    "fix_snapshot",
    "draw",
    "propose_slots",
    "accept_slot",
    "issue_challenge",
    "commit_report",
    "reveal_report",
    "appeal_finding",
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
