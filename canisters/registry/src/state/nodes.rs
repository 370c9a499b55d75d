//! What events do to nodes, their indexes and counters.

use super::State;
use super::tally::Tally;
use bonafide_types::id::{NodeId, OperatorId};
use bonafide_types::registry::{Node, NodeAttestation, NodeRole, NodeStatus};
use ic_stable_structures::Memory;
use std::net::{Ipv4Addr, Ipv6Addr};

impl<M: Memory> State<M> {
    pub(super) fn register_node(&mut self, node: &Node, replaces: Option<NodeId>, at_ns: u64) {
        let _ = (replaces, at_ns);
        let mut operator = self.known_operator(node.operator);
        operator.node_allowance -= 1;
        self.node_operators
            .insert(operator.id.as_slice(), &operator);
        let mut tally = Tally::default();
        self.put_node(node, None, &mut tally);
        self.settle(tally);
        let counts = self.operator_counts(node.operator);
        self.operator_counts.insert(
            node.operator.as_slice().to_vec(),
            (counts.nodes, counts.registered + 1),
        );
    }

    /// Writes a node with its indexes, in place of what it was before, and tallies what that
    /// changes in counters. Another node at its address leaves: who decided knew that it may.
    pub(super) fn put_node(&mut self, node: &Node, before: Option<&Node>, tally: &mut Tally) {
        let id = node.id.as_slice();
        let old_operator = before.map(|old| old.operator);
        if old_operator != Some(node.operator) {
            if let Some(old) = old_operator {
                self.nodes_by_operator.remove(old.as_slice(), id);
                tally.operator(old, -1);
            }
            self.nodes_by_operator
                .insert(node.operator.as_slice(), id, ());
            tally.operator(node.operator, 1);
        }
        let old_subnet = before.and_then(|old| old.subnet);
        if old_subnet != node.subnet {
            if let Some(old) = old_subnet {
                self.nodes_by_subnet.remove(old.as_slice(), id);
                tally.subnet(old, -1);
            }
            if let Some(new) = node.subnet {
                self.nodes_by_subnet.insert(new.as_slice(), id, ());
                tally.subnet(new, 1);
            }
        }
        self.index_node(id, before, Some(node));
        if let Some(before) = before {
            self.move_boundary_node(before, node);
        }
        if before.map(|old| &old.ipv6) != Some(&node.ipv6) {
            if let Some(old) = before {
                self.node_by_address.remove(&octets(old.id, &old.ipv6));
            }
            let address = octets(node.id, &node.ipv6);
            let holder = self.node_by_address.insert(address, id.to_vec());
            if let Some(holder) = holder {
                self.displace(&holder, tally);
            }
        }
        self.nodes.insert(id, node);
    }

    /// Removes a node with its indexes and tallies that. The entry of its address names
    /// another by now and stays, so that an entry and the row it names come and go together.
    fn displace(&mut self, id: &[u8], tally: &mut Tally) {
        let node = self
            .nodes
            .get(id)
            .expect("BUG: an address belongs to an unknown node");
        self.nodes_by_operator.remove(node.operator.as_slice(), id);
        tally.operator(node.operator, -1);
        if let Some(subnet) = node.subnet {
            self.nodes_by_subnet.remove(subnet.as_slice(), id);
            tally.subnet(subnet, -1);
        }
        self.index_node(id, Some(&node), None);
        self.forget_boundary_node(&node);
        self.nodes.remove(id);
    }

    /// Keeps generation, role, health and IPv4 address searchable.
    fn index_node(&mut self, id: &[u8], before: Option<&Node>, now: Option<&Node>) {
        let generation = |node: &Node| node.generation.clone();
        let (old, new) = (before.and_then(generation), now.and_then(generation));
        if old != new {
            if let Some(old) = old {
                self.nodes_by_generation.remove(old.as_bytes(), id);
            }
            if let Some(new) = new {
                self.nodes_by_generation.insert(new.as_bytes(), id, ());
            }
        }
        let (old, new) = (before.map(|node| node.role), now.map(|node| node.role));
        if old != new {
            if let Some(old) = old {
                self.nodes_by_role.remove(&role_owner(old), id);
            }
            if let Some(new) = new {
                self.nodes_by_role.insert(&role_owner(new), id, ());
            }
        }
        let (old, new) = (before.map(|node| node.status), now.map(|node| node.status));
        if old != new {
            if let Some(old) = old {
                self.nodes_by_status.remove(&status_owner(old), id);
            }
            if let Some(new) = new {
                self.nodes_by_status.insert(&status_owner(new), id, ());
            }
        }
        let ipv4 = |node: &Node| node.ipv4.as_deref().map(|ipv4| ipv4_octets(node.id, ipv4));
        let (old, new) = (before.and_then(ipv4), now.and_then(ipv4));
        if old != new {
            if let Some(old) = old {
                self.node_by_ipv4.remove(&old);
            }
            if let Some(new) = new {
                self.node_by_ipv4.insert(new, id.to_vec());
            }
        }
    }

    pub(super) fn remove_nodes(
        &mut self,
        ids: &[NodeId],
        return_allowance: bool,
        by: Option<OperatorId>,
        at_ns: u64,
    ) {
        let _ = (ids, return_allowance, by, at_ns);
    }

    pub(super) fn change_domain(&mut self, id: NodeId, domain: Option<&str>) {
        let _ = (id, domain);
    }

    pub(super) fn attest(&mut self, id: NodeId, attestation: &NodeAttestation) {
        let _ = (id, attestation);
    }
}

/// The key of an address. Nodes hold canonical text only.
fn octets(node: NodeId, ipv6: &str) -> [u8; 16] {
    ipv6.parse::<Ipv6Addr>()
        .unwrap_or_else(|error| panic!("BUG: node {node} has the address {ipv6:?}: {error}"))
        .octets()
}

fn ipv4_octets(node: NodeId, ipv4: &str) -> [u8; 4] {
    ipv4.parse::<Ipv4Addr>()
        .unwrap_or_else(|error| panic!("BUG: node {node} has the address {ipv4:?}: {error}"))
        .octets()
}

/// The owner of a role's nodes in their index.
pub(crate) fn role_owner(role: NodeRole) -> [u8; 1] {
    match role {
        NodeRole::Replica => [0],
        NodeRole::Unassigned => [1],
        NodeRole::ApiBoundary => [2],
    }
}

/// The owner of the nodes of a health in their index.
pub(crate) fn status_owner(status: NodeStatus) -> [u8; 1] {
    match status {
        NodeStatus::Unknown => [0],
        NodeStatus::Up => [1],
        NodeStatus::Degraded => [2],
        NodeStatus::Down => [3],
    }
}
