//! The network as decentralisation counts it, on the heap: nodes by class. It follows every
//! change of nodes, operator records, data centres, owners' names and clusters, and is read
//! anew from the rows when the state is opened.
//!
//! It grows with operators and members, not with nodes: spare nodes are numbers.

use super::{State, country_of};
use bonafide_policy::decentralization::geography::Point;
use bonafide_policy::decentralization::{Class, Network, Place};
use bonafide_types::id::{OperatorId, ProviderId, SubnetId};
use bonafide_types::registry::{Dimension, Node, NodeRole};
use ic_stable_structures::Memory;
use std::collections::BTreeMap;

/// The network, with the subnets by id.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mirror {
    /// Names: principals by their bytes; data centres by id; owners by canonical name in small
    /// letters; areas as `CC,Area`; countries by code.
    pub(crate) network: Network,
    /// Where each data centre stands, by its number.
    points: Vec<Option<Point>>,
    numbers: BTreeMap<SubnetId, u32>,
    /// Counts changes of the network and of its rules.
    pub(crate) version: u64,
}

/// The actors of an operator, in the order of [`Dimension::ALL`].
type Actors = [u32; Dimension::ALL.len()];

impl Mirror {
    /// The number of a subnet, when it has one.
    pub(crate) fn number(&self, id: SubnetId) -> Option<u32> {
        self.numbers.get(&id).copied()
    }

    /// The subnets in the order of their principals' bytes, with their numbers.
    pub(crate) fn subnets_after(
        &self,
        after: Option<SubnetId>,
    ) -> impl Iterator<Item = (SubnetId, u32)> + '_ {
        use std::ops::Bound;
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let range = self.numbers.range((from, Bound::Unbounded));
        range.map(|(id, number)| (*id, *number))
    }

    /// Where the nodes of a class stand, when that is known.
    pub(crate) fn point(&self, class: u32) -> Option<Point> {
        self.data_center_point(self.network.class(class).actor(Dimension::DataCenter))
    }

    /// Where a data centre stands, when that is known.
    pub(crate) fn data_center_point(&self, data_center: u32) -> Option<Point> {
        self.points.get(data_center as usize).copied().flatten()
    }

    fn set_point(&mut self, data_center: u32, point: Option<Point>) {
        let at = data_center as usize;
        if self.points.len() <= at {
            self.points.resize(at + 1, None);
        }
        self.points[at] = point;
    }

    fn add_subnet(&mut self, id: SubnetId) -> u32 {
        let number = self.network.add_subnet();
        self.numbers.insert(id, number);
        number
    }
}

/// Where a node stands; a boundary node stands nowhere.
fn subnet_of(node: &Node) -> Option<Option<SubnetId>> {
    match (node.subnet, node.role) {
        (Some(subnet), _) => Some(Some(subnet)),
        (None, NodeRole::Replica | NodeRole::Unassigned) => Some(None),
        (None, NodeRole::ApiBoundary) => None,
    }
}

/// A node has SEV-SNP when it shows a chip id; else nothing is known.
fn sev_of(node: &Node) -> Option<bool> {
    node.chip_id.is_some().then_some(true)
}

impl<M: Memory> State<M> {
    /// Reads the mirror anew from the rows.
    pub(crate) fn read_mirror(&self) -> Mirror {
        let mut mirror = Mirror::default();
        for (_, subnet) in self.subnets.after(None) {
            mirror.add_subnet(subnet.id);
        }
        let mut actors = BTreeMap::new();
        for (_, node) in self.nodes.after(None) {
            let of_operator = *actors
                .entry(node.operator)
                .or_insert_with(|| self.actors_of(&mut mirror, node.operator));
            place(&mut mirror, &node, of_operator, true);
        }
        mirror
    }

    /// A node changed: takes it from where it was, and puts it where it is.
    pub(super) fn mirror_node(&mut self, before: Option<&Node>, now: Option<&Node>) {
        let mut mirror = std::mem::take(&mut self.mirror);
        for (node, here) in [(before, false), (now, true)] {
            if let Some(node) = node {
                // What an operator fixes is read once, and anew when it changes.
                let operator = mirror
                    .network
                    .actor(Dimension::NodeOperator, node.operator.as_slice());
                let known = operator.and_then(|number| mirror.network.actors_of(number));
                let actors = known.unwrap_or_else(|| self.actors_of(&mut mirror, node.operator));
                place(&mut mirror, node, actors, here);
            }
        }
        mirror.version += 1;
        self.mirror = mirror;
    }

    /// A subnet is there; it may have been before.
    pub(super) fn mirror_subnet(&mut self, id: SubnetId) {
        if self.mirror.number(id).is_none() {
            self.mirror.add_subnet(id);
            self.mirror.version += 1;
        }
    }

    /// Something that an operator's nodes depend on changed.
    pub(super) fn mirror_operators(&mut self, operators: impl IntoIterator<Item = OperatorId>) {
        let mut mirror = std::mem::take(&mut self.mirror);
        for id in operators {
            let known = mirror.network.actor(Dimension::NodeOperator, id.as_slice());
            if let Some(number) = known {
                let actors = self.actors_of(&mut mirror, id);
                mirror
                    .network
                    .change_classes(number, |class| class.actors = actors);
            }
        }
        mirror.version += 1;
        self.mirror = mirror;
    }

    /// The cluster of providers changed.
    pub(super) fn mirror_providers(&mut self, providers: impl IntoIterator<Item = ProviderId>) {
        let operators: Vec<_> = providers
            .into_iter()
            .flat_map(|provider| self.operators_of(provider))
            .collect();
        self.mirror_operators(operators);
    }

    /// The actors that an operator fixes, by what the rows say now.
    fn actors_of(&self, mirror: &mut Mirror, id: OperatorId) -> Actors {
        let record = self.known_operator(id);
        let cluster = self.clusters.get(record.provider.as_slice());
        let cluster = cluster.map_or(record.provider, |row| row.cluster);
        let data_center = self.data_center(&record.dc_id);
        let point = data_center.as_ref().and_then(|row| Point::of(row.gps?));
        let (owner, area, country) = data_center.map_or_else(Default::default, |row| {
            let country = country_of(&row);
            let area = row.region.split(',').nth(2).unwrap_or_default();
            let area = format!("{country},{}", area.trim());
            (self.owner_key(&row.owner), area, country)
        });
        let actors = Dimension::ALL.map(|dimension| {
            let name: &[u8] = match dimension {
                Dimension::NodeOperator => id.as_slice(),
                Dimension::NodeProvider => record.provider.as_slice(),
                Dimension::Cluster => cluster.as_slice(),
                Dimension::DataCenter => record.dc_id.as_bytes(),
                Dimension::DataCenterOwner => owner.as_bytes(),
                Dimension::Area => area.as_bytes(),
                Dimension::Country => country.as_bytes(),
            };
            mirror.network.intern(dimension, name)
        });
        mirror.set_point(actors[Dimension::DataCenter.index()], point);
        actors
    }

    /// The name under which an owner's data centres are counted together.
    pub(crate) fn owner_key(&self, owner: &str) -> String {
        self.canonical_owner(owner).to_lowercase()
    }

    /// The class of a node, when anything like it was counted.
    pub(crate) fn class_of(&self, node: &Node) -> Option<u32> {
        let operator = self
            .mirror
            .network
            .actor(Dimension::NodeOperator, node.operator.as_slice())?;
        self.mirror
            .network
            .class_like(operator, node.status.into(), sev_of(node))
    }
}

fn place(mirror: &mut Mirror, node: &Node, actors: Actors, here: bool) {
    let Some(subnet) = subnet_of(node) else {
        return;
    };
    let class = mirror.network.class_number(Class {
        actors,
        health: node.status.into(),
        sev: sev_of(node),
        eligible: true,
    });
    let place = match subnet {
        None => Place::Spare,
        // An import names its subnets before their members; a log that does not is refused later.
        Some(id) => Place::Subnet(mirror.number(id).unwrap_or_else(|| mirror.add_subnet(id))),
    };
    if here {
        mirror.network.put(class, place);
    } else {
        let was = mirror.network.take(class, place);
        assert!(was, "BUG: a node was counted nowhere");
    }
}

#[cfg(test)]
mod tests;
