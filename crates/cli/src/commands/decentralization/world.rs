//! A network from files, made ready to be counted.

use super::{
    Files,
    clusters::Clusters,
    figures::Figures,
    gps,
    nodes::{self, Node},
    policies::{FileTags, Policies},
};
use crate::error::CliError;
use bonafide_policy::decentralization::{
    Class, Limits, Network, Place, Tally,
    evaluate::{as_text, scorecard, violations},
    geography::{self, Point},
    jurisdiction::{Countries, Tags},
    verdict::{Named, Standing},
};
use bonafide_types::{id::Sha256Hash, registry::Dimension};
use candid::Principal;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Nodes, subnets and rules. Everything is numbered in the order of ids, so the order of rows
/// has no part in it.
pub(super) struct World {
    pub(super) network: Network,
    /// By id; none for an API boundary node, which is in no subnet and no spare.
    nodes: BTreeMap<String, Option<Placed>>,
    /// Ids by number.
    subnets: Vec<String>,
    /// By data centre's number.
    points: Vec<Option<Point>>,
    policies: Policies,
    limits: BTreeMap<String, Limits>,
    /// Whether the file says of any node whether it has SEV-SNP. When not, no rule asks for it.
    pub(super) sev_judged: bool,
    seed: Sha256Hash,
}

/// A node that counts.
#[derive(Clone, Copy)]
struct Placed {
    class: u32,
    place: Place,
}

impl World {
    pub(super) fn read(files: &Files) -> Result<Self, CliError> {
        let rows = nodes::read(&files.nodes)?;
        let clusters = files.clusters.as_deref();
        let clusters = clusters
            .map(|path| Clusters::read(path, &rows))
            .transpose()?;
        let clusters = clusters.unwrap_or_default();
        let gps = files.gps.as_deref().map(gps::read).transpose()?;
        let gps = gps.unwrap_or_default();
        let policies = Policies::read(files.policy.as_deref())?;

        let mut network = Network::default();
        let ids: BTreeSet<_> = rows
            .values()
            .filter_map(|row| row.subnet.as_ref())
            .collect();
        let numbered = ids
            .into_iter()
            .map(|id| (id.as_str(), network.add_subnet()));
        let numbers: BTreeMap<&str, u32> = numbered.collect();
        let mut points = Vec::new();
        let mut placed = BTreeMap::new();
        for (id, row) in &rows {
            let counted = (!row.boundary).then(|| {
                let actors = actors(&mut network, row, clusters.of(&row.provider));
                let data_center = actors[Dimension::DataCenter.index()] as usize;
                if data_center == points.len() {
                    points.push(gps.get(&row.data_center).copied());
                }
                let class = network.class_number(Class {
                    actors,
                    health: row.status.into(),
                    sev: row.sev,
                    eligible: true,
                });
                let subnet = row.subnet.as_deref().map(|id| numbers[id]);
                let place = subnet.map_or(Place::Spare, Place::Subnet);
                network.put(class, place);
                Placed { class, place }
            });
            placed.insert(id.clone(), counted);
        }
        let sev_judged = rows.values().any(|row| row.sev.is_some());
        let limits = limits(&policies, &network, sev_judged)?;
        Ok(Self {
            network,
            nodes: placed,
            subnets: numbers.into_keys().map(String::from).collect(),
            points,
            policies,
            limits,
            sev_judged,
            seed: nodes::seed(&rows),
        })
    }

    /// All nodes of the file.
    pub(super) fn nodes(&self) -> usize {
        self.nodes.len()
    }

    /// What breaks ties: what was given, or the hash of the nodes.
    pub(super) fn seed(&self, given: Option<Sha256Hash>) -> Sha256Hash {
        given.unwrap_or(self.seed)
    }

    /// Subnets by number, in the order of their ids.
    pub(super) fn subnets(&self) -> impl Iterator<Item = (u32, &str)> {
        (0..).zip(self.subnets.iter().map(String::as_str))
    }

    /// The id of a subnet.
    pub(super) fn subnet_id(&self, number: u32) -> &str {
        &self.subnets[number as usize]
    }

    /// The subnet of an id, or of the first group of one when that is enough to tell it.
    pub(super) fn subnet(&self, name: &str) -> Option<u32> {
        let exact = self.subnets().find(|(_, id)| *id == name);
        let mut alike = self.subnets().filter(|(_, id)| short(id) == name);
        let only = alike.next().filter(|_| alike.next().is_none());
        exact.or(only).map(|(number, _)| number)
    }

    /// The kind of a subnet, by its id.
    pub(super) fn kind_of(&self, subnet: &str) -> &str {
        self.policies.kind_of(subnet)
    }

    /// The rules of a kind.
    pub(super) fn limits(&self, kind: &str) -> Result<&Limits, CliError> {
        self.limits.get(kind).ok_or_else(|| {
            let known: Vec<_> = self.limits.keys().map(String::as_str).collect();
            let message = format!(
                "there are no rules for {kind:?}, only for {}",
                known.join(", ")
            );
            CliError::usage("Kind", message).with("kind", kind)
        })
    }

    /// The countries of any of some tags; none when there are no tags.
    pub(super) fn countries(&self, tags: &[String]) -> Result<Option<Countries>, CliError> {
        let mut all: Option<Countries> = None;
        for tag in tags {
            let codes = FileTags.countries(tag).ok_or_else(|| {
                let message = format!("{tag:?} is no tag: give EU, EEA or the code of a country");
                CliError::usage("Tag", message).with("tag", tag.as_str())
            })?;
            let more = Countries::of(&self.network, &codes);
            all = Some(match all {
                Some(before) => before.with(&more),
                None => more,
            });
        }
        Ok(all)
    }

    /// The figures of some members, held against the rules of a kind.
    pub(super) fn figures(&self, kind: &str, members: &[u32]) -> Result<Figures, CliError> {
        let limits = self.limits(kind)?;
        let tally = Tally::of(&self.network, members.iter().copied());
        let card = scorecard(&tally, limits.weight(&self.network, &tally, members));
        let broken = violations(&self.network, limits, &tally, members, as_text);
        let points = members.iter().filter_map(|class| self.point(*class));
        let distances = geography::distances(points.map(|point| (point, 1)));
        Ok(Figures::new(kind, &card, &broken, distances))
    }

    /// Where the nodes of a class stand, when that is known.
    pub(super) fn point(&self, class: u32) -> Option<Point> {
        let data_center = self.network.class(class).actor(Dimension::DataCenter);
        self.points.get(data_center as usize).copied().flatten()
    }

    /// The name of a class's actor.
    pub(super) fn name(&self, dimension: Dimension, class: u32) -> String {
        let actor = self.network.class(class).actor(dimension);
        as_text(dimension, self.network.name(dimension, actor))
    }

    /// The class of a node; none of one that is unknown or an API boundary node.
    pub(super) fn class(&self, node: &str) -> Option<u32> {
        let placed = self.nodes.get(node).copied().flatten();
        placed.map(|placed| placed.class)
    }

    /// A node as a verdict wants it.
    pub(super) fn named(&self, node: &str) -> Named {
        let standing = match self.nodes.get(node) {
            None => Standing::Unknown,
            Some(None) => Standing::Boundary,
            Some(Some(Placed { class, place })) => match place {
                Place::Spare => Standing::Spare { class: *class },
                Place::Subnet(subnet) => Standing::Member {
                    class: *class,
                    subnet: *subnet,
                },
            },
        };
        Named {
            node: node.into(),
            standing,
            barred: Vec::new(),
        }
    }

    /// The nodes in a place by class, the lowest ids first.
    pub(super) fn ids(&self, place: Place) -> Ids<'_> {
        let mut ids = Ids::default();
        for (id, placed) in &self.nodes {
            if let Some(placed) = placed.filter(|placed| placed.place == place) {
                ids.0.entry(placed.class).or_default().push_back(id);
            }
        }
        ids
    }
}

/// Nodes by class. What is taken is not there any more.
#[derive(Default)]
pub(super) struct Ids<'a>(BTreeMap<u32, VecDeque<&'a str>>);

impl Ids<'_> {
    /// A node of each class, in the order of their ids.
    pub(super) fn take(&mut self, classes: &[u32]) -> Vec<String> {
        let mut taken: Vec<_> = classes
            .iter()
            .map(|class| {
                let of_class = self.0.get_mut(class).and_then(VecDeque::pop_front);
                of_class
                    .expect("BUG: more nodes of a class than there are")
                    .to_owned()
            })
            .collect();
        taken.sort();
        taken
    }
}

/// The first group of a principal; another id whole.
pub(super) fn short(id: &str) -> &str {
    match Principal::from_text(id) {
        Ok(_) => id.split('-').next().unwrap_or(id),
        Err(_) => id,
    }
}

fn actors(network: &mut Network, row: &Node, cluster: &str) -> [u32; Dimension::ALL.len()] {
    Dimension::ALL.map(|dimension| {
        let name: &str = match dimension {
            Dimension::NodeOperator => &row.operator,
            Dimension::NodeProvider => &row.provider,
            Dimension::Cluster => cluster,
            Dimension::DataCenter => &row.data_center,
            Dimension::DataCenterOwner => &row.owner,
            Dimension::Area => &row.area,
            Dimension::Country => &row.country,
        };
        network.intern(dimension, name.as_bytes())
    })
}

/// The rules of each kind, ready for the network.
fn limits(
    policies: &Policies,
    network: &Network,
    sev_judged: bool,
) -> Result<BTreeMap<String, Limits>, CliError> {
    let mut limits = BTreeMap::new();
    for (kind, rules) in &policies.rules {
        let mut rules = rules.clone();
        rules.sev &= sev_judged;
        let ready = Limits::new(&rules, network, &FileTags).map_err(|error| {
            CliError::usage("Policy", format!("{kind}: {error}")).with("kind", kind.as_str())
        })?;
        limits.insert(kind.clone(), ready);
    }
    Ok(limits)
}
