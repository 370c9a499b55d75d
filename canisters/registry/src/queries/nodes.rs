//! Nodes, one or by filter.

use super::limit;
use crate::state::State;
use bonafide_kit::page;
use bonafide_types::id::{Blob, NodeId};
use bonafide_types::registry::{ListNodesArgs, Node, NodePage, NodeView, SupportStatus};
use ic_stable_structures::Memory;

/// One node.
#[must_use]
pub fn get_node<M: Memory>(state: &State<M>, id: NodeId, now_ns: u64) -> Option<NodeView> {
    state.node(id).map(|node| view(state, node, now_ns))
}

fn view<M: Memory>(state: &State<M>, node: Node, now_ns: u64) -> NodeView {
    let _ = now_ns;
    let operator = state
        .node_operator(node.operator)
        .unwrap_or_else(|| panic!("BUG: node {} is of the unknown operator", node.id));
    NodeView {
        node,
        provider: operator.provider,
        dc_id: operator.dc_id,
        support: SupportStatus::Unknown,
        attested: false,
    }
}

/// Nodes by filter.
#[must_use]
pub fn list_nodes<M: Memory>(state: &State<M>, args: &ListNodesArgs, now_ns: u64) -> NodePage {
    let after = args.after.as_ref().map(|after| after.0.as_slice());
    let filter = args.filter.clone().unwrap_or_default();
    let of = |members: &mut dyn Iterator<Item = Vec<u8>>| {
        let rows = members.filter_map(|key| {
            let row = state.nodes.get(&key)?;
            Some((key, row))
        });
        page::collect(rows, limit(args.limit), usize::MAX, |_, row| {
            Some(view(state, row, now_ns))
        })
    };
    let (nodes, next) = if let Some(id) = filter.operator {
        of(&mut state.nodes_by_operator.members(id.as_slice(), after))
    } else if let Some(id) = filter.subnet {
        of(&mut state.nodes_by_subnet.members(id.as_slice(), after))
    } else {
        of(&mut state.nodes.after(after).map(|(key, _)| key))
    };
    NodePage {
        nodes,
        next: next.map(Blob),
    }
}
