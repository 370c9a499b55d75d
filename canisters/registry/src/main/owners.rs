//! Methods for a record's owner, and for whoever brings an import. A refusal is a value;
//! ownership is a question of the data, which each command answers.

use bonafide_registry::access::caller_is_authenticated;
use bonafide_registry::commands;
use bonafide_registry::live::execute;
use bonafide_types::registry::*;
use ic_cdk::update;

#[update(guard = "caller_is_authenticated")]
fn update_provider_profile(args: UpdateProviderProfileArgs) -> Result<Provider, RegistryError> {
    execute(|state, ctx| commands::update_provider_profile::decide(state, args, ctx))
}

#[update(guard = "caller_is_authenticated")]
fn accept_declaration(args: AcceptDeclarationArgs) -> Result<Acceptance, RegistryError> {
    execute(|state, ctx| commands::accept_declaration::decide(state, args, ctx))
}

#[update(guard = "caller_is_authenticated")]
fn register_node(args: RegisterNodeArgs) -> Result<Node, RegistryError> {
    execute(|state, ctx| commands::register_node::decide(state, args, ctx))
}

#[update(guard = "caller_is_authenticated")]
fn answer_independence(args: AnswerIndependenceArgs) -> Result<IndependenceAnswers, RegistryError> {
    execute(|state, ctx| commands::answer_independence::decide(state, args, ctx))
}

#[update(guard = "caller_is_authenticated")]
fn update_node_operator_config_directly(
    args: UpdateNodeOperatorConfigDirectlyArgs,
) -> Result<NodeOperator, RegistryError> {
    execute(|state, ctx| commands::update_node_operator_config_directly::decide(state, args, ctx))
}

#[update(guard = "caller_is_authenticated")]
fn remove_node_directly(args: RemoveNodeDirectlyArgs) -> Result<(), RegistryError> {
    execute(|state, ctx| commands::remove_node_directly::decide(state, args, ctx))
}

#[update(guard = "caller_is_authenticated")]
fn update_node_domain_directly(args: UpdateNodeDomainDirectlyArgs) -> Result<Node, RegistryError> {
    execute(|state, ctx| commands::update_node_domain_directly::decide(state, args, ctx))
}

#[update(guard = "caller_is_authenticated")]
fn submit_node_attestation(args: SubmitNodeAttestationArgs) -> Result<Node, RegistryError> {
    execute(|state, ctx| commands::submit_node_attestation::decide(state, args, ctx))
}

#[update(guard = "caller_is_authenticated")]
fn import_page(args: ImportPageArgs) -> Result<ImportJob, RegistryError> {
    execute(|state, ctx| commands::import_page::decide(state, args, ctx))
}
