//! Import of real facts: a vote approves the hashes of the pages, then anyone brings them.

use crate::id::{NodeId, OperatorId, ProviderId, Sha256Hash, SubnetId};
use crate::registry::{Gps, NodeRole, NodeStatus, PublishedDocument};
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// An approved import and how far it is.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct ImportJob {
    /// Number, counted from 0.
    #[n(0)]
    pub id: u64,
    /// What is imported: `network`, `declarations`, ... with its publisher.
    #[n(1)]
    pub source: String,
    /// Which state of it: a date or a commit.
    #[n(2)]
    pub source_version: String,
    /// SHA-256 of `"\x0Fbonafide-import"` and of the page hashes in order.
    #[n(3)]
    pub source_hash: Sha256Hash,
    /// Number of pages.
    #[n(4)]
    pub pages: u32,
    /// The page expected next; equals `pages` when the import is complete.
    #[n(5)]
    pub next_page: u32,
    /// Rows taken over so far.
    #[n(6)]
    pub rows: u64,
    /// When it was approved. Nanoseconds since the epoch.
    #[n(7)]
    pub approved_at_ns: u64,
}

/// One fact of an import page. A page is the CBOR array of its rows, and its hash is
/// the SHA-256 of those bytes.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum ImportRow {
    /// A data centre.
    #[n(0)]
    #[cbor(map)]
    DataCenter {
        /// Id, lower case.
        #[n(0)]
        id: String,
        /// Name.
        #[n(1)]
        name: String,
        /// Owner.
        #[n(2)]
        owner: String,
        /// Region `Continent,CC,City`.
        #[n(3)]
        region: String,
        /// Coordinates, when known.
        #[n(4)]
        gps: Option<Gps>,
    },
    /// A provider.
    #[n(1)]
    #[cbor(map)]
    Provider {
        /// Principal.
        #[n(0)]
        id: ProviderId,
        /// Name in public lists. Without one, the name an earlier import gave stays.
        #[n(1)]
        name: Option<String>,
    },
    /// An operator record; its provider and data centre stand before it.
    #[n(2)]
    #[cbor(map)]
    Operator {
        /// Principal.
        #[n(0)]
        id: OperatorId,
        /// Provider.
        #[n(1)]
        provider: ProviderId,
        /// Data centre.
        #[n(2)]
        dc_id: String,
    },
    /// A subnet.
    #[n(3)]
    #[cbor(map)]
    Subnet {
        /// Id.
        #[n(0)]
        id: SubnetId,
    },
    /// A node; its operator and subnet stand before it. It replaces a node of another import
    /// at its address, and is refused at the address of one of its own import or one that an
    /// operator registered.
    #[n(4)]
    #[cbor(map)]
    Node {
        /// Principal.
        #[n(0)]
        id: NodeId,
        /// Operator.
        #[n(1)]
        operator: OperatorId,
        /// What it does.
        #[n(2)]
        role: NodeRole,
        /// Health when the source was made.
        #[n(3)]
        status: NodeStatus,
        /// IPv6 address.
        #[n(4)]
        ipv6: String,
        /// Hardware generation, when known.
        #[n(5)]
        generation: Option<String>,
        /// Subnet, for a replica.
        #[n(6)]
        subnet: Option<SubnetId>,
    },
    /// A provider's published declaration; the provider stands before it.
    #[n(5)]
    #[cbor(map)]
    Declaration {
        /// Provider.
        #[n(0)]
        provider: ProviderId,
        /// Directory in the public repository.
        #[n(1)]
        slug: String,
        /// NNS proposal that registered the provider.
        #[n(2)]
        nns_proposal: Option<u64>,
        /// Documents.
        #[n(3)]
        documents: Vec<PublishedDocument>,
    },
}
