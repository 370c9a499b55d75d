//! A flow through a tree read back, and what bounds it.

use super::Flow;
use super::tree::{Bounds, Tree};

/// A flow, read back.
#[derive(Clone, Debug)]
pub(crate) struct Routes {
    pub(crate) vertices: Vec<u64>,
    pub(crate) clusters: Vec<u64>,
    pub(crate) leaves: Vec<u64>,
    /// The bounds it keeps to.
    pub(crate) bounds: Bounds,
    pub(super) flow: Flow,
}

impl Routes {
    /// How much flows.
    pub(crate) const fn value(&self) -> u64 {
        self.flow.value()
    }

    /// A smallest cut: vertices, clusters and leaves that bound the flow, with the nodes they let
    /// through. These add up to the value of a flow whose root has no bounds. What a vertex must
    /// give to actors on the other side of the cut, because of a least number there, is taken off
    /// the wider vertex that it comes through.
    pub(crate) fn cut(&self, tree: &Tree) -> Vec<(Part, u64)> {
        let vertices = tree.vertices.len();
        let near = |node: usize| self.flow.source_side(node);
        let mut lets = vec![0_u64; vertices];
        // The vertex at which the way down from the root last left the source's side.
        let mut left_at = vec![0; vertices];
        for (at, vertex) in tree.vertices.iter().enumerate().skip(1) {
            let (lower, upper) = self.bounds.vertices[at];
            match (near(vertex.parent), near(at)) {
                (true, false) => {
                    lets[at] = upper;
                    left_at[at] = at;
                }
                (false, true) => {
                    let through = left_at[vertex.parent];
                    lets[through] = lets[through].saturating_sub(lower);
                }
                _ => left_at[at] = left_at[vertex.parent],
            }
        }
        let mut cut = Vec::new();
        for (at, vertex) in tree.vertices.iter().enumerate().skip(1) {
            if near(vertex.parent) && !near(at) {
                cut.push((Part::Vertex(at), lets[at]));
            }
        }
        for (at, (_, upper)) in self.bounds.clusters.iter().enumerate() {
            if near(vertices + at) {
                cut.push((Part::Cluster(at), *upper));
            }
        }
        for (at, leaf) in tree.leaves.iter().enumerate() {
            if near(leaf.vertex) && !near(vertices + leaf.cluster) {
                cut.push((Part::Leaf(at), self.bounds.leaves[at]));
            }
        }
        cut
    }
}

/// A part of a cut, by its place in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Of the vertices.
    Vertex(usize),
    /// Of the clusters.
    Cluster(usize),
    /// Of the leaves.
    Leaf(usize),
}
