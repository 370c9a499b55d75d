//! Reads in the shapes of the NNS registry and NNS governance, for clients that know those.

use bonafide_kit::Ctx;
use bonafide_registry::live::read;
use bonafide_registry::queries::network;
use bonafide_types::registry::*;
use candid::Principal;
use ic_cdk::query;

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
    let caller = Ctx::capture().caller;
    read(|state| network::get_node_provider_by_caller(state, caller))
}
