//! What imports do, told with plain collections.

use super::{Model, Node, Operator, Origin};
use crate::driver::serves_api;
use crate::step::{Row, Step};

/// Why a row is refused.
type Refusal = &'static str;

impl Model {
    /// The page a step brings: the one it names, or the next.
    pub(crate) fn page(&self, import: u64, named: Option<u32>) -> u32 {
        let at = usize::try_from(import).ok();
        let job = at.and_then(|at| self.imports.get(at));
        let next = job.and_then(|job| u32::try_from(job.next).ok());
        named.or(next).unwrap_or(0)
    }

    /// Why a row of the page that a step brings is refused, if one is.
    pub(crate) fn refusal(&self, step: &Step) -> Option<Refusal> {
        let Step::Bring { import, page, .. } = step else {
            return None;
        };
        let page = self.page(*import, *page) as usize;
        let import = usize::try_from(*import).ok()?;
        let rows = self.imports.get(import)?.pages.get(page)?;
        let mut after = self.clone();
        rows.iter().find_map(|row| after.take(import, row).err())
    }

    /// Takes over an imported fact.
    pub(super) fn take(&mut self, import: usize, row: &Row) -> Result<(), Refusal> {
        let origin = Origin::Import(import);
        match *row {
            Row::DataCenter(dc) => {
                let kept = self.data_centers.entry(dc).or_insert(origin);
                if *kept != Origin::Suite {
                    *kept = origin;
                }
            }
            Row::Provider { provider, name } => {
                let row = self.providers.entry(provider).or_default();
                row.imported = Some(import);
                match (row.name, name) {
                    (Some(_), None) => self.happened.insert("a name was kept"),
                    (Some(old), Some(new)) if old != new => {
                        self.happened.insert("a name was replaced")
                    }
                    _ => false,
                };
                row.name = name.or(row.name);
            }
            Row::Operator {
                operator,
                provider,
                dc,
            } => {
                if !self.providers.contains_key(&provider) || !self.data_centers.contains_key(&dc) {
                    return Err("a reference to nothing");
                }
                let kept = self.operators.get(&operator);
                if kept.is_none_or(|old| old.origin != Origin::Suite) {
                    let moved = kept.is_some_and(|old| old.provider != provider);
                    let before = kept.and_then(|old| old.handed_over);
                    if moved {
                        self.reopened_at.insert(provider, self.now_ns);
                    }
                    let record = Operator {
                        provider,
                        dc,
                        allowance: 0,
                        origin,
                        handed_over: if moved { Some(self.now_ns) } else { before },
                    };
                    self.operators.insert(operator, record);
                }
            }
            Row::Subnet(subnet) => {
                self.subnets.insert(subnet);
            }
            Row::Node {
                node,
                operator,
                address,
                subnet,
            } => {
                let subnet_known = subnet.is_none_or(|subnet| self.subnets.contains(&subnet));
                if !self.operators.contains_key(&operator) || !subnet_known {
                    return Err("a reference to nothing");
                }
                let taken = Node {
                    operator,
                    address,
                    subnet,
                    origin,
                    domain: None,
                    api: serves_api(address, subnet),
                    boundary: false,
                };
                self.take_node(import, node, taken)?;
            }
            Row::Declaration(provider) => match self.providers.get_mut(&provider) {
                Some(row) => row.published = true,
                None => return Err("a reference to nothing"),
            },
        }
        Ok(())
    }

    fn take_node(&mut self, import: usize, id: u8, mut node: Node) -> Result<(), Refusal> {
        let kept = self.nodes.get(&id).map(|old| old.origin);
        if kept == Some(Origin::Suite) {
            return Ok(());
        }
        let mut others = self.nodes.iter().filter(|(other, _)| **other != id);
        let holder = others.find(|(_, other)| other.address == node.address);
        if let Some((holder, old)) = holder.map(|(id, old)| (*id, old)) {
            if old.boundary {
                return Err("an address of a boundary node");
            }
            match old.origin {
                Origin::Suite => return Err("an address that an operator registered"),
                Origin::Import(same) if same == import => {
                    return Err("an address twice in one import");
                }
                Origin::Import(_) => {
                    self.happened.insert("a node was displaced");
                    if old.subnet.is_some() {
                        self.happened.insert("a subnet lost a displaced node");
                    }
                    self.nodes.remove(&holder);
                    self.imports[import].displaced.insert(holder);
                }
            }
        }
        if kept.is_none() && self.imports[import].displaced.contains(&id) {
            self.happened.insert("a displaced node came back");
        }
        if let Some(old) = self.nodes.get(&id) {
            node.domain = old.domain;
            if old.boundary {
                self.happened.insert("a boundary node was imported");
                (node.subnet, node.api, node.boundary) = (None, true, true);
            }
        }
        self.nodes.insert(id, node);
        Ok(())
    }
}
