//! The registry's endpoints. What they do is said in the crate documentation.

#![expect(
    clippy::needless_pass_by_value,
    reason = "arguments are decoded from the message and handed over by value"
)]

use bonafide_kit::certified;
use bonafide_registry::access::{self, caller_is_authenticated, caller_is_governance};
use bonafide_registry::commands::{self, refusal};
use bonafide_registry::live::{execute, read, read_now, validate};
use bonafide_registry::queries::{declarations, infrastructure, providers};
use bonafide_registry::{lifecycle, metrics};
use bonafide_types::Validation;
use bonafide_types::certified::{
    CertifiedReadError, CertifiedRows, CertifiedTip, EventPage, RangeArgs, RowKey,
};
use bonafide_types::http::{HttpRequest, HttpResponse};
use bonafide_types::id::{NodeId, OperatorId, ProviderId, Sha256Hash};
use bonafide_types::registry::*;
use candid::utils::{ArgumentEncoder, encode_args};
use ic_cdk::{init, inspect_message, post_upgrade, query, update};
use std::marker::PhantomData;

#[init]
fn init(args: InstallArgs) {
    lifecycle::init(&args);
}

fn read_upgrade_args(bytes: Vec<u8>) -> Option<InstallArgs> {
    lifecycle::read_upgrade_args(&bytes)
}

#[post_upgrade(decode_with = "read_upgrade_args")]
fn post_upgrade(args: Option<InstallArgs>) {
    lifecycle::post_upgrade(args);
}

#[inspect_message]
fn inspect_message() {
    let method = ic_cdk::api::msg_method_name();
    match access::admit(&method) {
        Ok(()) => ic_cdk::api::accept_message(),
        Err(refusal) => ic_cdk::trap(refusal),
    }
}

// Governed. Governance systems take any reply as success, so a refusal rejects.

fn answer<R: ArgumentEncoder>(outcome: Result<R, RegistryError>) {
    match outcome.map(encode_args) {
        Ok(Ok(reply)) => ic_cdk::api::msg_reply(reply),
        Ok(Err(error)) => ic_cdk::trap(format!("BUG: a reply cannot be encoded: {error}")),
        Err(error) => ic_cdk::api::msg_reject(refusal(&error)),
    }
}

#[update(guard = "caller_is_governance", manual_reply = true)]
fn register_provider(args: RegisterProviderArgs) {
    answer(execute(|state, ctx| {
        commands::register_provider::decide(state, args, ctx)
    }));
}

#[query]
fn validate_register_provider(args: RegisterProviderArgs) -> Validation {
    validate(|state, ctx| commands::register_provider::decide(state, args, ctx))
}

#[update(guard = "caller_is_governance", manual_reply = true)]
fn add_data_center(args: AddDataCenterArgs) {
    answer(execute(|state, ctx| {
        commands::add_data_center::decide(state, args, ctx)
    }));
}

#[query]
fn validate_add_data_center(args: AddDataCenterArgs) -> Validation {
    validate(|state, ctx| commands::add_data_center::decide(state, args, ctx))
}

#[update(guard = "caller_is_governance", manual_reply = true)]
fn add_node_operator(args: AddNodeOperatorArgs) {
    answer(execute(|state, ctx| {
        commands::add_node_operator::decide(state, args, ctx)
    }));
}

#[query]
fn validate_add_node_operator(args: AddNodeOperatorArgs) -> Validation {
    validate(|state, ctx| commands::add_node_operator::decide(state, args, ctx))
}

#[update(guard = "caller_is_governance", manual_reply = true)]
fn publish_declaration(args: PublishDeclarationArgs) {
    answer(execute(|state, ctx| {
        commands::publish_declaration::decide(state, args, ctx)
    }));
}

#[query]
fn validate_publish_declaration(args: PublishDeclarationArgs) -> Validation {
    validate(|state, ctx| commands::publish_declaration::decide(state, args, ctx))
}

#[update(guard = "caller_is_governance", manual_reply = true)]
fn begin_import(args: BeginImportArgs) -> PhantomData<u64> {
    answer(execute(|state, ctx| commands::begin_import::decide(state, args, ctx)).map(|id| (id,)));
    PhantomData
}

#[query]
fn validate_begin_import(args: BeginImportArgs) -> Validation {
    validate(|state, ctx| commands::begin_import::decide(state, args, ctx))
}

// By a record's owner. A refusal is a value; ownership is a question of the data.

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
fn import_page(args: ImportPageArgs) -> Result<ImportJob, RegistryError> {
    execute(|state, ctx| commands::import_page::decide(state, args, ctx))
}

// Reads without proof.

#[query]
fn get_provider(id: ProviderId) -> Option<ProviderView> {
    read_now(|state, now_ns| providers::get_provider(state, id, now_ns))
}

#[query]
fn list_providers(args: ListProvidersArgs) -> ProviderPage {
    read_now(|state, now_ns| providers::list_providers(state, args, now_ns))
}

#[query]
fn get_data_center(dc_id: String) -> Option<DataCenter> {
    read(|state| state.data_center(&dc_id))
}

#[query]
fn list_data_centers(args: ListDataCentersArgs) -> DataCenterPage {
    read(|state| infrastructure::list_data_centers(state, &args))
}

#[query]
fn get_node_operator(id: OperatorId) -> Option<NodeOperator> {
    read(|state| state.node_operator(id))
}

#[query]
fn list_node_operators(args: ListNodeOperatorsArgs) -> NodeOperatorPage {
    read(|state| infrastructure::list_node_operators(state, &args))
}

#[query]
fn get_node(id: NodeId) -> Option<Node> {
    read(|state| state.node(id))
}

#[query]
fn list_nodes(args: ListNodesArgs) -> NodePage {
    read(|state| infrastructure::list_nodes(state, &args))
}

#[query]
fn list_subnets(args: ListSubnetsArgs) -> SubnetPage {
    read(|state| infrastructure::list_subnets(state, &args))
}

#[query]
fn get_declaration_text(sha256: Sha256Hash) -> Option<String> {
    read(|state| declarations::get_declaration_text(state, sha256))
}

#[query]
fn list_declaration_texts() -> Vec<DeclarationText> {
    read(declarations::list_declaration_texts)
}

#[query]
fn get_current_declaration(language: String) -> Option<DeclarationText> {
    read_now(|state, now_ns| declarations::current(state, &language, now_ns).cloned())
}

#[query]
fn get_declaration_status(provider: ProviderId) -> DeclarationStatus {
    read_now(|state, now_ns| declarations::status(state, provider, now_ns))
}

#[query]
fn list_acceptances(provider: ProviderId) -> Vec<Acceptance> {
    read(|state| declarations::list_acceptances(state, provider))
}

#[query]
fn get_import(id: u64) -> Option<ImportJob> {
    read(|state| state.import(id))
}

#[query]
fn get_config() -> Config {
    read(bonafide_registry::state::State::config)
        .unwrap_or_else(|| ic_cdk::trap("BUG: the registry has no settings"))
}

#[query]
fn get_summary() -> Summary {
    read(bonafide_registry::state::State::summary)
}

#[query]
fn get_events(start: u64, length: u64) -> EventPage {
    read(|state| certified::events(state, start, length))
}

#[query]
fn http_request(request: HttpRequest) -> HttpResponse {
    bonafide_kit::http::serve(&request, metrics::write)
}

// Reads with proof.

#[query]
fn get_provider_certified(id: ProviderId) -> Result<CertifiedRows, CertifiedReadError> {
    let keys = providers::certified_keys(id);
    read(|state| certified::rows(state, certified::certificate()?, &keys))
}

#[query]
fn get_rows_certified(keys: Vec<RowKey>) -> Result<CertifiedRows, CertifiedReadError> {
    read(|state| certified::rows(state, certified::certificate()?, &keys))
}

#[query]
fn list_rows_certified(args: RangeArgs) -> Result<CertifiedRows, CertifiedReadError> {
    read(|state| certified::range(state, certified::certificate()?, &args))
}

#[query]
fn get_tip_certified() -> Result<CertifiedTip, CertifiedReadError> {
    read(|state| Ok(certified::tip(state, certified::certificate()?)))
}

ic_cdk::export_candid!();

fn main() {}

#[cfg(test)]
mod tests {
    use super::__export_service;
    use bonafide_test_support::interface;

    #[test]
    fn should_serve_the_interface_as_written() {
        interface::assert_served_as_written("registry", &__export_service());
    }

    #[test]
    fn should_stay_compatible_with_the_last_release() {
        interface::assert_compatible_with_last_release("registry");
    }
}
