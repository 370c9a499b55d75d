//! One file per update: what was asked becomes a [`Decision`], or a refusal.
//!
//! A command reads the state and cannot change it, so its `validate_` twin runs the very
//! same code. None of them knows the system: caller and time come in [`bonafide_kit::Ctx`].

pub mod accept_declaration;
pub mod add_api_boundary_nodes;
pub mod add_data_center;
pub mod add_node_operator;
pub mod answer_independence;
pub mod begin_import;
mod boundary_nodes;
pub mod change_data_center;
pub mod change_subnet_membership;
pub mod clusters;
pub mod create_subnet;
pub mod hand_over_provider;
pub mod import_page;
pub mod in_words;
pub(crate) mod membership;
pub mod offboard_provider;
pub mod publish_declaration;
pub mod readmit_provider;
pub mod record_working_group_motion;
pub mod register_node;
pub mod register_provider;
pub mod reinstate_provider;
pub mod remove_api_boundary_nodes;
pub mod remove_data_centers;
pub mod remove_node_directly;
pub mod remove_node_operators;
pub mod remove_nodes;
pub mod revise_elected_guestos_versions;
pub mod set_cordons;
pub mod set_generation;
pub mod set_jurisdiction;
pub mod set_owner_aliases;
pub mod set_registry_policy;
pub mod set_subnet_kinds;
pub mod set_subnet_policy;
pub mod settle_working_group_motion;
mod standing;
pub mod submit_node_attestation;
pub mod suspend_provider;
#[cfg(test)]
pub(crate) mod testing;
pub mod update_api_boundary_nodes_terms;
pub mod update_api_boundary_nodes_version;
pub mod update_node_domain_directly;
pub mod update_node_operator_config;
pub mod update_node_operator_config_directly;
pub mod update_provider_profile;

pub use bonafide_kit::reply::refusal;

use crate::state::Event;

/// What a command decided: events of this canister, and what the caller is told.
pub type Decision<R> = bonafide_kit::Decision<Event, R>;
