//! The state tree of the interface specification, and certificates over it.
//!
//! ```text
//! /time
//! /canister/<id>/{certified_data, controllers, metadata/<name>, module_hash}
//! /canister_ranges/<subnet id>/<first canister id>
//! /request_status/<id>/{status, reply | reject_code, reject_message, error_code}
//! /subnet/<id>/{canister_ranges, metrics, node/<id>/public_key, public_key, type}
//! /api_boundary_nodes
//! ```
//! The root key signs the whole tree, so no certificate carries a delegation. Clients take
//! a certificate without delegation for one of the root subnet: `/subnet/<root id>` and
//! `/canister_ranges/<root id>` list the ranges of all subnets.

mod tree;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use candid::Principal;
use ic_certification::Certificate;
use serde::Serialize;

use crate::crypto::Keys;

pub use tree::{Path, Tree};

/// What separates a state root from everything else that the root key could sign.
const STATE_ROOT_DOMAIN: &[u8] = b"\x0Dic-state-root";

/// What certificates are made of. The engine implements it and holds a [`Certifier`].
pub trait State {
    /// Changes whenever anything below does. Equal versions promise equal answers.
    fn version(&self) -> u64;
    /// Nanoseconds since the epoch.
    fn time_ns(&self) -> u64;
    /// Every canister that exists.
    fn canisters(&self) -> Vec<CanisterState<'_>>;
    /// Every request whose status is known.
    fn requests(&self) -> Vec<(RequestId, RequestStatus<'_>)>;
    /// Every subnet of the topology.
    fn subnets(&self) -> Vec<SubnetState>;
}

/// The hash that names a request (32 bytes).
pub type RequestId = [u8; 32];

/// The certified part of one canister.
#[derive(Clone, Debug)]
pub struct CanisterState<'a> {
    /// Its id.
    pub id: Principal,
    /// In any order.
    pub controllers: &'a [Principal],
    /// `None` for an empty canister.
    pub module: Option<ModuleState<'a>>,
}

/// The certified part of an installed module.
#[derive(Clone, Debug)]
pub struct ModuleState<'a> {
    /// SHA-256 of the bytes that were installed.
    pub hash: [u8; 32],
    /// What the canister last set; empty at first.
    pub certified_data: &'a [u8],
    /// Custom sections `icp:public` and `icp:private`, without that prefix.
    pub metadata: Vec<(&'a str, &'a [u8])>,
}

/// The certified status of one request.
#[derive(Clone, Debug)]
pub enum RequestStatus<'a> {
    /// Not yet executed.
    Received,
    /// A call context is open.
    Processing,
    /// Answered.
    Replied(&'a [u8]),
    /// Rejected.
    Rejected {
        /// 1 to 6.
        code: u64,
        /// For people.
        message: &'a str,
        /// Such as `IC0503`.
        error_code: String,
    },
    /// Answered, and the answer has been dropped.
    Done,
}

/// The certified part of one subnet.
#[derive(Clone, Debug)]
pub struct SubnetState {
    /// Its id.
    pub id: Principal,
    /// `application`, `system`, `verified_application` or `cloud_engine`.
    pub kind: &'static str,
    /// Inclusive, ascending.
    pub ranges: Vec<(Principal, Principal)>,
    /// Canisters on the subnet.
    pub canisters: u64,
    /// Bytes taken by their state.
    pub state_bytes: u64,
    /// Cycles consumed on the subnet since it exists.
    pub consumed_cycles: u128,
    /// Messages executed on the subnet since it exists.
    pub transactions: u64,
}

/// Certificates could not be written. This does not happen with data in memory.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("CBOR could not be written: {0}")]
pub struct EncodingError(String);

impl From<String> for EncodingError {
    fn from(reason: String) -> Self {
        Self(reason)
    }
}

/// Hashes states into trees and remembers the last one.
#[derive(Debug)]
pub struct Certifier {
    keys: Arc<Keys>,
    memory: Mutex<Memory>,
}

#[derive(Debug, Default)]
struct Memory {
    last: Option<(u64, Arc<Snapshot>)>,
    /// Metadata by module hash: large, and the same for as long as the module is.
    metadata: HashMap<[u8; 32], Arc<Tree>>,
    /// Answers by request: large, and final.
    answers: HashMap<RequestId, Arc<Tree>>,
}

impl Certifier {
    /// Certificates signed with the root key of `keys`.
    #[must_use]
    pub fn new(keys: Arc<Keys>) -> Self {
        Self {
            keys,
            memory: Mutex::default(),
        }
    }

    /// The present state, hashed once per version.
    ///
    /// # Errors
    /// [`EncodingError`].
    pub fn snapshot(&self, state: &impl State) -> Result<Arc<Snapshot>, EncodingError> {
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        let version = state.version();
        if let Some((_, snapshot)) = memory.last.as_ref().filter(|(v, _)| *v == version) {
            return Ok(Arc::clone(snapshot));
        }
        let snapshot = Arc::new(Snapshot {
            keys: Arc::clone(&self.keys),
            tree: memory.state_tree(&self.keys, state)?,
            signature: OnceLock::new(),
        });
        memory.last = Some((version, Arc::clone(&snapshot)));
        Ok(snapshot)
    }
}

/// A hashed state. It is signed when the first certificate is asked for, which costs about a
/// millisecond.
#[derive(Debug)]
pub struct Snapshot {
    keys: Arc<Keys>,
    tree: Tree,
    signature: OnceLock<[u8; 48]>,
}

impl Snapshot {
    /// A certificate (CBOR) of `/time` and `paths`, with proofs of absence for those that do not
    /// exist.
    ///
    /// # Errors
    /// [`EncodingError`].
    pub fn certificate(&self, paths: &[Path]) -> Result<Vec<u8>, EncodingError> {
        let signature = self.signature.get_or_init(|| {
            let message = [STATE_ROOT_DOMAIN, self.tree.digest()].concat();
            self.keys.sign_as_root(&message)
        });
        let time: Path = vec![b"time".to_vec()];
        let mut wanted: Vec<&[Vec<u8>]> = vec![&time];
        wanted.extend(paths.iter().map(Vec::as_slice));
        to_cbor(&Certificate {
            tree: self.tree.witness(&wanted),
            signature: signature.to_vec(),
            delegation: None,
        })
    }

    /// The certificate (CBOR) that a query of `canister` sees: `/time` and its certified data.
    ///
    /// # Errors
    /// [`EncodingError`].
    pub fn data_certificate(&self, canister: Principal) -> Result<Vec<u8>, EncodingError> {
        self.certificate(&[vec![
            b"canister".to_vec(),
            canister.as_slice().to_vec(),
            b"certified_data".to_vec(),
        ]])
    }
}

impl Memory {
    fn state_tree(&mut self, keys: &Keys, state: &impl State) -> Result<Tree, EncodingError> {
        let subnets = with_root_subnet(keys, state.subnets());
        let ranges = subnets
            .iter()
            .map(|subnet| Ok((subnet.id.as_slice().to_vec(), ranges_shard(subnet)?)))
            .collect::<Result<Vec<_>, EncodingError>>()?;
        let subnets = subnets
            .iter()
            .map(|subnet| Ok((subnet.id.as_slice().to_vec(), subnet_tree(keys, subnet)?)))
            .collect::<Result<Vec<_>, EncodingError>>()?;
        Ok(directory(vec![
            ("api_boundary_nodes", Arc::new(Tree::branch([]))),
            ("canister", self.canisters(state)?),
            ("canister_ranges", Arc::new(Tree::branch(ranges))),
            ("request_status", self.requests(state)),
            ("subnet", Arc::new(Tree::branch(subnets))),
            ("time", value(leb128(state.time_ns()))),
        ]))
    }

    fn canisters(&mut self, state: &impl State) -> Result<Arc<Tree>, EncodingError> {
        let mut metadata = HashMap::new();
        let mut canisters = Vec::new();
        for canister in state.canisters() {
            let mut controllers = canister.controllers.to_vec();
            controllers.sort();
            let mut entries = vec![("controllers", value(to_cbor(&controllers)?))];
            if let Some(module) = canister.module {
                let sections = self.metadata.get(&module.hash).cloned();
                let sections = sections.unwrap_or_else(|| metadata_tree(&module));
                metadata.insert(module.hash, Arc::clone(&sections));
                entries.push(("certified_data", value(module.certified_data.to_vec())));
                entries.push(("metadata", sections));
                entries.push(("module_hash", value(module.hash.to_vec())));
            }
            canisters.push((
                canister.id.as_slice().to_vec(),
                Arc::new(directory(entries)),
            ));
        }
        self.metadata = metadata;
        Ok(Arc::new(Tree::branch(canisters)))
    }

    fn requests(&mut self, state: &impl State) -> Arc<Tree> {
        let mut answers = HashMap::new();
        let mut requests = Vec::new();
        for (id, status) in state.requests() {
            let tree = match (&status, self.answers.remove(&id)) {
                (RequestStatus::Replied(_) | RequestStatus::Rejected { .. }, Some(tree)) => tree,
                _ => Arc::new(request_tree(&status)),
            };
            if matches!(
                status,
                RequestStatus::Replied(_) | RequestStatus::Rejected { .. }
            ) {
                answers.insert(id, Arc::clone(&tree));
            }
            requests.push((id.to_vec(), tree));
        }
        self.answers = answers;
        Arc::new(Tree::branch(requests))
    }
}

/// The root subnet with the ranges of all, and the others.
fn with_root_subnet(keys: &Keys, mut subnets: Vec<SubnetState>) -> Vec<SubnetState> {
    let root = keys.root_subnet_id();
    let mut ranges: Vec<_> = subnets.iter().flat_map(|s| s.ranges.clone()).collect();
    ranges.sort();
    match subnets.iter_mut().find(|subnet| subnet.id == root) {
        Some(subnet) => subnet.ranges = ranges,
        None => subnets.push(SubnetState {
            id: root,
            kind: "system",
            ranges,
            canisters: subnets.iter().map(|s| s.canisters).sum(),
            state_bytes: subnets.iter().map(|s| s.state_bytes).sum(),
            consumed_cycles: subnets.iter().map(|s| s.consumed_cycles).sum(),
            transactions: subnets.iter().map(|s| s.transactions).sum(),
        }),
    }
    subnets
}

fn subnet_tree(keys: &Keys, subnet: &SubnetState) -> Result<Arc<Tree>, EncodingError> {
    let node = Arc::new(directory(vec![(
        "public_key",
        value(keys.node_key_der().to_vec()),
    )]));
    let nodes = Tree::branch([(keys.node_id().as_slice().to_vec(), node)]);
    Ok(Arc::new(directory(vec![
        ("canister_ranges", value(to_cbor(&subnet.ranges)?)),
        ("metrics", value(metrics(subnet)?)),
        ("node", Arc::new(nodes)),
        ("public_key", value(keys.root_key_der().to_vec())),
        ("type", value(subnet.kind.as_bytes().to_vec())),
    ])))
}

/// All ranges of a subnet in one shard, under the first canister id.
fn ranges_shard(subnet: &SubnetState) -> Result<Arc<Tree>, EncodingError> {
    let Some((first, _)) = subnet.ranges.first() else {
        return Ok(Arc::new(Tree::branch([])));
    };
    let shard = (first.as_slice().to_vec(), value(to_cbor(&subnet.ranges)?));
    Ok(Arc::new(Tree::branch([shard])))
}

/// Integer keys: 0 canisters, 1 state bytes, 2 cycles as two 64-bit halves (the high one absent
/// when zero), 3 transactions.
fn metrics(subnet: &SubnetState) -> Result<Vec<u8>, EncodingError> {
    #[derive(Serialize)]
    #[serde(untagged)]
    enum Metric {
        Number(u64),
        Halves(BTreeMap<u8, Option<u64>>),
    }
    let low = u64::try_from(subnet.consumed_cycles & u128::from(u64::MAX)).unwrap_or(u64::MAX);
    let high = u64::try_from(subnet.consumed_cycles >> 64).unwrap_or(u64::MAX);
    let halves = BTreeMap::from([(0, Some(low)), (1, (high > 0).then_some(high))]);
    to_cbor(&BTreeMap::from([
        (0_u8, Metric::Number(subnet.canisters)),
        (1, Metric::Number(subnet.state_bytes)),
        (2, Metric::Halves(halves)),
        (3, Metric::Number(subnet.transactions)),
    ]))
}

fn metadata_tree(module: &ModuleState<'_>) -> Arc<Tree> {
    let sections = module.metadata.iter();
    let sections = sections.map(|(name, bytes)| (name.as_bytes().to_vec(), value(bytes.to_vec())));
    Arc::new(Tree::branch(sections))
}

fn request_tree(status: &RequestStatus<'_>) -> Tree {
    let text = |text: &str| value(text.as_bytes().to_vec());
    directory(match status {
        RequestStatus::Received => vec![("status", text("received"))],
        RequestStatus::Processing => vec![("status", text("processing"))],
        RequestStatus::Done => vec![("status", text("done"))],
        RequestStatus::Replied(reply) => vec![
            ("reply", value(reply.to_vec())),
            ("status", text("replied")),
        ],
        RequestStatus::Rejected {
            code,
            message,
            error_code,
        } => vec![
            ("error_code", text(error_code)),
            ("reject_code", value(leb128(*code))),
            ("reject_message", text(message)),
            ("status", text("rejected")),
        ],
    })
}

fn directory(entries: Vec<(&str, Arc<Tree>)>) -> Tree {
    let entries = entries.into_iter();
    Tree::branch(entries.map(|(label, tree)| (label.as_bytes().to_vec(), tree)))
}

fn value(bytes: Vec<u8>) -> Arc<Tree> {
    Arc::new(Tree::leaf(bytes))
}

/// CBOR with the self-describing tag.
pub(crate) fn to_cbor(value: &impl Serialize) -> Result<Vec<u8>, EncodingError> {
    let encoding_error = |error: serde_cbor::Error| EncodingError(error.to_string());
    let mut serializer = serde_cbor::Serializer::new(Vec::new());
    serializer.self_describe().map_err(encoding_error)?;
    value.serialize(&mut serializer).map_err(encoding_error)?;
    Ok(serializer.into_inner())
}

/// Unsigned LEB128.
fn leb128(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = u8::try_from(value & 0x7f).unwrap_or_default();
        value >>= 7;
        if value == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}
