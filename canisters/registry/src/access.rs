//! Who may call what. Guards check static roles before arguments are decoded; whether a
//! caller owns a record is a question of the data, and each command answers it.

use crate::live;
use crate::state::State;
use bonafide_kit::{Ctx, guard};

/// Methods for governance only.
const GOVERNED: [&str; 31] = [
    "register_provider",
    "suspend_provider",
    "reinstate_provider",
    "offboard_provider",
    "readmit_provider",
    "hand_over_provider",
    "add_data_center",
    "change_data_center",
    "remove_data_centers",
    "add_node_operator",
    "update_node_operator_config",
    "remove_node_operators",
    "remove_nodes",
    "publish_declaration",
    "set_owner_aliases",
    "set_jurisdiction",
    "set_generation",
    "revise_elected_guestos_versions",
    "add_api_boundary_nodes",
    "remove_api_boundary_nodes",
    "update_api_boundary_nodes_version",
    "update_api_boundary_nodes_terms",
    "set_registry_policy",
    "settle_working_group_motion",
    "begin_import",
    "record_working_group_motion",
    "set_subnet_policy",
    "set_subnet_kinds",
    "change_subnet_membership",
    "create_subnet",
    "set_cordons",
];

/// Methods for anyone but the anonymous principal.
const AUTHENTICATED: [&str; 9] = [
    "update_provider_profile",
    "accept_declaration",
    "answer_independence",
    "register_node",
    "update_node_operator_config_directly",
    "remove_node_directly",
    "update_node_domain_directly",
    "submit_node_attestation",
    "import_page",
];

/// Guard: the governance principal.
///
/// # Errors
/// Rejects everyone else.
pub fn caller_is_governance() -> Result<(), String> {
    let caller = Ctx::capture().caller;
    match live::read(State::config) {
        Some(config) => guard::require_role(caller, "Governance", config.governance.0),
        None => Err("NotInstalled: the registry has no settings yet".into()),
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
