//! What events do to elected versions and boundary nodes.

use super::State;
use super::tally::Tally;
use bonafide_types::id::{NodeId, OperatorId};
use bonafide_types::registry::{ApiBoundaryNode, GuestosVersion, Node, NodeRole};
use candid::Principal;
use ic_stable_structures::Memory;

impl<M: Memory> State<M> {
    /// An elected version.
    #[must_use]
    pub fn guestos_version(&self, version: &str) -> Option<GuestosVersion> {
        self.guestos_versions.get(version.as_bytes())
    }

    /// The boundary nodes that run a version, in the order of their bytes. Read lazily. The
    /// version has 255 bytes at most.
    pub(crate) fn nodes_running(&self, version: &str) -> impl Iterator<Item = NodeId> {
        self.boundary_nodes_by_version
            .members(version.as_bytes(), None)
            .map(|id| NodeId(Principal::from_slice(&id)))
    }

    /// Whether an elected version has a launch measurement.
    #[must_use]
    pub fn is_blessed(&self, measurement: &[u8]) -> bool {
        let mut versions = self.versions_by_measurement.members(measurement, None);
        versions.next().is_some()
    }

    /// An API boundary node.
    #[must_use]
    pub fn api_boundary_node(&self, id: NodeId) -> Option<ApiBoundaryNode> {
        self.api_boundary_nodes.get(id.as_slice())
    }

    /// The API boundary node with a domain name.
    #[must_use]
    pub fn boundary_node_at(&self, domain: &str) -> Option<NodeId> {
        self.boundary_node_by_domain
            .get(&domain.to_owned())
            .map(|id| NodeId(Principal::from_slice(&id)))
    }

    /// How many operators run API boundary nodes, when only those count that `stays` says;
    /// counting ends at `enough`.
    #[must_use]
    pub fn boundary_node_operators(
        &self,
        stays: impl Fn(OperatorId, NodeId) -> bool,
        enough: u32,
    ) -> u32 {
        let runs_one = |owner: &Vec<u8>| {
            let operator = OperatorId(Principal::from_slice(owner));
            self.boundary_nodes_by_operator
                .members(owner, None)
                .any(|id| stays(operator, NodeId(Principal::from_slice(&id))))
        };
        let operators = self.boundary_nodes_by_operator.owners().filter(runs_one);
        operators.take(enough as usize).map(|_| 1_u32).sum()
    }

    pub(super) fn revise_versions(
        &mut self,
        elected: Option<&GuestosVersion>,
        unelected: &[String],
    ) {
        for version in unelected {
            if let Some(row) = self.guestos_version(version) {
                for measurement in &row.measurements {
                    self.versions_by_measurement
                        .remove(&measurement.0, version.as_bytes());
                }
            }
            self.guestos_versions.remove(version.as_bytes());
        }
        if let Some(row) = elected {
            for measurement in &row.measurements {
                self.versions_by_measurement
                    .insert(&measurement.0, row.version.as_bytes(), ());
            }
            self.guestos_versions.insert(row.version.as_bytes(), row);
        }
    }

    pub(super) fn add_boundary_nodes(&mut self, rows: &[ApiBoundaryNode]) {
        for row in rows {
            let id = row.node_id.as_slice();
            let node = self.become_role(row.node_id, NodeRole::ApiBoundary);
            self.boundary_nodes_by_operator
                .insert(node.operator.as_slice(), id, ());
            self.boundary_nodes_by_version
                .insert(row.version.as_bytes(), id, ());
            self.boundary_node_by_domain
                .insert(row.domain.clone(), id.to_vec());
            self.api_boundary_nodes.insert(id, row);
        }
    }

    pub(super) fn remove_boundary_nodes(&mut self, ids: &[NodeId]) {
        for id in ids {
            let node = self.become_role(*id, NodeRole::Unassigned);
            self.forget_boundary_node(&node);
        }
    }

    pub(super) fn change_boundary_nodes(&mut self, rows: &[ApiBoundaryNode]) {
        for row in rows {
            let id = row.node_id.as_slice();
            if let Some(old) = self.api_boundary_node(row.node_id) {
                self.boundary_nodes_by_version
                    .remove(old.version.as_bytes(), id);
            }
            self.boundary_nodes_by_version
                .insert(row.version.as_bytes(), id, ());
            self.api_boundary_nodes.insert(id, row);
        }
    }

    /// Takes the boundary-node record of a node away, if it has one.
    pub(super) fn forget_boundary_node(&mut self, node: &Node) {
        let Some(row) = self.api_boundary_node(node.id) else {
            return;
        };
        let id = node.id.as_slice();
        self.boundary_nodes_by_operator
            .remove(node.operator.as_slice(), id);
        self.boundary_nodes_by_version
            .remove(row.version.as_bytes(), id);
        self.boundary_node_by_domain.remove(&row.domain);
        self.api_boundary_nodes.remove(id);
    }

    fn become_role(&mut self, id: NodeId, role: NodeRole) -> Node {
        let before = self
            .node(id)
            .unwrap_or_else(|| panic!("BUG: an event names the unknown node {id}"));
        let node = Node {
            role,
            ..before.clone()
        };
        let mut tally = Tally::default();
        self.put_node(&node, Some(&before), &mut tally);
        self.settle(tally);
        node
    }
}
