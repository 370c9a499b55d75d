//! What belongs to whom.

use ic_stable_structures::{Memory, StableBTreeMap, Storable};
use std::fmt;
use std::ops::Bound;

/// Members of owners, each with a value (often none). A key is the owner's length in one
/// byte, the owner's bytes and the member's, so that an owner's members stand together in
/// the order of their bytes.
pub struct Index<V: Storable, M: Memory> {
    pairs: StableBTreeMap<Vec<u8>, V, M>,
}

impl<V: Storable, M: Memory> fmt::Debug for Index<V, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index")
            .field("len", &self.pairs.len())
            .finish_non_exhaustive()
    }
}

fn prefix(owner: &[u8]) -> Vec<u8> {
    let length = u8::try_from(owner.len()).expect("BUG: an owner has 255 bytes at most");
    let mut key = Vec::with_capacity(60);
    key.push(length);
    key.extend_from_slice(owner);
    key
}

fn pair(owner: &[u8], member: &[u8]) -> Vec<u8> {
    let mut key = prefix(owner);
    key.extend_from_slice(member);
    key
}

impl<V: Storable, M: Memory> Index<V, M> {
    /// Opens the index.
    pub fn open(memory: M) -> Self {
        Self {
            pairs: StableBTreeMap::init(memory),
        }
    }

    /// Adds a member to an owner, or replaces its value.
    pub fn insert(&mut self, owner: &[u8], member: &[u8], value: V) {
        self.pairs.insert(pair(owner, member), value);
    }

    /// Takes a member from an owner.
    pub fn remove(&mut self, owner: &[u8], member: &[u8]) {
        self.pairs.remove(&pair(owner, member));
    }

    /// Whether the owner has this member.
    #[must_use]
    pub fn contains(&self, owner: &[u8], member: &[u8]) -> bool {
        self.pairs.contains_key(&pair(owner, member))
    }

    /// The value of an owner's member.
    #[must_use]
    pub fn get(&self, owner: &[u8], member: &[u8]) -> Option<V> {
        self.pairs.get(&pair(owner, member))
    }

    /// Number of pairs of all owners.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.pairs.len()
    }

    /// Whether there is no pair.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// The owners that have a member, each once: by length, then by bytes. Read lazily, in
    /// one step for each owner.
    pub fn owners(&self) -> impl Iterator<Item = Vec<u8>> {
        let mut from = Bound::Unbounded;
        std::iter::from_fn(move || {
            let entry = self.pairs.range((from.clone(), Bound::Unbounded)).next()?;
            let key = entry.key();
            let length = usize::from(*key.first()?);
            let owner = key.get(1..=length)?.to_vec();
            // Members are far shorter than this.
            from = Bound::Excluded(pair(&owner, &[0xff; 64]));
            Some(owner)
        })
    }

    /// An owner's members above `after` (all, when absent) in order. Read lazily.
    pub fn members(
        &self,
        owner: &[u8],
        after: Option<&[u8]>,
    ) -> impl Iterator<Item = Vec<u8>> + use<'_, V, M> {
        let prefix = prefix(owner);
        let skip = prefix.len();
        let from = match after {
            Some(member) => Bound::Excluded(pair(owner, member)),
            None => Bound::Included(prefix.clone()),
        };
        self.pairs
            .range((from, Bound::Unbounded))
            .map(|entry| entry.key().clone())
            .take_while(move |key| key.starts_with(&prefix))
            .map(move |key| key[skip..].to_vec())
    }

    /// An owner's members below `before` (all, when absent), last first. Read lazily.
    pub fn members_before(
        &self,
        owner: &[u8],
        before: Option<&[u8]>,
    ) -> impl Iterator<Item = Vec<u8>> + use<'_, V, M> {
        let prefix = prefix(owner);
        let skip = prefix.len();
        // Members are far shorter than this.
        let beyond = pair(owner, before.unwrap_or(&[0xff; 64]));
        self.pairs
            .range(prefix..beyond)
            .rev()
            .map(move |entry| entry.key()[skip..].to_vec())
    }

    /// An owner's last `limit` members with their values, in order.
    #[must_use]
    pub fn last(&self, owner: &[u8], limit: usize) -> Vec<(Vec<u8>, V)> {
        let prefix = prefix(owner);
        // Members are far shorter than this.
        let beyond = pair(owner, &[0xff; 64]);
        let mut found: Vec<_> = self
            .pairs
            .range(prefix.clone()..beyond)
            .rev()
            .take(limit)
            .map(|entry| (entry.key()[prefix.len()..].to_vec(), entry.value()))
            .collect();
        found.reverse();
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ic_stable_structures::VectorMemory;

    #[test]
    fn should_keep_owners_apart() {
        let mut index = Index::open(VectorMemory::default());
        for (owner, member) in [(&[1][..], 5), (&[1], 7), (&[1, 5], 6), (&[2], 1)] {
            index.insert(owner, &[member], u32::from(member));
        }
        let members = |owner: &[u8], after: Option<&[u8]>| -> Vec<u8> {
            index.members(owner, after).flatten().collect()
        };
        assert_eq!(members(&[1], None), [5, 7]);
        assert_eq!(members(&[1], Some(&[5])), [7]);
        assert_eq!(members(&[1, 5], None), [6]);
        assert_eq!(members(&[3], None), [0; 0]);
        let before = |owner: &[u8], before: Option<&[u8]>| -> Vec<u8> {
            index.members_before(owner, before).flatten().collect()
        };
        assert_eq!(before(&[1], None), [7, 5]);
        assert_eq!(before(&[1], Some(&[7])), [5]);
        assert_eq!(before(&[3], None), [0; 0]);
        let owners: Vec<_> = index.owners().collect();
        assert_eq!(owners, [vec![1], vec![2], vec![1, 5]]);
        assert_eq!(index.last(&[1], 1), [(vec![7], 7)]);
        assert_eq!(index.last(&[1], 9), [(vec![5], 5), (vec![7], 7)]);
        index.remove(&[1], &[5]);
        assert_eq!(index.members(&[1], None).count(), 1);
        assert_eq!(index.len(), 3);
    }
}
