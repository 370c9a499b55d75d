//! Who may register a node where.

use super::{Model, Node, Operator, Origin};
use crate::step::Step;
use bonafide_types::registry::DeclarationStatus;

impl Model {
    /// Who has an address.
    fn at(&self, address: u8) -> Option<u8> {
        let mut nodes = self.nodes.iter();
        nodes
            .find(|(_, node)| node.address == address)
            .map(|(id, _)| *id)
    }

    /// Whether a node leaves its address to another one of its operator.
    fn gives_way(&self, node: u8, caller: u8) -> bool {
        let node = &self.nodes[&node];
        node.operator == caller && node.subnet.is_none() && !node.api
    }

    /// Whether an operator came from another provider, and its own has not accepted since.
    fn recheck_due(&self, operator: &Operator) -> bool {
        let accepted_at = self.accepted_at.get(&operator.provider);
        operator
            .handed_over
            .is_some_and(|at| accepted_at.is_none_or(|accepted_at| *accepted_at <= at))
    }

    pub(super) fn objections_to_node(&self, step: &Step) -> Vec<&'static str> {
        let Step::RegisterNode {
            caller,
            node,
            address,
            generation,
            ..
        } = *step
        else {
            return Vec::new();
        };
        let holder = self.at(address);
        let replaced = holder.is_some_and(|id| self.gives_way(id, caller));
        let mut all = Vec::new();
        match self.operators.get(&caller) {
            None => all.push("NodeOperatorNotFound"),
            Some(operator) => {
                all.extend(self.unfit(operator.provider));
                if operator.allowance == 0 && !replaced {
                    all.push("AllowanceExhausted");
                }
                if self.recheck_due(operator) {
                    all.push("RecheckDue");
                }
                match self.status(operator.provider) {
                    DeclarationStatus::NotAccepted => all.push("DeclarationNotAccepted"),
                    DeclarationStatus::Lapsed { .. } => all.push("DeclarationLapsed"),
                    DeclarationStatus::Current | DeclarationStatus::Due { .. } => {}
                }
            }
        }
        match self.generations.get(&generation) {
            None => all.push("GenerationNotFound"),
            Some(dates) if self.now_ns < dates.from_ns => all.push("GenerationNotOpen"),
            Some(dates) if dates.closed(self.now_ns) => all.push("GenerationClosed"),
            Some(_) => {}
        }
        if self.nodes.contains_key(&node) {
            all.push("NodeAlreadyExists");
        }
        if holder.is_some() && !replaced {
            all.push("AddressInUse");
        }
        all
    }

    pub(super) fn register_node(&mut self, caller: u8, id: u8, address: u8, domain: Option<u8>) {
        match self.at(address) {
            Some(holder) => {
                self.nodes.remove(&holder);
                self.happened.insert("a node was replaced");
            }
            None => self.operators.get_mut(&caller).unwrap().allowance -= 1,
        }
        let node = Node {
            operator: caller,
            address,
            subnet: None,
            origin: Origin::Suite,
            domain,
            api: false,
            boundary: false,
        };
        self.nodes.insert(id, node);
    }
}
