//! Data centres, operator records, nodes and subnets.

use super::limit;
use crate::state::State;
use bonafide_kit::page;
use bonafide_types::id::{NodeId, OperatorId, SubnetId};
use bonafide_types::registry::{
    DataCenterPage, ListDataCentersArgs, ListNodeOperatorsArgs, ListNodesArgs, ListSubnetsArgs,
    Node, NodeFilter, NodeOperator, NodeOperatorPage, NodePage, SubnetPage,
};
use candid::Principal;
use ic_stable_structures::Memory;

/// Data centres in the order of their ids.
#[must_use]
pub fn list_data_centers<M: Memory>(
    state: &State<M>,
    args: &ListDataCentersArgs,
) -> DataCenterPage {
    let after = args.after.as_deref().map(str::as_bytes);
    let rows = state
        .data_centers
        .after(after)
        .map(|(_, row)| (row.id.clone(), row));
    let (data_centers, next) = take(rows, args.limit);
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

/// Nodes, all or those of an operator or a subnet, in the order of their principals' bytes.
#[must_use]
pub fn list_nodes<M: Memory>(state: &State<M>, args: &ListNodesArgs) -> NodePage {
    let after = args.after.as_ref().map(NodeId::as_slice);
    let of = |members: &mut dyn Iterator<Item = Vec<u8>>| {
        let rows = members.filter_map(|key| {
            let row = state.nodes.get(&key)?;
            Some((row.id, row))
        });
        take(rows, args.limit)
    };
    let (nodes, next) = match &args.filter {
        None => take(state.nodes.after(after).map(by_node), args.limit),
        Some(NodeFilter::Operator(id)) => {
            of(&mut state.nodes_by_operator.members(id.as_slice(), after))
        }
        Some(NodeFilter::Subnet(id)) => {
            of(&mut state.nodes_by_subnet.members(id.as_slice(), after))
        }
    };
    NodePage { nodes, next }
}

fn by_node((_, row): (Vec<u8>, Node)) -> (NodeId, Node) {
    (row.id, row)
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
    use crate::commands::testing::{World, node, node_id, operator_id, provider_id, version};

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
        let nodes = |after, limit, filter| {
            let args = ListNodesArgs {
                after,
                limit,
                filter,
            };
            let page = list_nodes(&world.state, &args);
            let ids: Vec<_> = page.nodes.iter().map(|node| node.id).collect();
            (ids, page.next)
        };
        let of_first = || Some(NodeFilter::Operator(operator_id(1)));
        assert_eq!(nodes(None, None, None).0, [1, 2, 3, 4].map(node_id));
        assert_eq!(
            nodes(None, Some(2), of_first()),
            (vec![node_id(1), node_id(3)], Some(node_id(3)))
        );
        assert_eq!(
            nodes(Some(node_id(3)), Some(2), of_first()),
            (vec![node_id(4)], None)
        );
        let subnet = SubnetId(Principal::from_slice(&[9]));
        assert_eq!(nodes(None, None, Some(NodeFilter::Subnet(subnet))).0, []);

        let operators = ListNodeOperatorsArgs {
            provider: Some(provider_id(2)),
            ..ListNodeOperatorsArgs::default()
        };
        let page = list_node_operators(&world.state, &operators);
        assert_eq!(page.node_operators.len(), 1);
        assert_eq!(page.node_operators[0].node_allowance, 4);

        let args = ListDataCentersArgs {
            after: None,
            limit: Some(1),
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
