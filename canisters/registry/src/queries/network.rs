//! Answers in the shapes of the NNS registry and NNS governance.
//!
//! These shapes know no pages, so each answer has a hard cap, far above what the network has.

use crate::state::{State, role_owner};
use bonafide_types::id::{OperatorId, ProviderId};
use bonafide_types::limits::CLUSTER_PROVIDERS;
use bonafide_types::registry::{
    ApiBoundaryNodeIdRecord, DataCenter, DataCenterRecord, GovernanceErrorRecord, Gps, GpsRecord,
    ListNodeProvidersResponse, NodeOperator, NodeOperatorRecord, NodeProvider, NodeRole, Provider,
    ProviderStatus, RewardableNodes,
};
use candid::Principal;
use ic_stable_structures::Memory;
use serde_bytes::ByteBuf;

/// Boundary nodes of one answer.
const BOUNDARY_NODES: usize = 10_000;
/// Operator records of one answer.
const OPERATORS: usize = 1_000;
/// `NotFound` among the error types of NNS governance.
const NOT_FOUND: i32 = 5;
/// Millionths of a degree in a degree.
const UDEG: f64 = 1_000_000.0;

/// All nodes that serve as API boundary nodes, imported ones too, as the method of this name
/// of the NNS registry.
///
/// # Errors
/// When there are more than 10,000.
pub fn get_api_boundary_node_ids<M: Memory>(
    state: &State<M>,
) -> Result<Vec<ApiBoundaryNodeIdRecord>, String> {
    let owner = role_owner(NodeRole::ApiBoundary);
    let ids: Vec<_> = state
        .nodes_by_role
        .members(&owner, None)
        .take(BOUNDARY_NODES + 1)
        .map(|id| ApiBoundaryNodeIdRecord {
            id: Some(Principal::from_slice(&id)),
        })
        .collect();
    within("API boundary nodes", ids, BOUNDARY_NODES)
}

/// A provider's operator records, each with its data centre, as the method of this name of
/// the NNS registry. A provider that is not known has none.
///
/// # Errors
/// When there are more than 1,000, or a data centre is missing.
pub fn get_node_operators_and_dcs_of_node_provider<M: Memory>(
    state: &State<M>,
    provider: Principal,
) -> Result<Vec<(DataCenterRecord, NodeOperatorRecord)>, String> {
    let keys: Vec<_> = state
        .operators_by_provider
        .members(provider.as_slice(), None)
        .take(OPERATORS + 1)
        .collect();
    within("node operators", keys, OPERATORS)?
        .iter()
        .filter_map(|key| state.node_operator(OperatorId(Principal::from_slice(key))))
        .map(|operator| {
            let data_center = state.data_center(&operator.dc_id).ok_or_else(|| {
                format!(
                    "Node operator {} has the data centre {:?}, which is not in the registry",
                    operator.id, operator.dc_id
                )
            })?;
            Ok((data_center_record(data_center), operator_record(operator)))
        })
        .collect()
}

/// The providers that take part, as `list_node_providers` of NNS governance: one that was
/// offboarded or handed over is not among them. In the order of their principals' bytes, at
/// most 10,000; `list_providers` pages through more.
#[must_use]
pub fn list_node_providers<M: Memory>(state: &State<M>) -> ListNodeProvidersResponse {
    let node_providers = state
        .providers
        .after(None)
        .take(CLUSTER_PROVIDERS)
        .filter(|(_, row)| takes_part(row))
        .map(|(_, row)| node_provider(row.id))
        .collect();
    ListNodeProvidersResponse { node_providers }
}

/// The caller's own record, as `get_node_provider_by_caller` of NNS governance.
///
/// # Errors
/// `NotFound` when the caller is no provider, or one that no longer takes part.
pub fn get_node_provider_by_caller<M: Memory>(
    state: &State<M>,
    caller: Principal,
) -> Result<NodeProvider, GovernanceErrorRecord> {
    let id = ProviderId(caller);
    match state.provider(id).filter(takes_part) {
        Some(_) => Ok(node_provider(id)),
        None => Err(GovernanceErrorRecord {
            error_type: NOT_FOUND,
            error_message: format!("The registry knows no node provider {caller}"),
        }),
    }
}

fn takes_part(provider: &Provider) -> bool {
    match provider.status {
        ProviderStatus::Active | ProviderStatus::Suspended => true,
        ProviderStatus::Offboarded | ProviderStatus::HandedOver => false,
    }
}

fn within<T>(what: &str, rows: Vec<T>, cap: usize) -> Result<Vec<T>, String> {
    if rows.len() > cap {
        return Err(format!("There are more than {cap} {what}"));
    }
    Ok(rows)
}

fn node_provider(id: ProviderId) -> NodeProvider {
    NodeProvider {
        id: Some(id.0),
        reward_account: None,
    }
}

fn data_center_record(row: DataCenter) -> DataCenterRecord {
    DataCenterRecord {
        id: row.id,
        region: row.region,
        owner: row.owner,
        gps: row.gps.map(gps_record),
    }
}

fn gps_record(gps: Gps) -> GpsRecord {
    GpsRecord {
        latitude: degrees(gps.latitude_udeg),
        longitude: degrees(gps.longitude_udeg),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the shape has single precision, and nothing is computed from it"
)]
fn degrees(udeg: i32) -> f32 {
    (f64::from(udeg) / UDEG) as f32
}

fn operator_record(row: NodeOperator) -> NodeOperatorRecord {
    NodeOperatorRecord {
        node_operator_principal_id: ByteBuf::from(row.id.as_slice()),
        node_allowance: row.node_allowance,
        node_provider_principal_id: ByteBuf::from(row.provider.as_slice()),
        dc_id: row.dc_id,
        rewardable_nodes: by_type(row.rewardable_nodes),
        ipv6: row.ipv6_prefix,
        max_rewardable_nodes: by_type(row.max_rewardable_nodes),
    }
}

/// By type in order, as the map of the NNS registry is.
fn by_type(nodes: Vec<RewardableNodes>) -> Vec<(String, u32)> {
    let mut pairs: Vec<_> = nodes
        .into_iter()
        .map(|nodes| (nodes.node_type, nodes.count))
        .collect();
    pairs.sort();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{World, operator_id, provider_id};

    fn world() -> World {
        let mut world = World::new();
        world.add_data_center("zh2");
        for n in [1, 2, 3] {
            world.register_provider(n);
        }
        world.add_operator(7, 2, "zh2", 5);
        world
    }

    #[test]
    fn should_pair_operators_with_their_data_centers() {
        let world = world();
        let of = |n| get_node_operators_and_dcs_of_node_provider(&world.state, provider_id(n).0);
        let pairs = of(2).unwrap();
        let [(center, operator)] = pairs.as_slice() else {
            panic!("one pair, not {pairs:?}");
        };
        let gps = center.gps.as_ref().unwrap();
        assert_eq!((gps.latitude, gps.longitude), (47.3769, 8.5417));
        assert_eq!(center.id, operator.dc_id);
        let id = operator_id(7);
        assert_eq!(operator.node_operator_principal_id, id.as_slice());
        assert_eq!(of(1), Ok(vec![]), "a provider without operators");
        assert_eq!(of(9), Ok(vec![]), "nobody");
    }

    #[test]
    fn should_list_who_takes_part() {
        let mut world = world();
        world.suspend(1);
        let mut gone = world.state.provider(provider_id(3)).unwrap();
        gone.status = ProviderStatus::Offboarded;
        world.state.providers.insert(gone.id.as_slice(), &gone);
        let ids: Vec<_> = list_node_providers(&world.state)
            .node_providers
            .into_iter()
            .filter_map(|provider| provider.id)
            .collect();
        assert_eq!(ids, [1, 2].map(|n| provider_id(n).0));
        let own = |n| get_node_provider_by_caller(&world.state, provider_id(n).0);
        assert_eq!(own(2).unwrap().id, Some(provider_id(2).0));
        for nobody in [3, 9] {
            assert_eq!(own(nobody).unwrap_err().error_type, 5);
        }
    }

    #[test]
    fn should_refuse_more_than_an_answer_holds() {
        assert_eq!(within("rows", vec![(); 3], 3).map(|rows| rows.len()), Ok(3));
        assert!(within("rows", vec![(); 4], 3).is_err());
    }
}
