//! What events do to nodes, their indexes and counters.

use super::State;
use super::tally::Tally;
use bonafide_types::id::{NodeId, OperatorId};
use bonafide_types::limits::NODE_ALLOWANCE;
use bonafide_types::registry::{Node, NodeAttestation, NodeRole, NodeStatus, Provenance};
use ic_stable_structures::Memory;
use std::net::{Ipv4Addr, Ipv6Addr};

impl<M: Memory> State<M> {
    pub(super) fn register_node(&mut self, node: &Node, replaces: Option<NodeId>, at_ns: u64) {
        let mut tally = Tally::default();
        match replaces {
            Some(old) => self.take_node_out(old, &mut tally),
            None => {
                let mut operator = self.known_operator(node.operator);
                operator.node_allowance -= 1;
                self.node_operators
                    .insert(operator.id.as_slice(), &operator);
            }
        }
        self.put_node(node, None, &mut tally);
        tally.registered(node.operator, 1);
        self.settle(tally);
        self.book_operator(node.operator, at_ns);
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
                if self.boundary_nodes_by_operator.contains(old.as_slice(), id) {
                    self.boundary_nodes_by_operator.remove(old.as_slice(), id);
                    self.boundary_nodes_by_operator
                        .insert(node.operator.as_slice(), id, ());
                }
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

    /// Keeps generation, role, health and IPv4 address searchable, and the mirror true.
    fn index_node(&mut self, id: &[u8], before: Option<&Node>, now: Option<&Node>) {
        self.mirror_node(before, now);
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
        let mut tally = Tally::default();
        for id in ids {
            let operator = self.known_node(*id).operator;
            self.take_node_out(*id, &mut tally);
            if return_allowance {
                let mut record = self.known_operator(operator);
                record.node_allowance = (record.node_allowance + 1).min(NODE_ALLOWANCE);
                self.node_operators.insert(operator.as_slice(), &record);
            }
        }
        self.settle(tally);
        if let Some(by) = by {
            self.book_operator(by, at_ns);
        }
    }

    /// Removes a node with its address and its indexes, and tallies that.
    fn take_node_out(&mut self, id: NodeId, tally: &mut Tally) {
        let node = self.known_node(id);
        self.node_by_address.remove(&octets(id, &node.ipv6));
        self.displace(id.as_slice(), tally);
        if node.provenance == Provenance::SelfRegistered {
            tally.registered(node.operator, -1);
        }
    }

    /// Only an operator's own key does this, so it counts as its operation.
    pub(super) fn change_domain(&mut self, id: NodeId, domain: Option<&str>, at_ns: u64) {
        let mut node = self.known_node(id);
        node.domain = domain.map(str::to_owned);
        self.nodes.insert(id.as_slice(), &node);
        self.book_operator(node.operator, at_ns);
    }

    /// Only an operator's own key does this, so it counts as its operation.
    pub(super) fn attest(&mut self, id: NodeId, attestation: &NodeAttestation, at_ns: u64) {
        let mut node = self.known_node(id);
        node.attestation = Some(attestation.clone());
        self.nodes.insert(id.as_slice(), &node);
        self.book_operator(node.operator, at_ns);
    }

    fn known_node(&self, id: NodeId) -> Node {
        self.node(id)
            .unwrap_or_else(|| panic!("BUG: an event names the unknown node {id}"))
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
