//! Reads without proof, for anyone.

use bonafide_kit::certified;
use bonafide_registry::live::{read, read_now};
use bonafide_registry::metrics;
use bonafide_registry::queries::decentralization::{
    self, evaluate, jurisdictions, near, policies, suggest,
};
use bonafide_registry::queries::{
    declarations, independence, infrastructure, nodes, providers, rules, working_group,
};
use bonafide_registry::state::State;
use bonafide_registry::tasks::sweep;
use bonafide_types::certified::EventPage;
use bonafide_types::http::{HttpRequest, HttpResponse};
use bonafide_types::id::{NodeId, OperatorId, ProviderId, Sha256Hash, SubnetId};
use bonafide_types::registry::*;
use ic_cdk::query;

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
    read(|state| independence::explain_cluster(state, first, second))
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
fn evaluate_subnet(id: SubnetId) -> Option<SubnetEvaluation> {
    read_now(|state, now_ns| evaluate::evaluate_subnet(state, id, now_ns))
}

#[query]
fn evaluate_network(args: EvaluateNetworkArgs) -> NetworkEvaluation {
    read_now(|state, now_ns| evaluate::evaluate_network(state, &args, now_ns))
}

#[query]
fn verify_membership(args: VerifyMembershipArgs) -> Result<VerdictView, RegistryError> {
    read_now(|state, now_ns| decentralization::verify_membership(state, &args, now_ns))
}

#[query]
fn propose_membership(args: ProposeMembershipArgs) -> Result<MembershipProposal, RegistryError> {
    read_now(|state, now_ns| suggest::propose_membership(state, &args, now_ns))
}

#[query]
fn get_feasibility(args: FeasibleArgs) -> Result<Feasibility, RegistryError> {
    read_now(|state, now_ns| suggest::get_feasibility(state, &args, now_ns))
}

#[query]
fn find_subnets(args: FindSubnetsArgs) -> Result<FoundSubnets, RegistryError> {
    read_now(|state, now_ns| jurisdictions::find_subnets(state, &args, now_ns))
}

#[query]
fn get_jurisdiction_shares(
    args: JurisdictionSharesArgs,
) -> Result<JurisdictionShares, RegistryError> {
    read(|state| jurisdictions::get_jurisdiction_shares(state, &args))
}

#[query]
fn list_nodes_near(args: NodesNearArgs) -> Result<NodesNear, RegistryError> {
    read(|state| near::list_nodes_near(state, &args))
}

#[query]
fn get_subnet_policy(kind: String) -> Option<SubnetPolicy> {
    read_now(|state, now_ns| policies::get_subnet_policy(state, &kind, now_ns))
}

#[query]
fn list_subnet_policies(args: ListSubnetPoliciesArgs) -> SubnetPolicies {
    read_now(|state, now_ns| policies::list_subnet_policies(state, &args, now_ns))
}

#[query]
fn list_cordons() -> Vec<Cordon> {
    read(policies::list_cordons)
}

#[query]
fn get_membership_record(id: u64) -> Option<MembershipRecord> {
    read(|state| decentralization::get_membership_record(state, id))
}

#[query]
fn get_sweep_report() -> Option<SweepReport> {
    read(sweep::report)
}

#[query]
fn get_config() -> Config {
    read(State::config).unwrap_or_else(|| ic_cdk::trap("BUG: the registry has no settings"))
}

#[query]
fn get_summary() -> Summary {
    read(State::summary)
}

#[query]
fn get_events(start: u64, length: u64) -> EventPage {
    read(|state| certified::events(state, start, length))
}

#[query]
fn http_request(request: HttpRequest) -> HttpResponse {
    bonafide_kit::http::serve(&request, metrics::write)
}
