//! Nodes that leave or serve the API, generations, names of owners.

use super::standing::unfit_batch;
use super::{Model, Node};
use crate::step::Machines;
use bonafide_types::limits::DAY_NS;
use std::collections::BTreeSet;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Generation {
    pub(crate) from_ns: u64,
    pub(crate) until_ns: Option<u64>,
    pub(crate) supported_ns: Option<u64>,
}

impl Generation {
    pub(crate) fn open() -> Self {
        Self {
            from_ns: 0,
            until_ns: None,
            supported_ns: None,
        }
    }

    pub(super) fn closed(self, now_ns: u64) -> bool {
        let ends = [self.until_ns, self.supported_ns];
        ends.into_iter().flatten().any(|end_ns| end_ns <= now_ns)
    }
}

impl Model {
    /// The operators of boundary nodes, of those that stay.
    pub(super) fn serving(&self, stays: impl Fn(u8) -> bool) -> BTreeSet<u8> {
        let nodes = self.nodes.iter();
        nodes
            .filter(|(id, node)| node.boundary && stays(**id))
            .map(|(_, node)| node.operator)
            .collect()
    }

    /// The name that an owner counts under.
    pub(crate) fn canonical(&self, owner: u8) -> u8 {
        self.aliases.get(&owner).copied().unwrap_or(owner)
    }

    fn dates(&self, from: i64, until: Option<i64>, supported: Option<i64>) -> Generation {
        Generation {
            from_ns: self.in_days(from),
            until_ns: until.map(|days| self.in_days(days)),
            supported_ns: supported.map(|days| self.in_days(days)),
        }
    }

    fn objections_to_leaving(node: Option<&Node>) -> Vec<&'static str> {
        let Some(node) = node else {
            return vec!["NodeNotFound"];
        };
        let at_work = [
            (node.subnet.is_some(), "NodeInSubnet"),
            (node.api, "NodeIsApiBoundary"),
        ];
        let found = at_work.into_iter().filter(|(holds, _)| *holds);
        found.map(|(_, objection)| objection).collect()
    }

    pub(super) fn objections_to_machines(&self, step: &Machines) -> Vec<&'static str> {
        let mut all = Vec::new();
        let mut object = |holds: bool, objection| {
            if holds {
                all.push(objection);
            }
        };
        match step {
            Machines::RemoveNodes { ids, back } => {
                for id in ids {
                    let node = self.nodes.get(id);
                    let provider = node.map(|node| self.operators[&node.operator].provider);
                    let barred = provider.is_some_and(|id| !self.barred_by(id).is_empty());
                    object(*back && barred, "ProviderBarred");
                }
                all.extend(unfit_batch(ids));
                let nodes = ids.iter().map(|id| self.nodes.get(id));
                all.extend(nodes.flat_map(Self::objections_to_leaving));
            }
            Machines::RemoveNode { caller, node } => {
                let node = self.nodes.get(node);
                object(
                    node.is_some_and(|node| node.operator != *caller),
                    "NotYourNode",
                );
                all.extend(Self::objections_to_leaving(node));
            }
            Machines::SetDomain { caller, node, .. } => {
                let Some(node) = self.nodes.get(node) else {
                    return vec!["NodeNotFound"];
                };
                object(node.operator != *caller, "NotYourNode");
                object(node.api, "NodeIsApiBoundary");
            }
            Machines::AddBoundaryNodes { ids } => {
                let mut taken: Vec<_> = self.nodes.values().filter(|node| node.boundary).collect();
                for id in ids {
                    let Some(node) = self.nodes.get(id) else {
                        object(true, "NodeNotFound");
                        continue;
                    };
                    object(node.boundary, "ApiBoundaryNodeAlreadyExists");
                    object(node.subnet.is_some(), "NodeInSubnet");
                    object(node.domain.is_none(), "NodeWithoutDomain");
                    object(
                        taken.iter().any(|other| other.domain == node.domain),
                        "DomainInUse",
                    );
                    taken.push(node);
                }
                all.extend(unfit_batch(ids));
            }
            Machines::RemoveBoundaryNodes { ids } => {
                for id in ids {
                    let there = self.nodes.get(id).is_some_and(|node| node.boundary);
                    object(!there, "ApiBoundaryNodeNotFound");
                }
                let left = self.serving(|id| !ids.contains(&id)).len();
                object(
                    left < self.policy().boundary_node_operators,
                    "TooFewBoundaryNodeOperators",
                );
                all.extend(unfit_batch(ids));
            }
            Machines::SetGeneration {
                generation,
                from,
                until,
                supported,
            } => {
                let wanted = self.dates(*from, *until, *supported);
                let ends = [wanted.until_ns, wanted.supported_ns];
                let backwards = wanted.supported_ns < wanted.until_ns;
                object(
                    ends.iter()
                        .flatten()
                        .any(|end_ns| *end_ns <= wanted.from_ns)
                        || wanted.supported_ns.is_some() && backwards,
                    "InvalidField",
                );
                let before = self.generations.get(generation);
                let old = before.map_or([None; 2], |old| [old.until_ns, old.supported_ns]);
                let notice_days = u64::from(self.policy().notice_days);
                for (old, new) in old.into_iter().zip(ends) {
                    let sooner = new.is_some_and(|new| old.is_none_or(|old| new < old));
                    let too_soon = new < Some(self.now_ns + notice_days * DAY_NS);
                    object(sooner && too_soon, "NoticeTooShort");
                }
                let open = before.is_some_and(|old| old.from_ns <= self.now_ns);
                object(open && wanted.from_ns > self.now_ns, "InvalidField");
            }
            Machines::SetAliases { set, remove } => {
                object(set.is_empty() && remove.is_empty(), "NothingToChange");
                let mut seen = BTreeSet::new();
                for alias in set.iter().map(|(alias, _)| alias).chain(remove) {
                    object(!seen.insert(alias), "DuplicateEntry");
                }
                let unknown = |alias: &u8| !self.aliases.contains_key(alias);
                object(remove.iter().any(unknown), "OwnerAliasNotFound");
                let mut table = self.aliases.clone();
                table.retain(|alias, _| !remove.contains(alias));
                table.extend(set.iter().copied());
                let chained = table.values().any(|name| table.contains_key(name));
                object(chained, "OwnerAliasChain");
            }
        }
        all
    }

    pub(super) fn apply_machines(&mut self, step: Machines) {
        match step {
            Machines::RemoveNodes { ids, back } => {
                for id in ids {
                    let node = self.nodes.remove(&id).unwrap();
                    let operator = self.operators.get_mut(&node.operator).unwrap();
                    operator.allowance += u64::from(back);
                }
            }
            Machines::RemoveNode { node, .. } => {
                self.nodes.remove(&node);
            }
            Machines::SetDomain { node, domain, .. } => {
                self.nodes.get_mut(&node).unwrap().domain = domain;
            }
            Machines::AddBoundaryNodes { ids } => self.serve(&ids, true),
            Machines::RemoveBoundaryNodes { ids } => self.serve(&ids, false),
            Machines::SetGeneration {
                generation,
                from,
                until,
                supported,
            } => {
                let dates = self.dates(from, until, supported);
                self.generations.insert(generation, dates);
            }
            Machines::SetAliases { set, remove } => {
                self.aliases.retain(|alias, _| !remove.contains(alias));
                self.aliases.extend(set);
            }
        }
    }

    fn serve(&mut self, ids: &[u8], serves: bool) {
        for id in ids {
            let node = self.nodes.get_mut(id).unwrap();
            (node.api, node.boundary) = (serves, serves);
        }
    }
}
