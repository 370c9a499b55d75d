//! What events do to elected versions and boundary nodes.

use super::State;
use bonafide_types::id::NodeId;
use bonafide_types::registry::{ApiBoundaryNode, GuestosVersion};
use ic_stable_structures::Memory;

impl<M: Memory> State<M> {
    pub(super) fn revise_versions(
        &mut self,
        elected: Option<&GuestosVersion>,
        unelected: &[String],
    ) {
        let _ = (elected, unelected);
    }

    pub(super) fn add_boundary_nodes(&mut self, rows: &[ApiBoundaryNode]) {
        let _ = rows;
    }

    pub(super) fn remove_boundary_nodes(&mut self, ids: &[NodeId]) {
        let _ = ids;
    }

    pub(super) fn change_boundary_nodes(&mut self, rows: &[ApiBoundaryNode]) {
        let _ = rows;
    }
}
