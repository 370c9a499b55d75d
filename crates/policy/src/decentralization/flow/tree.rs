//! Limits as a graph: what is wanted flows down a tree of places to classes, and from classes
//! through their clusters.
//!
//! ```text
//! all -> groups of countries with a share -> country -> area -> owner -> data centre
//!     -> operator -> (class: an edge, its nodes) -> cluster -> sink
//! ```
//!
//! Only what has limits has vertices. Two families of sets, each nested or disjoint within
//! itself, make a network matrix: where there are whole bounds and any flow, there is a flow of
//! whole numbers. An actor that stands at several places of the tree, like an owner in two
//! countries, has a vertex at each: with its cap at each of them the flow is a bound from above,
//! and [`branch`](super::branch) shares the cap out to make it exact. A group of countries that
//! overlaps with another one without being nested stands at several places, too; its share is
//! not shared out, and nor are least numbers of actors at several places. So who takes a flow
//! for a subnet counts it.

use super::super::limits::Limits;
use super::super::network::{Class, Network};
use super::cut::Routes;
use super::supply::Supply;
use super::{Graph, UNBOUNDED};
use bonafide_types::registry::Dimension;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The layers of places, the widest first.
const PLACES: [Dimension; 5] = [
    Dimension::Country,
    Dimension::Area,
    Dimension::DataCenterOwner,
    Dimension::DataCenter,
    Dimension::NodeOperator,
];

/// What a vertex stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    /// A share of the limits, by its place there. The root is none.
    Share(usize),
    /// An actor.
    Actor(Dimension, u32),
}

/// A part of the network whose nodes are bounded together.
#[derive(Debug)]
pub(crate) struct Vertex {
    /// The next wider one. The root's is itself.
    pub(crate) parent: usize,
    /// `None`: all.
    pub(crate) what: Option<What>,
    /// Bounds in one subnet. Those of shares depend on its size.
    lower: u32,
    upper: Option<u32>,
    /// Nodes at hand.
    supply: u32,
}

/// Nodes of a class.
#[derive(Debug)]
pub(crate) struct Leaf {
    pub(crate) class: u32,
    pub(super) vertex: usize,
    pub(super) cluster: usize,
    supply: u32,
}

/// An actor with a cap that stands at several places, and has more nodes than the cap.
#[derive(Debug)]
pub(crate) struct Spanning {
    pub(crate) cap: u32,
    /// Its vertices, with the nodes at hand there.
    pub(crate) places: Vec<(usize, u32)>,
}

/// Caps of vertices in place of their actor's.
pub(crate) type Assigned = BTreeMap<usize, u32>;

/// The graph.
#[derive(Debug)]
pub(crate) struct Tree<'a> {
    limits: &'a Limits,
    /// Parents before children.
    pub(crate) vertices: Vec<Vertex>,
    /// Clusters like vertices; they have no parent.
    pub(crate) clusters: Vec<Vertex>,
    pub(crate) leaves: Vec<Leaf>,
    pub(crate) spanning: Vec<Spanning>,
    /// Special bounds, by their place in the limits, that ask for more nodes than there are.
    pub(crate) unmet: Vec<usize>,
}

/// Bounds for each vertex, cluster and leaf.
#[derive(Clone, Debug)]
pub(crate) struct Bounds {
    pub(crate) vertices: Vec<(u64, u64)>,
    pub(crate) clusters: Vec<(u64, u64)>,
    pub(crate) leaves: Vec<u64>,
}

impl<'a> Tree<'a> {
    /// The graph of the nodes that break no rule by themselves.
    pub(crate) fn new(network: &Network, limits: &'a Limits, supply: &Supply) -> Self {
        let mut builder = Builder::new(network, limits);
        for (number, class) in (0..).zip(network.classes()) {
            let nodes = supply.of(number);
            if nodes > 0 && limits.weight_of(class) == 0 {
                builder.add(number, class, nodes);
            }
        }
        builder.finish()
    }

    /// All nodes at hand.
    pub(crate) fn supply(&self) -> u32 {
        self.vertices[0].supply
    }

    /// What `subnets` of a size may take altogether. Any number of nodes at the root.
    pub(crate) fn bounds(&self, size: u32, subnets: u32, assigned: &Assigned) -> Bounds {
        let times = |bound: u32| u64::from(bound) * u64::from(subnets);
        let of = |at: Option<usize>, vertex: &Vertex| {
            let assigned = at.and_then(|at| assigned.get(&at));
            let own = match vertex.what {
                Some(What::Share(share)) => Some(self.limits.shares[share].most(size)),
                _ => vertex.upper,
            };
            let upper = assigned.copied().or(own);
            (times(vertex.lower), upper.map_or(UNBOUNDED, times))
        };
        let vertices = self.vertices.iter().enumerate();
        Bounds {
            vertices: vertices.map(|(at, vertex)| of(Some(at), vertex)).collect(),
            clusters: self.clusters.iter().map(|each| of(None, each)).collect(),
            leaves: self.leaves.iter().map(|leaf| leaf.supply.into()).collect(),
        }
    }

    /// The largest flow within bounds; `None` when there is none.
    pub(crate) fn route(&self, bounds: Bounds) -> Option<Routes> {
        let (vertices, clusters) = (self.vertices.len(), self.clusters.len());
        let (sink, source) = (vertices + clusters, vertices + clusters + 1);
        let mut graph = Graph::new(source + 1);
        for (at, vertex) in self.vertices.iter().enumerate() {
            let from = if at == 0 { source } else { vertex.parent };
            graph.edge(from, at, bounds.vertices[at]);
        }
        for (at, bounds) in bounds.clusters.iter().enumerate() {
            graph.edge(vertices + at, sink, *bounds);
        }
        for (leaf, nodes) in self.leaves.iter().zip(&bounds.leaves) {
            graph.edge(leaf.vertex, vertices + leaf.cluster, (0, *nodes));
        }
        let flow = graph.largest(source, sink)?;
        let read = |first: usize, count: usize| {
            (first..first + count)
                .map(|edge| flow.on(edge))
                .collect::<Vec<_>>()
        };
        Some(Routes {
            vertices: read(0, vertices),
            clusters: read(vertices, clusters),
            leaves: read(sink, self.leaves.len()),
            bounds,
            flow,
        })
    }

    /// The classes of a flow, one for each node.
    pub(crate) fn classes(&self, leaves: &[u64]) -> Vec<u32> {
        let leaves = self.leaves.iter().zip(leaves);
        leaves
            .flat_map(|(leaf, nodes)| (0..*nodes).map(|_| leaf.class))
            .collect()
    }

    /// The first spanning actor that can come to more than its cap in one of `subnets`, when
    /// what flows is dealt out to them evenly.
    pub(crate) fn beyond(&self, routes: &Routes, subnets: u32) -> Option<&Spanning> {
        self.all_beyond(routes, subnets).next()
    }

    /// All of these.
    pub(crate) fn all_beyond(
        &self,
        routes: &Routes,
        subnets: u32,
    ) -> impl Iterator<Item = &Spanning> {
        self.spanning.iter().filter(move |spanning| {
            let places = spanning.places.iter();
            let each = places.map(|(at, _)| routes.vertices[*at].div_ceil(subnets.into()));
            each.sum::<u64>() > u64::from(spanning.cap)
        })
    }
}

/// The bounds of an actor: all special ones hold, and they stand in for the common cap.
fn own_bounds(limits: &Limits, dimension: Dimension, actor: u32) -> (u32, Option<u32>) {
    let specials = limits.specials.iter();
    let mut own =
        specials.filter(|special| special.dimension == dimension && special.actor == Some(actor));
    let bound = |max: u32| (max != u32::MAX).then_some(max);
    let Some(first) = own.next() else {
        return (0, bound(limits.common_cap(dimension)));
    };
    let (min, max) = own.fold((first.min, first.max), |(min, max), special| {
        (min.max(special.min), max.min(special.max))
    });
    (min, bound(max))
}

struct Builder<'a> {
    tree: Tree<'a>,
    /// Layers that have limits.
    layers: Vec<Dimension>,
    /// Shares, the widest first.
    groups: Vec<usize>,
    numbers: BTreeMap<(usize, What), usize>,
    clusters: BTreeMap<u32, usize>,
    /// Nodes of actors with special bounds, by the place of these.
    special: Vec<u32>,
}

impl<'a> Builder<'a> {
    fn new(network: &Network, limits: &'a Limits) -> Self {
        let limited = |dimension: &Dimension| {
            let special = limits.specials.iter();
            let mut special = special.filter(|special| special.dimension == *dimension);
            limits.common_cap(*dimension) != u32::MAX || special.next().is_some()
        };
        Self {
            layers: PLACES.into_iter().filter(limited).collect(),
            groups: widest_first(network, limits),
            numbers: BTreeMap::new(),
            clusters: BTreeMap::new(),
            special: vec![0; limits.specials.len()],
            tree: Tree {
                limits,
                vertices: vec![Vertex {
                    parent: 0,
                    what: None,
                    lower: 0,
                    upper: None,
                    supply: 0,
                }],
                clusters: Vec::new(),
                leaves: Vec::new(),
                spanning: Vec::new(),
                unmet: Vec::new(),
            },
        }
    }

    fn add(&mut self, number: u32, class: &Class, nodes: u32) {
        let limits = self.tree.limits;
        let country = class.actor(Dimension::Country);
        let mut vertex = 0;
        self.tree.vertices[0].supply += nodes;
        for at in 0..self.groups.len() {
            let share = self.groups[at];
            if limits.shares[share].inside.contains(country) {
                vertex = self.below(vertex, What::Share(share), nodes);
            }
        }
        for at in 0..self.layers.len() {
            let dimension = self.layers[at];
            let what = What::Actor(dimension, class.actor(dimension));
            vertex = self.below(vertex, what, nodes);
        }
        let actor = class.actor(Dimension::Cluster);
        let clusters = &mut self.tree.clusters;
        let cluster = *self.clusters.entry(actor).or_insert_with(|| {
            clusters.push(bounded(limits, What::Actor(Dimension::Cluster, actor), 0));
            clusters.len() - 1
        });
        for (special, has) in limits.specials.iter().zip(&mut self.special) {
            if special.actor == Some(class.actor(special.dimension)) {
                *has += nodes;
            }
        }
        self.tree.leaves.push(Leaf {
            class: number,
            vertex,
            cluster,
            supply: nodes,
        });
    }

    /// The vertex of something below another one, which has so many nodes more.
    fn below(&mut self, parent: usize, what: What, nodes: u32) -> usize {
        let vertices = &mut self.tree.vertices;
        let at = *self.numbers.entry((parent, what)).or_insert_with(|| {
            vertices.push(bounded(self.tree.limits, what, parent));
            vertices.len() - 1
        });
        vertices[at].supply += nodes;
        at
    }

    /// Finds actors at several places, and numbers that cannot be reached.
    fn finish(mut self) -> Tree<'a> {
        let mut places: BTreeMap<What, Vec<usize>> = BTreeMap::new();
        for ((_, what), at) in &self.numbers {
            if matches!(what, What::Actor(..)) {
                places.entry(*what).or_default().push(*at);
            }
        }
        let vertices = &mut self.tree.vertices;
        for mut places in places.into_values().filter(|places| places.len() > 1) {
            places.sort_unstable();
            for at in &places {
                vertices[*at].lower = 0;
            }
            let all: u32 = places.iter().map(|at| vertices[*at].supply).sum();
            match vertices[places[0]].upper {
                Some(cap) if cap < all => self.tree.spanning.push(Spanning {
                    cap,
                    places: places
                        .into_iter()
                        .map(|at| (at, vertices[at].supply))
                        .collect(),
                }),
                _ => {}
            }
        }
        let specials = self.tree.limits.specials.iter().zip(&self.special);
        let unmet = specials.enumerate();
        let unmet = unmet.filter(|(_, (special, has))| special.min > **has);
        self.tree.unmet = unmet.map(|(at, _)| at).collect();
        self.tree
    }
}

fn bounded(limits: &Limits, what: What, parent: usize) -> Vertex {
    let (lower, upper) = match what {
        What::Share(_) => (0, None),
        What::Actor(dimension, actor) => own_bounds(limits, dimension, actor),
    };
    Vertex {
        parent,
        what: Some(what),
        lower,
        upper,
        supply: 0,
    }
}

/// Shares by how many countries they are about, the widest first.
fn widest_first(network: &Network, limits: &Limits) -> Vec<usize> {
    let countries = |share: &usize| {
        let inside = &limits.shares[*share].inside;
        let countries = (0..).take(network.actors(Dimension::Country));
        countries
            .filter(|country| inside.contains(*country))
            .count()
    };
    let mut order: Vec<_> = (0..limits.shares.len()).collect();
    order.sort_by_cached_key(|share| Reverse(countries(share)));
    order
}
