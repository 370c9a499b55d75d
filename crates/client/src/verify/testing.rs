//! Answers certified by a key of the test's own, for tests of whatever verifies them.

use bonafide_types::{
    certified::{CertifiedRows, CertifiedTip, Row},
    id::Sha256Hash,
};
use candid::Principal;
use ic_certification::{
    AsHashTree, Certificate, Delegation, HashTree, RbTree, fork, labeled, leaf, merge_hash_trees,
    pruned,
};
use ic_verify_bls_signature::PrivateKey;
use serde_bytes::ByteBuf;
use std::collections::BTreeMap;

use super::{leb128, sha256};

const DER_PREFIX: &str =
    "308182301d060d2b0601040182dc7c0503010201060c2b0601040182dc7c05030201036100";
const STATE_ROOT: &[u8] = b"\x0Dic-state-root";

/// A network of one canister whose tables and clock a test sets.
#[derive(Debug)]
pub struct TestNetwork {
    key: PrivateKey,
    /// The canister.
    pub canister: Principal,
    /// Time written into certificates. Nanoseconds since the epoch.
    pub now_ns: u64,
    /// Rows by table and key.
    pub tables: BTreeMap<String, BTreeMap<Vec<u8>, Vec<u8>>>,
    /// Length and tip of the log.
    pub log: (u64, [u8; 32]),
    /// When set, a subnet signs in the root key's place.
    pub delegation: Option<Ranges>,
}

/// What a delegation says of the canisters its subnet hosts.
#[derive(Clone, Debug)]
pub enum Ranges {
    /// From the first to the last, under `/canister_ranges`.
    Sharded(Principal, Principal),
    /// From the first to the last, under `/subnet`.
    Flat(Principal, Principal),
    /// As sharded, but with the ranges pruned by whoever passed the answer on.
    Pruned(Principal, Principal),
}

impl TestNetwork {
    /// A network with an empty canister.
    ///
    /// # Panics
    /// Never: the key is a constant.
    #[must_use]
    pub fn new(canister: Principal, now_ns: u64) -> Self {
        let mut scalar = [0; 32];
        scalar[31] = 7;
        let key = PrivateKey::deserialize(&scalar).expect("a small scalar is a key");
        Self {
            key,
            canister,
            now_ns,
            tables: BTreeMap::new(),
            log: (0, [0; 32]),
            delegation: None,
        }
    }

    /// The root key, DER.
    ///
    /// # Panics
    /// Never: the prefix is a constant.
    #[must_use]
    pub fn root_key(&self) -> Vec<u8> {
        der(&self.key)
    }

    /// Writes a row.
    pub fn put(&mut self, table: &str, key: &[u8], row: &[u8]) {
        self.tables
            .entry(table.into())
            .or_default()
            .insert(key.into(), row.into());
    }

    /// A certificate over `data` as the canister's certified data.
    ///
    /// # Panics
    /// Never: CBOR into memory does not fail.
    #[must_use]
    pub fn certificate(&self, data: &[u8; 32]) -> Vec<u8> {
        let canister = labeled(
            self.canister.as_slice(),
            labeled("certified_data", leaf(data.to_vec())),
        );
        let tree = fork(
            labeled("canister", canister),
            labeled("time", leaf(leb128(self.now_ns))),
        );
        let delegation = self.delegation.as_ref().map(|ranges| self.delegate(ranges));
        let signature = match delegation {
            None => sign(&self.key, &tree),
            Some(_) => sign(&subnet_key(), &tree),
        };
        to_cbor(&Certificate {
            tree,
            signature,
            delegation,
        })
    }

    /// The root key's word for the subnet. What is pruned does not change what is signed.
    fn delegate(&self, ranges: &Ranges) -> Delegation {
        let subnet = Principal::self_authenticating(der(&subnet_key()));
        let key = labeled("public_key", leaf(der(&subnet_key())));
        let shard = |first: &Principal, last: &Principal| {
            labeled(first.as_slice(), leaf(to_cbor(&vec![(*first, *last)])))
        };
        let (ranges, of_subnet) = match ranges {
            Ranges::Sharded(first, last) => (shard(first, last), key),
            Ranges::Pruned(first, last) => (pruned(shard(first, last).digest()), key),
            Ranges::Flat(first, last) => {
                let flat = labeled("canister_ranges", leaf(to_cbor(&vec![(*first, *last)])));
                (pruned([0; 32]), fork(flat, key))
            }
        };
        let tree = fork(
            labeled("canister_ranges", labeled(subnet.as_slice(), ranges)),
            fork(
                labeled("subnet", labeled(subnet.as_slice(), of_subnet)),
                labeled("time", leaf(leb128(self.now_ns))),
            ),
        );
        let signature = sign(&self.key, &tree);
        Delegation {
            subnet_id: subnet.as_slice().to_vec(),
            certificate: to_cbor(&Certificate {
                tree,
                signature,
                delegation: None,
            }),
        }
    }

    /// An honest answer about single rows.
    #[must_use]
    pub fn rows(&self, keys: &[(&str, &[u8])]) -> CertifiedRows {
        let rows = keys
            .iter()
            .map(|(table, key)| self.row(table, key))
            .collect();
        let state = keys
            .iter()
            .map(|(table, key)| {
                self.state()
                    .nested_witness(table.as_bytes(), |inner| inner.witness(key))
            })
            .reduce(merge_hash_trees)
            .unwrap_or_else(|| pruned(self.state().root_hash()));
        self.answer(rows, state)
    }

    /// An honest answer about the keys of a table from `first` to `last`.
    #[must_use]
    pub fn range(&self, table: &str, first: &[u8], last: &[u8]) -> CertifiedRows {
        let rows = self
            .tables
            .get(table)
            .into_iter()
            .flatten()
            .filter(|(key, _)| first <= key.as_slice() && key.as_slice() <= last)
            .map(|(key, _)| self.row(table, key))
            .collect();
        let state = self
            .state()
            .nested_witness(table.as_bytes(), |inner| inner.value_range(first, last));
        self.answer(rows, state)
    }

    /// An honest answer about the log's end.
    #[must_use]
    pub fn tip(&self) -> CertifiedTip {
        let witness = fork(
            labeled("log", self.log_tree()),
            labeled("state", pruned(self.state().root_hash())),
        );
        CertifiedTip {
            length: self.log.0,
            tip: Sha256Hash(self.log.1),
            certificate: ByteBuf::from(self.certificate(&witness.digest())),
            witness: ByteBuf::from(to_cbor(&witness)),
        }
    }

    fn answer(&self, rows: Vec<Row>, state: HashTree) -> CertifiedRows {
        let witness = fork(
            labeled("log", pruned(self.log_tree().digest())),
            labeled("state", state),
        );
        CertifiedRows {
            rows,
            certificate: ByteBuf::from(self.certificate(&witness.digest())),
            witness: ByteBuf::from(to_cbor(&witness)),
        }
    }

    fn row(&self, table: &str, key: &[u8]) -> Row {
        let row = self.tables.get(table).and_then(|rows| rows.get(key));
        Row {
            table: table.into(),
            key: ByteBuf::from(key),
            row: row.map(|bytes| ByteBuf::from(bytes.clone())),
        }
    }

    fn log_tree(&self) -> HashTree {
        fork(
            labeled("length", leaf(leb128(self.log.0))),
            labeled("tip", leaf(self.log.1.to_vec())),
        )
    }

    fn state(&self) -> RbTree<Vec<u8>, RbTree<Vec<u8>, Vec<u8>>> {
        let mut state = RbTree::new();
        for (table, rows) in &self.tables {
            let mut inner = RbTree::new();
            for (key, row) in rows {
                inner.insert(key.clone(), sha256(row).to_vec());
            }
            state.insert(table.clone().into_bytes(), inner);
        }
        state
    }
}

fn subnet_key() -> PrivateKey {
    let mut scalar = [0; 32];
    scalar[31] = 11;
    PrivateKey::deserialize(&scalar).expect("a small scalar is a key")
}

fn der(key: &PrivateKey) -> Vec<u8> {
    let mut der = hex::decode(DER_PREFIX).expect("a constant in hex");
    der.extend(key.public_key().serialize());
    der
}

fn sign(key: &PrivateKey, tree: &HashTree) -> Vec<u8> {
    let mut message = STATE_ROOT.to_vec();
    message.extend(tree.digest());
    key.sign(&message).serialize().to_vec()
}

fn to_cbor(value: &impl serde::Serialize) -> Vec<u8> {
    serde_cbor::to_vec(value).expect("CBOR into memory does not fail")
}
