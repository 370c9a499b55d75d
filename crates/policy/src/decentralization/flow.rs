//! Maximum flow on integers, with bounds from below and a smallest cut.
//!
//! Dinic's algorithm. Nothing is left to chance: arcs are tried in the order in which edges
//! were added. Nothing recurses, so the depth of a graph costs no stack.
//!
//! `tree` builds graphs of a network under limits, `cut` reads flows through them back,
//! `branch` decides for actors that stand at several places.

pub(crate) mod branch;
pub(crate) mod cut;
pub(crate) mod supply;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
pub(crate) mod tree;

use std::collections::VecDeque;

/// What stands for no bound from above.
pub const UNBOUNDED: u64 = u64::MAX / 4;

/// Further away than any node.
const FAR: usize = usize::MAX;

#[derive(Clone, Copy, Debug)]
struct Edge {
    from: usize,
    to: usize,
    lower: u64,
    upper: u64,
}

/// A graph of nodes `0..n` whose edges carry whole numbers between two bounds.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    nodes: usize,
    edges: Vec<Edge>,
}

/// A largest flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    value: u64,
    edges: Vec<u64>,
    source_side: Vec<bool>,
}

impl Graph {
    /// Nodes `0..nodes` without edges.
    #[must_use]
    pub const fn new(nodes: usize) -> Self {
        Self {
            nodes,
            edges: Vec::new(),
        }
    }

    /// Adds an edge that carries `lower` at least and `upper` at most, and returns its number.
    /// Bounds above [`UNBOUNDED`] count as that; all `lower` together are to be less than it.
    ///
    /// # Panics
    /// When there is no such node.
    pub fn edge(&mut self, from: usize, to: usize, (lower, upper): (u64, u64)) -> usize {
        assert!(from < self.nodes && to < self.nodes, "BUG: no such node");
        self.edges.push(Edge {
            from,
            to,
            lower,
            upper: upper.min(UNBOUNDED),
        });
        self.edges.len() - 1
    }

    /// The largest flow from one node to another; `None` when no flow keeps to the bounds.
    ///
    /// # Panics
    /// When there is no such node.
    #[must_use]
    pub fn largest(&self, source: usize, sink: usize) -> Option<Flow> {
        assert!(
            source < self.nodes && sink < self.nodes && source != sink,
            "BUG: no such ends"
        );
        if self.edges.iter().any(|edge| edge.lower > edge.upper) {
            return None;
        }
        let bounded = self.edges.iter().any(|edge| edge.lower > 0);
        let mut residual = if bounded {
            self.with_lower_bounds(source, sink)?
        } else {
            Residual::of(self.nodes, self.arcs())
        };
        residual.augment(source, sink);
        let edges = self.edges.iter().enumerate();
        let edges: Vec<_> = edges
            .map(|(at, edge)| edge.lower + residual.carried(at))
            .collect();
        let (mut out, mut back) = (0, 0);
        for (edge, flow) in self.edges.iter().zip(&edges) {
            out += if edge.from == source { *flow } else { 0 };
            back += if edge.to == source { *flow } else { 0 };
        }
        let (distance, _) = residual.distances(source, None);
        Some(Flow {
            value: out - back,
            source_side: distance[..self.nodes]
                .iter()
                .map(|distance| *distance != FAR)
                .collect(),
            edges,
        })
    }

    fn arcs(&self) -> Vec<(usize, usize, u64)> {
        let edges = self.edges.iter();
        edges
            .map(|edge| (edge.from, edge.to, edge.upper - edge.lower))
            .collect()
    }

    /// A residual graph in which every lower bound is met, or `None`. What an edge must carry
    /// comes out of a node of its own and goes into another one; where all of that gets through,
    /// with a way back from the sink to the source, there is such a flow.
    fn with_lower_bounds(&self, source: usize, sink: usize) -> Option<Residual> {
        let (giver, taker) = (self.nodes, self.nodes + 1);
        let mut given = vec![0_u64; self.nodes];
        let mut taken = vec![0_u64; self.nodes];
        for edge in &self.edges {
            given[edge.to] += edge.lower;
            taken[edge.from] += edge.lower;
        }
        let mut arcs = self.arcs();
        let own = arcs.len();
        arcs.push((sink, source, UNBOUNDED));
        let mut asked = 0;
        for (node, (given, taken)) in given.into_iter().zip(taken).enumerate() {
            if given > taken {
                asked += given - taken;
                arcs.push((giver, node, given - taken));
            } else if taken > given {
                arcs.push((node, taker, taken - given));
            }
        }
        let all = arcs.len();
        let mut residual = Residual::of(self.nodes + 2, arcs);
        if residual.augment(giver, taker) < asked {
            return None;
        }
        // What was added for this takes no part in the rest.
        for arc in 2 * own..2 * all {
            residual.left[arc] = 0;
        }
        Some(residual)
    }
}

impl Flow {
    /// How much flows from the source to the sink.
    #[must_use]
    pub const fn value(&self) -> u64 {
        self.value
    }

    /// How much flows through an edge.
    ///
    /// # Panics
    /// When there is no such edge.
    #[must_use]
    pub fn on(&self, edge: usize) -> u64 {
        self.edges[edge]
    }

    /// Whether a node is on the source's side of a smallest cut, the one nearest to the source.
    /// The edges that leave this side carry all they may and those that enter it no more than
    /// they must; the former less the latter is the value of the flow.
    ///
    /// # Panics
    /// When there is no such node.
    #[must_use]
    pub fn source_side(&self, node: usize) -> bool {
        self.source_side[node]
    }
}

/// What may still flow. Arc `2e` goes along edge `e`, arc `2e + 1` back.
#[derive(Debug)]
struct Residual {
    to: Vec<usize>,
    left: Vec<u64>,
    /// Arcs by the node they leave: those of node `v` are `arcs[first[v]..first[v + 1]]`.
    arcs: Vec<usize>,
    first: Vec<usize>,
}

impl Residual {
    fn of(nodes: usize, edges: Vec<(usize, usize, u64)>) -> Self {
        let mut first = vec![0; nodes + 1];
        for (from, to, _) in &edges {
            first[from + 1] += 1;
            first[to + 1] += 1;
        }
        for node in 0..nodes {
            first[node + 1] += first[node];
        }
        let mut next = first.clone();
        let mut arcs = vec![0; 2 * edges.len()];
        let (mut to, mut left) = (Vec::new(), Vec::new());
        for (at, (tail, head, capacity)) in edges.into_iter().enumerate() {
            arcs[next[tail]] = 2 * at;
            next[tail] += 1;
            arcs[next[head]] = 2 * at + 1;
            next[head] += 1;
            to.extend([head, tail]);
            left.extend([capacity, 0]);
        }
        Self {
            to,
            left,
            arcs,
            first,
        }
    }

    /// What flows through an edge, above its lower bound.
    fn carried(&self, edge: usize) -> u64 {
        self.left[2 * edge + 1]
    }

    fn nodes(&self) -> usize {
        self.first.len() - 1
    }

    /// Arcs from the source to each node by the shortest way, and whether `sink` was found,
    /// behind which nothing is looked for.
    fn distances(&self, source: usize, sink: Option<usize>) -> (Vec<usize>, bool) {
        let mut distance = vec![FAR; self.nodes()];
        distance[source] = 0;
        let mut queue = VecDeque::from([source]);
        while let Some(node) = queue.pop_front() {
            if Some(node) == sink {
                return (distance, true);
            }
            for arc in &self.arcs[self.first[node]..self.first[node + 1]] {
                let to = self.to[*arc];
                if self.left[*arc] > 0 && distance[to] == FAR {
                    distance[to] = distance[node] + 1;
                    queue.push_back(to);
                }
            }
        }
        (distance, false)
    }

    /// Sends all that still can flow, along shortest ways first, and returns how much it was.
    fn augment(&mut self, source: usize, sink: usize) -> u64 {
        let mut sent = 0;
        loop {
            let (distance, found) = self.distances(source, Some(sink));
            if !found {
                return sent;
            }
            sent += self.block(source, sink, distance);
        }
    }

    /// Fills all ways of the shortest length. A node that leads nowhere is taken out.
    fn block(&mut self, source: usize, sink: usize, mut distance: Vec<usize>) -> u64 {
        let mut next = self.first[..self.nodes()].to_vec();
        let mut way: Vec<usize> = Vec::new();
        let mut node = source;
        let mut sent = 0;
        loop {
            if node == sink {
                let most = way.iter().map(|arc| self.left[*arc]).min();
                let most = most.unwrap_or_default();
                sent += most;
                for arc in &way {
                    self.left[*arc] -= most;
                    self.left[arc ^ 1] += most;
                }
                // On from the first arc that is full now.
                let full = way.iter().position(|arc| self.left[*arc] == 0);
                let full = full.unwrap_or_default();
                node = self.to[way[full] ^ 1];
                way.truncate(full);
                continue;
            }
            let arcs = &self.arcs[next[node]..self.first[node + 1]];
            let good = arcs.iter().position(|arc| {
                self.left[*arc] > 0 && distance[self.to[*arc]] == distance[node] + 1
            });
            if let Some(good) = good {
                next[node] += good;
                let arc = self.arcs[next[node]];
                way.push(arc);
                node = self.to[arc];
                continue;
            }
            distance[node] = FAR;
            match way.pop() {
                Some(arc) => node = self.to[arc ^ 1],
                None => return sent,
            }
        }
    }
}
