//! A stable table whose rows are certified by being written.

use crate::cbor;
use crate::trie::{Range, Trie};
use ic_certified_map::{Hash, HashTree};
use ic_stable_structures::{Memory, StableBTreeMap};
use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};
use std::fmt;
use std::marker::PhantomData;
use std::ops::Bound;

/// A table of a canister's state. Keys are bytes and compared as bytes; a row is the CBOR
/// of a `V`, and its certified leaf is the SHA-256 of those bytes, so certification
/// survives a change of code that leaves old rows alone.
pub struct Table<V, M: Memory> {
    label: &'static str,
    rows: StableBTreeMap<Vec<u8>, Vec<u8>, M>,
    leaves: Trie,
    value: PhantomData<V>,
}

impl<V, M: Memory> fmt::Debug for Table<V, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table")
            .field("label", &self.label)
            .field("len", &self.rows.len())
            .finish_non_exhaustive()
    }
}

impl<V, M: Memory> Table<V, M>
where
    V: Encode<()> + for<'b> Decode<'b, ()>,
{
    /// Opens the table and builds its leaves from the rows.
    pub fn open(label: &'static str, memory: M) -> Self {
        let rows: StableBTreeMap<Vec<u8>, Vec<u8>, M> = StableBTreeMap::init(memory);
        let mut leaves = Trie::default();
        for entry in rows.iter() {
            leaves.insert(entry.key(), Sha256::digest(entry.value()).into());
        }
        Self {
            label,
            rows,
            leaves,
            value: PhantomData,
        }
    }

    /// The row of a key.
    ///
    /// # Panics
    /// When stored bytes are not a `V`: a defect of this canister, never of a caller.
    #[must_use]
    pub fn get(&self, key: &[u8]) -> Option<V> {
        self.rows.get(&key.to_vec()).map(|row| self.read(&row))
    }

    fn read(&self, row: &[u8]) -> V {
        cbor::decode(row)
            .unwrap_or_else(|error| panic!("BUG: a row of {} does not decode: {error}", self.label))
    }

    /// Whether there is such a row.
    #[must_use]
    pub fn contains(&self, key: &[u8]) -> bool {
        self.rows.contains_key(&key.to_vec())
    }

    /// Writes a row.
    pub fn insert(&mut self, key: &[u8], value: &V) {
        let row = cbor::encode(value);
        self.leaves.insert(key, Sha256::digest(&row).into());
        self.rows.insert(key.to_vec(), row);
    }

    /// Removes a row, if it is there.
    pub fn remove(&mut self, key: &[u8]) {
        self.leaves.remove(key);
        self.rows.remove(&key.to_vec());
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.rows.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Rows above a key (all, when absent) in key order. Read lazily.
    pub fn after(
        &self,
        after: Option<&[u8]>,
    ) -> impl Iterator<Item = (Vec<u8>, V)> + use<'_, V, M> {
        rows_after(&self.rows, after).map(|(key, row)| {
            let value = self.read(&row);
            (key, value)
        })
    }

    /// Keys above a key (all, when absent) in order, without their rows. Read lazily.
    pub fn keys(&self, after: Option<&[u8]>) -> impl Iterator<Item = Vec<u8>> + use<'_, V, M> {
        let from = after.map_or(Bound::Unbounded, |key| Bound::Excluded(key.to_vec()));
        let entries = self.rows.range((from, Bound::Unbounded));
        entries.map(|entry| entry.key().clone())
    }

    /// Rows below a key (all, when absent), last first. Read lazily.
    pub fn before(&self, before: Option<&[u8]>) -> impl Iterator<Item = (Vec<u8>, V)> {
        let to = before.map_or(Bound::Unbounded, |key| Bound::Excluded(key.to_vec()));
        self.rows
            .range((Bound::Unbounded, to))
            .rev()
            .map(|entry| (entry.key().clone(), self.read(&entry.value())))
    }
}

fn rows_after<'r, M: Memory>(
    rows: &'r StableBTreeMap<Vec<u8>, Vec<u8>, M>,
    after: Option<&[u8]>,
) -> impl Iterator<Item = (Vec<u8>, Vec<u8>)> + use<'r, M> {
    let from = after.map_or(Bound::Unbounded, |key| Bound::Excluded(key.to_vec()));
    rows.range((from, Bound::Unbounded))
        .map(|entry| (entry.key().clone(), entry.value()))
}

/// What certification needs of a table, whatever its rows are.
pub trait Certified {
    /// The table's label in the certified tree.
    fn label(&self) -> &'static str;
    /// Number of rows.
    fn row_count(&self) -> u64;
    /// Root hash of its leaves.
    fn root_hash(&mut self) -> Hash;
    /// Proof of the rows within some ranges, as [`Trie::witness`] says.
    fn witness(&self, ranges: &[Range<'_>]) -> HashTree<'_>;
    /// The bytes of a row.
    fn row(&self, key: &[u8]) -> Option<Vec<u8>>;
    /// The bytes of up to `limit` rows above `after`.
    fn rows(&self, after: Option<&[u8]>, limit: usize) -> Vec<(Vec<u8>, Vec<u8>)>;
}

impl<V, M: Memory> Certified for Table<V, M> {
    fn label(&self) -> &'static str {
        self.label
    }

    fn row_count(&self) -> u64 {
        self.rows.len()
    }

    fn root_hash(&mut self) -> Hash {
        self.leaves.root_hash()
    }

    fn witness(&self, ranges: &[Range<'_>]) -> HashTree<'_> {
        self.leaves.witness(ranges)
    }

    fn row(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.rows.get(&key.to_vec())
    }

    fn rows(&self, after: Option<&[u8]>, limit: usize) -> Vec<(Vec<u8>, Vec<u8>)> {
        rows_after(&self.rows, after).take(limit).collect()
    }
}
