//! A certified map whose shape, and so whose root hash, depends on its keys and values
//! alone, never on the order in which they came: a canister that rebuilds it from its
//! tables after an upgrade, and a stranger who replays the event log, get the same root.
//!
//! It is a binary radix tree over the keys' bits. Keys are ordered as byte strings; each
//! byte is read as nine bits, the first of which says that the byte exists, so that a key
//! may be a prefix of another. A branch is a `Fork`, an entry is `Labeled(key, Leaf(value))`,
//! as the interface specification defines hash trees.
//!
//! Hashes are computed when the root is asked for, once for each node that changed. So n
//! insertions in one message cost about n + log n hashes, and building the whole map after
//! an upgrade costs three hashes an entry.

use ic_certified_map::{Hash, HashTree, fork, fork_hash, labeled, labeled_hash, leaf_hash};
use std::borrow::Cow;
use std::ops::Bound;

type Index = u32;

#[derive(Debug)]
enum Node {
    Entry {
        key: Box<[u8]>,
        value: Hash,
    },
    Branch {
        /// First bit in which the keys on the left (0) and on the right (1) differ.
        bit: u32,
        left: Index,
        right: Index,
    },
    /// A place that a removal left for reuse.
    Free,
}

#[derive(Debug)]
struct Slot {
    node: Node,
    /// Hash of the node, unless something under it changed since.
    hash: Option<Hash>,
}

impl From<Node> for Slot {
    fn from(node: Node) -> Self {
        Self { node, hash: None }
    }
}

/// The map from keys to 32-byte values.
#[derive(Debug, Default)]
pub struct Trie {
    slots: Vec<Slot>,
    free: Vec<Index>,
    root: Option<Index>,
    len: u64,
}

/// Bit `at` of a key, nine to a byte.
fn bit_of(key: &[u8], at: u32) -> bool {
    let Some(byte) = usize::try_from(at / 9).ok().and_then(|i| key.get(i)) else {
        return false;
    };
    match at % 9 {
        0 => true,
        n => byte >> (8 - n) & 1 == 1,
    }
}

/// First bit in which two keys differ.
fn first_difference(a: &[u8], b: &[u8]) -> Option<u32> {
    let shared = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let offset = match (a.get(shared), b.get(shared)) {
        (None, None) => return None,
        (Some(x), Some(y)) => 1 + (x ^ y).leading_zeros(),
        _ => 0,
    };
    Some(u32::try_from(shared).ok()? * 9 + offset)
}

/// A range of keys.
pub type Range<'a> = (Bound<&'a [u8]>, Bound<&'a [u8]>);

fn within(key: &[u8], (lower, upper): &Range<'_>) -> bool {
    let above = match lower {
        Bound::Unbounded => true,
        Bound::Included(bound) => key >= *bound,
        Bound::Excluded(bound) => key > *bound,
    };
    let below = match upper {
        Bound::Unbounded => true,
        Bound::Included(bound) => key <= *bound,
        Bound::Excluded(bound) => key < *bound,
    };
    above && below
}

impl Trie {
    /// Number of entries.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    fn node(&self, at: Index) -> &Node {
        &self.slots[at as usize].node
    }

    fn put(&mut self, slot: Slot) -> Index {
        if let Some(at) = self.free.pop() {
            self.slots[at as usize] = slot;
            at
        } else {
            self.slots.push(slot);
            Index::try_from(self.slots.len() - 1)
                .expect("BUG: more than 2^32 nodes do not fit the heap")
        }
    }

    fn take(&mut self, at: Index) -> Slot {
        self.free.push(at);
        std::mem::replace(&mut self.slots[at as usize], Slot::from(Node::Free))
    }

    /// Follows the key's bits down to an entry: the key's own if it is present, else one
    /// that shares its longest prefix with it.
    fn closest(&self, key: &[u8]) -> Option<(Index, &[u8])> {
        let mut at = self.root?;
        loop {
            match self.node(at) {
                Node::Entry { key, .. } => return Some((at, key)),
                Node::Branch { bit, left, right } => {
                    at = if bit_of(key, *bit) { *right } else { *left };
                }
                Node::Free => unreachable!("BUG: a free slot is reachable"),
            }
        }
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &[u8]) -> Option<Hash> {
        let (at, found) = self.closest(key)?;
        match self.node(at) {
            Node::Entry { value, .. } if found == key => Some(*value),
            _ => None,
        }
    }

    /// Walks towards a key through the branches above bit `limit` and forgets their
    /// hashes; the place where it ends is the first that is not such a branch.
    fn reach(&mut self, root: Index, key: &[u8], limit: u32) -> Index {
        let mut at = root;
        while let Node::Branch { bit, left, right } = *self.node(at)
            && bit < limit
        {
            self.slots[at as usize].hash = None;
            at = if bit_of(key, bit) { right } else { left };
        }
        at
    }

    /// Sets the value of a key.
    pub fn insert(&mut self, key: &[u8], value: Hash) {
        let entry = Slot::from(Node::Entry {
            key: key.into(),
            value,
        });
        let (Some(root), Some((_, closest))) = (self.root, self.closest(key)) else {
            self.root = Some(self.put(entry));
            self.len = 1;
            return;
        };
        let Some(split) = first_difference(key, closest) else {
            let at = self.reach(root, key, u32::MAX);
            self.slots[at as usize] = entry;
            return;
        };
        // The new branch takes the slot of the node it pushes down, so no parent changes.
        let at = self.reach(root, key, split);
        let pushed_down = std::mem::replace(&mut self.slots[at as usize], Slot::from(Node::Free));
        let old = self.put(pushed_down);
        let new = self.put(entry);
        let (left, right) = if bit_of(key, split) {
            (old, new)
        } else {
            (new, old)
        };
        self.slots[at as usize] = Slot::from(Node::Branch {
            bit: split,
            left,
            right,
        });
        self.len += 1;
    }

    /// Removes a key. Does nothing when it is absent.
    pub fn remove(&mut self, key: &[u8]) {
        let Some(root) = self.root.filter(|_| self.get(key).is_some()) else {
            return;
        };
        self.len -= 1;
        let mut parent = None;
        let mut at = root;
        while let Node::Branch { bit, left, right } = *self.node(at) {
            self.slots[at as usize].hash = None;
            let (next, sibling) = if bit_of(key, bit) {
                (right, left)
            } else {
                (left, right)
            };
            parent = Some((at, sibling));
            at = next;
        }
        self.take(at);
        match parent {
            Some((parent, sibling)) => self.slots[parent as usize] = self.take(sibling),
            None => self.root = None,
        }
    }

    /// The root hash: that of the hash tree [`Trie::witness`] prunes.
    pub fn root_hash(&mut self) -> Hash {
        match self.root {
            Some(root) => self.refresh(root),
            None => HashTree::Empty.reconstruct(),
        }
    }

    fn refresh(&mut self, at: Index) -> Hash {
        if let Some(hash) = self.slots[at as usize].hash {
            return hash;
        }
        let hash = match *self.node(at) {
            Node::Branch { left, right, .. } => {
                let left = self.refresh(left);
                fork_hash(&left, &self.refresh(right))
            }
            Node::Entry { ref key, ref value } => labeled_hash(key, &leaf_hash(value)),
            Node::Free => unreachable!("BUG: a free slot is reachable"),
        };
        self.slots[at as usize].hash = Some(hash);
        hash
    }

    fn hash(&self, at: Index) -> Hash {
        self.slots[at as usize]
            .hash
            .expect("BUG: a witness is asked for before the root hash")
    }

    /// Proves what the map holds within some ranges: every entry there is shown with its
    /// value, and where a bound is not itself an entry, the next entry beyond it is shown as
    /// a key without value, so that nothing in between can be left out. A range of one key
    /// proves its presence or its absence. No range: the root hash alone.
    ///
    /// # Panics
    /// When something changed since the last [`Trie::root_hash`].
    #[must_use]
    pub fn witness(&self, ranges: &[Range<'_>]) -> HashTree<'_> {
        let Some(root) = self.root else {
            return HashTree::Empty;
        };
        let spans: Vec<_> = ranges
            .iter()
            .map(|range| (self.span_start(root, range.0), self.span_end(root, range.1)))
            .collect();
        self.prune(root, ranges, &spans)
    }

    fn span_start<'a>(&'a self, root: Index, lower: Bound<&'a [u8]>) -> &'a [u8] {
        match lower {
            Bound::Unbounded => self.extreme(root, false),
            Bound::Included(key) | Bound::Excluded(key) if self.get(key).is_some() => key,
            Bound::Included(key) | Bound::Excluded(key) => {
                self.last_below(root, key).unwrap_or(key)
            }
        }
    }

    fn span_end<'a>(&'a self, root: Index, upper: Bound<&'a [u8]>) -> &'a [u8] {
        match upper {
            Bound::Unbounded => self.extreme(root, true),
            Bound::Included(key) | Bound::Excluded(key) if self.get(key).is_some() => key,
            Bound::Included(key) | Bound::Excluded(key) => {
                self.first_above(root, key).unwrap_or(key)
            }
        }
    }

    /// The tree without what lies outside all spans; what is within a span and outside all
    /// ranges keeps its key and loses its value.
    fn prune<'a>(
        &'a self,
        at: Index,
        ranges: &[Range<'_>],
        spans: &[(&[u8], &[u8])],
    ) -> HashTree<'a> {
        let (least, greatest) = (self.extreme(at, false), self.extreme(at, true));
        if spans
            .iter()
            .all(|(from, to)| greatest < *from || least > *to)
        {
            return HashTree::Pruned(self.hash(at));
        }
        match self.node(at) {
            Node::Branch { left, right, .. } => fork(
                self.prune(*left, ranges, spans),
                self.prune(*right, ranges, spans),
            ),
            Node::Entry { key, value } if ranges.iter().any(|range| within(key, range)) => {
                labeled(key, HashTree::Leaf(Cow::Borrowed(value)))
            }
            Node::Entry { key, value } => labeled(key, HashTree::Pruned(leaf_hash(value))),
            Node::Free => unreachable!("BUG: a free slot is reachable"),
        }
    }

    /// The least (or greatest) key under a node.
    fn extreme(&self, mut at: Index, greatest: bool) -> &[u8] {
        loop {
            match self.node(at) {
                Node::Entry { key, .. } => return key,
                Node::Branch { left, right, .. } => at = if greatest { *right } else { *left },
                Node::Free => unreachable!("BUG: a free slot is reachable"),
            }
        }
    }

    /// The greatest key below `bound`.
    fn last_below(&self, at: Index, bound: &[u8]) -> Option<&[u8]> {
        if self.extreme(at, false) >= bound {
            return None;
        }
        let greatest = self.extreme(at, true);
        if greatest < bound {
            return Some(greatest);
        }
        let Node::Branch { left, right, .. } = self.node(at) else {
            return None;
        };
        self.last_below(*right, bound)
            .or_else(|| self.last_below(*left, bound))
    }

    /// The least key above `bound`.
    fn first_above(&self, at: Index, bound: &[u8]) -> Option<&[u8]> {
        if self.extreme(at, true) <= bound {
            return None;
        }
        let least = self.extreme(at, false);
        if least > bound {
            return Some(least);
        }
        let Node::Branch { left, right, .. } = self.node(at) else {
            return None;
        };
        self.first_above(*left, bound)
            .or_else(|| self.first_above(*right, bound))
    }
}

#[cfg(test)]
mod tests;
