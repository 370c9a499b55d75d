//! Who may register a node where.

use super::{Model, Operator, Origin};

impl Model {
    /// Who has an address.
    pub(super) fn at(&self, address: u8) -> Option<u8> {
        let mut nodes = self.nodes.iter();
        nodes
            .find(|(_, node)| node.address == address)
            .map(|(id, _)| *id)
    }

    /// Whether a node leaves its address to another one of its operator. What imports bring
    /// in these histories is at work: a member of a subnet, or a boundary node.
    pub(super) fn gives_way(&self, node: u8, caller: u8) -> bool {
        let node = &self.nodes[&node];
        node.operator == caller && node.origin == Origin::Suite
    }

    /// Whether an operator came from another provider, and its own has not accepted since.
    pub(super) fn recheck_due(&self, operator: &Operator) -> bool {
        let accepted_at = self.accepted_at.get(&operator.provider);
        operator
            .handed_over
            .is_some_and(|at| accepted_at.is_none_or(|accepted_at| *accepted_at <= at))
    }
}
