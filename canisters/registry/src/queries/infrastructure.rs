//! Data centres, operator records, nodes and subnets.

use super::limit;
use super::place::Place;
use crate::commands::register_node;
use crate::state::{State, country_of};
use bonafide_kit::page;
use bonafide_types::id::{NodeId, OperatorId, SubnetId};
use bonafide_types::registry::{
    ApiBoundaryNode, ApiBoundaryNodePage, DataCenterPage, ListApiBoundaryNodesArgs,
    ListDataCentersArgs, ListNodeOperatorsArgs, ListSubnetsArgs, NodeOperator, NodeOperatorPage,
    OperatorStanding, SubnetPage,
};
use candid::Principal;
use ic_stable_structures::Memory;

/// Data centres that one call looks at.
const SCAN: usize = 500;

/// Data centres in the order of their ids: all, or those of an owner, a country, or the
/// countries of a jurisdiction, from the index of the first of these that is asked for. A
/// filter that names what cannot be (a country that is none) gives an empty page.
#[must_use]
pub fn list_data_centers<M: Memory>(
    state: &State<M>,
    args: &ListDataCentersArgs,
) -> DataCenterPage {
    let nothing = DataCenterPage {
        data_centers: Vec::new(),
        next: None,
    };
    let filter = args.filter.clone().unwrap_or_default();
    let Some(place) = Place::of(state, &filter) else {
        return nothing;
    };
    let after = args.after.as_deref().map(str::as_bytes);
    let rows = place.keys(state, after).filter_map(|key| {
        let row = state.data_centers.get(&key)?;
        Some((row.id.clone(), row))
    });
    let (data_centers, next) = page::collect(rows, limit(args.limit), SCAN, |_, row| {
        let owner = state.canonical_owner(&row.owner);
        place.holds(&owner, &country_of(&row)).then_some(row)
    });
    DataCenterPage { data_centers, next }
}

/// Operator records, all or one provider's, in the order of their principals' bytes.
#[must_use]
pub fn list_node_operators<M: Memory>(
    state: &State<M>,
    args: &ListNodeOperatorsArgs,
) -> NodeOperatorPage {
    let after = args.after.as_ref().map(OperatorId::as_slice);
    let (node_operators, next) = match args.provider {
        None => take(
            state.node_operators.after(after).map(by_operator),
            args.limit,
        ),
        Some(provider) => {
            let members = state
                .operators_by_provider
                .members(provider.as_slice(), after);
            let rows = members.filter_map(|key| {
                let row = state.node_operators.get(&key)?;
                Some((row.id, row))
            });
            take(rows, args.limit)
        }
    };
    NodeOperatorPage {
        node_operators,
        next,
    }
}

fn by_operator((_, row): (Vec<u8>, NodeOperator)) -> (OperatorId, NodeOperator) {
    (row.id, row)
}

/// Whether an operator may register a node now.
#[must_use]
pub fn get_operator_standing<M: Memory>(
    state: &State<M>,
    id: OperatorId,
    now_ns: u64,
) -> Option<OperatorStanding> {
    let node_operator = state.node_operator(id)?;
    Some(OperatorStanding {
        nodes: state.operator_counts(id).nodes,
        declaration: super::declarations::status(state, node_operator.provider, now_ns),
        refusal: register_node::check_standing(state, &node_operator, now_ns).err(),
        node_operator,
    })
}

/// One API boundary node.
#[must_use]
pub fn get_api_boundary_node<M: Memory>(state: &State<M>, id: NodeId) -> Option<ApiBoundaryNode> {
    state.api_boundary_nodes.get(id.as_slice())
}

/// API boundary nodes in the order of their principals' bytes.
#[must_use]
pub fn list_api_boundary_nodes<M: Memory>(
    state: &State<M>,
    args: &ListApiBoundaryNodesArgs,
) -> ApiBoundaryNodePage {
    let after = args.after.as_ref().map(NodeId::as_slice);
    let rows = state.api_boundary_nodes.after(after);
    let (api_boundary_nodes, next) = take(rows.map(|(_, row)| (row.node_id, row)), args.limit);
    ApiBoundaryNodePage {
        api_boundary_nodes,
        next,
    }
}

/// Subnets in the order of their principals' bytes.
#[must_use]
pub fn list_subnets<M: Memory>(state: &State<M>, args: &ListSubnetsArgs) -> SubnetPage {
    let after = args.after.as_ref().map(SubnetId::as_slice);
    let rows = state
        .subnets
        .after(after)
        .map(|(key, row)| (SubnetId(Principal::from_slice(&key)), row));
    let (subnets, next) = take(rows, args.limit);
    SubnetPage { subnets, next }
}

fn take<K: Clone, V>(
    rows: impl Iterator<Item = (K, V)>,
    asked: Option<u32>,
) -> (Vec<V>, Option<K>) {
    page::collect(rows, limit(asked), usize::MAX, |_, row| Some(row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::register_node;
    use crate::commands::testing::{World, node, operator_id, provider_id, version};

    #[test]
    fn should_list_by_index_and_page() {
        let mut world = World::new();
        world.add_data_center("ge1");
        world.add_data_center("zh2");
        world.publish("en", version(1, 0, 0), "one");
        for n in [1, 2] {
            world.register_provider(n);
            world.add_operator(n, n, "zh2", 5);
            world.accept(n, "en");
        }
        for (operator, n) in [(1, 1), (2, 2), (1, 3), (1, 4)] {
            world
                .run_as(operator_id(operator).0, register_node::decide, node(n))
                .unwrap();
        }
        let operators = ListNodeOperatorsArgs {
            provider: Some(provider_id(2)),
            ..ListNodeOperatorsArgs::default()
        };
        let page = list_node_operators(&world.state, &operators);
        assert_eq!(page.node_operators.len(), 1);
        assert_eq!(page.node_operators[0].node_allowance, 4);

        let args = ListDataCentersArgs {
            limit: Some(1),
            ..ListDataCentersArgs::default()
        };
        let page = list_data_centers(&world.state, &args);
        assert_eq!(page.data_centers[0].id, "ge1");
        assert_eq!(page.next.as_deref(), Some("ge1"));
        assert_eq!(
            list_subnets(&world.state, &ListSubnetsArgs::default()).next,
            None
        );
    }
}
