//! The registry's endpoints. What they do is said in the crate documentation.

#![expect(
    clippy::needless_pass_by_value,
    reason = "arguments are decoded from the message and handed over by value"
)]

use bonafide_kit::certified;
use bonafide_registry::access::{self, caller_is_authenticated, caller_is_governance};
use bonafide_registry::commands::{self, refusal};
use bonafide_registry::live::{execute, read, read_now, validate};
use bonafide_registry::queries::{
    declarations, independence, infrastructure, network, nodes, providers, rules, working_group,
};
use bonafide_registry::{lifecycle, metrics};
use bonafide_types::Validation;
use bonafide_types::certified::{
    CertifiedReadError, CertifiedRows, CertifiedTip, EventPage, RangeArgs, RowKey,
};
use bonafide_types::http::{HttpRequest, HttpResponse};
use bonafide_types::id::{NodeId, OperatorId, ProviderId, Sha256Hash};
use bonafide_types::registry::*;
use candid::Principal;
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

/// A governed method, which replies with nothing, or with the number of what it made, and its
/// twin, which says in plain words what the method would do.
macro_rules! governed {
    ($method:ident, $twin:ident, $args:ty) => {
        #[update(guard = "caller_is_governance", manual_reply = true)]
        fn $method(args: $args) {
            answer(execute(|state, ctx| {
                commands::$method::decide(state, args, ctx)
            }));
        }

        governed!(@twin $method, $twin, $args);
    };
    ($method:ident, $twin:ident, $args:ty => u64) => {
        #[update(guard = "caller_is_governance", manual_reply = true)]
        fn $method(args: $args) -> PhantomData<u64> {
            answer(execute(|state, ctx| commands::$method::decide(state, args, ctx)).map(|id| (id,)));
            PhantomData
        }

        governed!(@twin $method, $twin, $args);
    };
    (@twin $method:ident, $twin:ident, $args:ty) => {
        #[query]
        fn $twin(args: $args) -> Validation {
            validate(|state, ctx| commands::$method::decide(state, args, ctx))
        }
    };
}

governed!(
    register_provider,
    validate_register_provider,
    RegisterProviderArgs
);
governed!(
    suspend_provider,
    validate_suspend_provider,
    SuspendProviderArgs
);
governed!(
    reinstate_provider,
    validate_reinstate_provider,
    ReinstateProviderArgs
);
governed!(
    offboard_provider,
    validate_offboard_provider,
    OffboardProviderArgs
);
governed!(
    readmit_provider,
    validate_readmit_provider,
    ReadmitProviderArgs
);
governed!(
    hand_over_provider,
    validate_hand_over_provider,
    HandOverProviderArgs
);
governed!(add_data_center, validate_add_data_center, AddDataCenterArgs);
governed!(
    change_data_center,
    validate_change_data_center,
    ChangeDataCenterArgs
);
governed!(
    remove_data_centers,
    validate_remove_data_centers,
    RemoveDataCentersArgs
);
governed!(
    add_node_operator,
    validate_add_node_operator,
    AddNodeOperatorArgs
);
governed!(
    update_node_operator_config,
    validate_update_node_operator_config,
    UpdateNodeOperatorConfigArgs
);
governed!(
    remove_node_operators,
    validate_remove_node_operators,
    RemoveNodeOperatorsArgs
);
governed!(remove_nodes, validate_remove_nodes, RemoveNodesArgs);
governed!(
    publish_declaration,
    validate_publish_declaration,
    PublishDeclarationArgs
);
governed!(
    set_owner_aliases,
    validate_set_owner_aliases,
    SetOwnerAliasesArgs
);
governed!(
    set_jurisdiction,
    validate_set_jurisdiction,
    SetJurisdictionArgs
);
governed!(set_generation, validate_set_generation, SetGenerationArgs);
governed!(
    revise_elected_guestos_versions,
    validate_revise_elected_guestos_versions,
    ReviseElectedGuestosVersionsArgs
);
governed!(
    add_api_boundary_nodes,
    validate_add_api_boundary_nodes,
    AddApiBoundaryNodesArgs
);
governed!(
    remove_api_boundary_nodes,
    validate_remove_api_boundary_nodes,
    RemoveApiBoundaryNodesArgs
);
governed!(
    update_api_boundary_nodes_version,
    validate_update_api_boundary_nodes_version,
    UpdateApiBoundaryNodesVersionArgs
);
governed!(
    update_api_boundary_nodes_terms,
    validate_update_api_boundary_nodes_terms,
    UpdateApiBoundaryNodesTermsArgs
);
governed!(
    set_registry_policy,
    validate_set_registry_policy,
    SetRegistryPolicyArgs
);
governed!(
    settle_working_group_motion,
    validate_settle_working_group_motion,
    SettleWorkingGroupMotionArgs
);
governed!(begin_import, validate_begin_import, BeginImportArgs => u64);
governed!(
    record_working_group_motion,
    validate_record_working_group_motion,
    RecordWorkingGroupMotionArgs => u64
);

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
fn get_node(id: NodeId) -> Option<NodeView> {
    read_now(|state, now_ns| nodes::get_node(state, id, now_ns))
}

#[query]
fn list_nodes(args: ListNodesArgs) -> NodePage {
    read_now(|state, now_ns| nodes::list_nodes(state, &args, now_ns))
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
fn get_operator_standing(id: OperatorId) -> Option<OperatorStanding> {
    read_now(|state, now_ns| infrastructure::get_operator_standing(state, id, now_ns))
}

#[query]
fn get_independence_answers(provider: ProviderId) -> Option<IndependenceAnswers> {
    read(|state| independence::get_independence_answers(state, provider))
}

#[query]
fn list_cluster(provider: ProviderId) -> Vec<ProviderId> {
    read(|state| independence::list_cluster(state, provider))
}

#[query]
fn explain_cluster(first: ProviderId, second: ProviderId) -> Vec<LinkExplained> {
    read_now(|state, now_ns| independence::explain_cluster(state, first, second, now_ns))
}

#[query]
fn list_claim_alerts(args: ListClaimAlertsArgs) -> ClaimAlertPage {
    read(|state| independence::list_claim_alerts(state, &args))
}

#[query]
fn get_registry_policy() -> RegistryPolicy {
    read_now(rules::get_registry_policy)
}

#[query]
fn list_registry_policies() -> Vec<RegistryPolicy> {
    read(rules::list_registry_policies)
}

#[query]
fn get_generation(name: String) -> Option<Generation> {
    read(|state| rules::get_generation(state, &name))
}

#[query]
fn list_generations() -> Vec<Generation> {
    read(rules::list_generations)
}

#[query]
fn list_elected_guestos_versions() -> Vec<GuestosVersion> {
    read(rules::list_elected_guestos_versions)
}

#[query]
fn list_owner_aliases(args: ListOwnerAliasesArgs) -> OwnerAliasPage {
    read(|state| rules::list_owner_aliases(state, &args))
}

#[query]
fn get_jurisdiction(tag: String) -> Option<Jurisdiction> {
    read(|state| rules::get_jurisdiction(state, &tag))
}

#[query]
fn list_jurisdictions() -> Vec<Jurisdiction> {
    read(rules::list_jurisdictions)
}

#[query]
fn get_api_boundary_node(id: NodeId) -> Option<ApiBoundaryNode> {
    read(|state| infrastructure::get_api_boundary_node(state, id))
}

#[query]
fn list_api_boundary_nodes(args: ListApiBoundaryNodesArgs) -> ApiBoundaryNodePage {
    read(|state| infrastructure::list_api_boundary_nodes(state, &args))
}

#[query]
fn get_working_group_motion(id: u64) -> Option<WorkingGroupMotion> {
    read(|state| working_group::get_working_group_motion(state, id))
}

#[query]
fn list_working_group_motions(args: ListWorkingGroupMotionsArgs) -> WorkingGroupMotionPage {
    read(|state| working_group::list_working_group_motions(state, &args))
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

// Reads in the shapes of the NNS registry and NNS governance.

#[query]
fn get_api_boundary_node_ids(
    _: GetApiBoundaryNodeIdsRequest,
) -> Result<Vec<ApiBoundaryNodeIdRecord>, String> {
    read(network::get_api_boundary_node_ids)
}

#[query]
fn get_node_operators_and_dcs_of_node_provider(
    provider: Principal,
) -> Result<Vec<(DataCenterRecord, NodeOperatorRecord)>, String> {
    read(|state| network::get_node_operators_and_dcs_of_node_provider(state, provider))
}

#[query]
fn list_node_providers() -> ListNodeProvidersResponse {
    read(network::list_node_providers)
}

#[query]
fn get_node_provider_by_caller(_: ()) -> Result<NodeProvider, GovernanceErrorRecord> {
    read(|state| network::get_node_provider_by_caller(state, ic_cdk::api::msg_caller()))
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
