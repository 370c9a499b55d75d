//! A labeled hash tree with its digests, and witnesses over it.

use std::sync::Arc;

use ic_certification::{
    Hash, HashTree, empty, fork, fork_hash, labeled, labeled_hash, leaf, leaf_hash, pruned,
};
use sha2::{Digest, Sha256};

/// One path into a tree: labels from the root.
pub type Path = Vec<Vec<u8>>;

/// An immutable tree. Siblings are sorted by label and balanced.
#[derive(Debug)]
pub struct Tree {
    digest: Hash,
    node: Node,
}

#[derive(Debug)]
enum Node {
    Empty,
    Leaf(Vec<u8>),
    Labeled(Vec<u8>, Arc<Tree>),
    Fork(Box<Tree>, Box<Tree>),
}

impl Tree {
    /// A value.
    #[must_use]
    pub fn leaf(value: Vec<u8>) -> Self {
        Self {
            digest: leaf_hash(&value),
            node: Node::Leaf(value),
        }
    }

    /// A directory of distinct labels, in any order.
    #[must_use]
    pub fn branch(children: impl IntoIterator<Item = (Vec<u8>, Arc<Self>)>) -> Self {
        let mut children: Vec<_> = children.into_iter().collect();
        children.sort_by(|(a, _), (b, _)| a.cmp(b));
        let labeled = children.into_iter().map(|(label, tree)| Self {
            digest: labeled_hash(&label, &tree.digest),
            node: Node::Labeled(label, tree),
        });
        Self::balance(labeled.collect())
    }

    /// A fork of the two halves, down to single labels.
    fn balance(mut siblings: Vec<Self>) -> Self {
        let right = siblings.split_off(siblings.len() / 2);
        match (siblings.is_empty(), right.is_empty()) {
            (true, true) => Self {
                digest: empty_hash(),
                node: Node::Empty,
            },
            (true, false) => right.into_iter().next().unwrap_or_else(|| Self {
                digest: empty_hash(),
                node: Node::Empty,
            }),
            _ => {
                let (left, right) = (Self::balance(siblings), Self::balance(right));
                Self {
                    digest: fork_hash(&left.digest, &right.digest),
                    node: Node::Fork(Box::new(left), Box::new(right)),
                }
            }
        }
    }

    /// The root hash.
    #[must_use]
    pub fn digest(&self) -> &Hash {
        &self.digest
    }

    /// The subtrees at `paths` and nothing else; for a path that does not exist, its
    /// neighbours' labels, which prove that. Everything else is pruned to its hash.
    #[must_use]
    pub fn witness(&self, paths: &[&[Vec<u8>]]) -> HashTree {
        if paths.is_empty() {
            return pruned(self.digest);
        }
        if paths.iter().any(|path| path.is_empty()) {
            return self.to_hash_tree();
        }
        match &self.node {
            Node::Empty => empty(),
            Node::Leaf(value) => leaf(value.clone()),
            Node::Labeled(label, tree) => {
                let inner: Vec<&[Vec<u8>]> = paths
                    .iter()
                    .filter(|path| path[0] == *label)
                    .map(|path| &path[1..])
                    .collect();
                labeled(label.clone(), tree.witness(&inner))
            }
            Node::Fork(left, right) => {
                let (last, first) = (left.last_label(), right.first_label());
                // A label in the gap goes to both sides: the two edges prove its absence.
                let to_left: Vec<_> = paths
                    .iter()
                    .copied()
                    .filter(|p| p[0].as_slice() < first)
                    .collect();
                let to_right: Vec<_> = paths
                    .iter()
                    .copied()
                    .filter(|p| p[0].as_slice() > last)
                    .collect();
                fork(left.witness(&to_left), right.witness(&to_right))
            }
        }
    }

    fn to_hash_tree(&self) -> HashTree {
        match &self.node {
            Node::Empty => empty(),
            Node::Leaf(value) => leaf(value.clone()),
            Node::Labeled(label, tree) => labeled(label.clone(), tree.to_hash_tree()),
            Node::Fork(left, right) => fork(left.to_hash_tree(), right.to_hash_tree()),
        }
    }

    /// The smallest label among siblings. Only directories are asked.
    fn first_label(&self) -> &[u8] {
        match &self.node {
            Node::Fork(left, _) => left.first_label(),
            Node::Labeled(label, _) => label,
            Node::Empty | Node::Leaf(_) => &[],
        }
    }

    /// The greatest label among siblings. Only directories are asked.
    fn last_label(&self) -> &[u8] {
        match &self.node {
            Node::Fork(_, right) => right.last_label(),
            Node::Labeled(label, _) => label,
            Node::Empty | Node::Leaf(_) => &[],
        }
    }
}

fn empty_hash() -> Hash {
    Sha256::digest(b"\x11ic-hashtree-empty").into()
}

#[cfg(test)]
mod tests {
    use ic_certification::LookupResult;

    use super::*;

    fn letters(count: usize) -> Tree {
        let letters = (b'b'..).step_by(2).take(count);
        Tree::branch(letters.map(|letter| (vec![letter], Arc::new(Tree::leaf(vec![letter])))))
    }

    #[test]
    fn witnesses_keep_the_root_hash_and_answer_for_any_label() {
        for count in 0..12 {
            let tree = letters(count);
            for label in b'a'..=b'z' {
                let path: Path = vec![vec![label]];
                let witness = tree.witness(&[&path]);
                assert_eq!(witness.digest(), *tree.digest());
                let index = usize::from(label - b'a');
                let expected = if index % 2 == 1 && index / 2 < count {
                    LookupResult::Found(&[label])
                } else {
                    LookupResult::Absent
                };
                assert_eq!(witness.lookup_path([[label]]), expected, "{count} {label}");
            }
        }
    }

    #[test]
    fn what_is_not_asked_for_stays_hidden() {
        let tree = letters(8);
        let path: Path = vec![b"b".to_vec()];
        let witness = tree.witness(&[&path]);
        assert_eq!(witness.lookup_path([b"n"]), LookupResult::Unknown);
        assert_eq!(tree.witness(&[]).digest(), *tree.digest());
        assert_eq!(
            tree.witness(&[&[]]).lookup_path([b"n"]),
            LookupResult::Found(b"n")
        );
    }
}
