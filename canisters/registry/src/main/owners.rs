//! Methods for a record's owner, and for whoever brings an import. A refusal is a value;
//! ownership is a question of the data, which each command answers.

use bonafide_kit::reply::reply;
use bonafide_registry::access::caller_is_authenticated;
use bonafide_registry::commands;
use bonafide_registry::live::execute;
use bonafide_types::registry::*;
use ic_cdk::update;
use std::marker::PhantomData;

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn update_provider_profile(
    args: UpdateProviderProfileArgs,
) -> PhantomData<Result<Provider, RegistryError>> {
    reply(execute(|state, ctx| {
        commands::update_provider_profile::decide(state, args, ctx)
    }))
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn accept_declaration(
    args: AcceptDeclarationArgs,
) -> PhantomData<Result<Acceptance, RegistryError>> {
    reply(execute(|state, ctx| {
        commands::accept_declaration::decide(state, args, ctx)
    }))
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn register_node(args: RegisterNodeArgs) -> PhantomData<Result<Node, RegistryError>> {
    reply(execute(|state, ctx| {
        commands::register_node::decide(state, args, ctx)
    }))
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn answer_independence(
    args: AnswerIndependenceArgs,
) -> PhantomData<Result<IndependenceAnswers, RegistryError>> {
    reply(execute(|state, ctx| {
        commands::answer_independence::decide(state, args, ctx)
    }))
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn update_node_operator_config_directly(
    args: UpdateNodeOperatorConfigDirectlyArgs,
) -> PhantomData<Result<NodeOperator, RegistryError>> {
    reply(execute(|state, ctx| {
        commands::update_node_operator_config_directly::decide(state, args, ctx)
    }))
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn remove_node_directly(args: RemoveNodeDirectlyArgs) -> PhantomData<Result<(), RegistryError>> {
    reply(execute(|state, ctx| {
        commands::remove_node_directly::decide(state, args, ctx)
    }))
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn update_node_domain_directly(
    args: UpdateNodeDomainDirectlyArgs,
) -> PhantomData<Result<Node, RegistryError>> {
    reply(execute(|state, ctx| {
        commands::update_node_domain_directly::decide(state, args, ctx)
    }))
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn submit_node_attestation(
    args: SubmitNodeAttestationArgs,
) -> PhantomData<Result<Node, RegistryError>> {
    reply(execute(|state, ctx| {
        commands::submit_node_attestation::decide(state, args, ctx)
    }))
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn import_page(args: ImportPageArgs) -> PhantomData<Result<ImportJob, RegistryError>> {
    reply(execute(|state, ctx| {
        commands::import_page::decide(state, args, ctx)
    }))
}
