//! Replies that can be checked without trusting the server that sent them.
//!
//! A canister's certified data is the root hash of this tree:
//!
//! ```text
//! ├─ log
//! │  ├─ length   number of events, unsigned LEB128
//! │  └─ tip      hash of the last event (32 zero bytes when there is none)
//! └─ state
//!    └─ <table>
//!       └─ <key>  SHA-256 of the row's bytes
//! ```
//!
//! To check a reply: verify the certificate against the network's root key, take
//! `/canister/<id>/certified_data` from it, compare with the root hash of the witness,
//! then look up `state/<table>/<key>` in the witness. Found: the leaf is the SHA-256 of
//! the row returned. Absent: the witness proves that there is no such row.

use crate::id::Sha256Hash;
use candid::CandidType;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

/// Names one row of one certified table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, CandidType, Serialize, Deserialize)]
pub struct RowKey {
    /// Table label, for example `provider`.
    pub table: String,
    /// Key bytes: the principal's bytes, the text's UTF-8, or a big-endian number.
    pub key: ByteBuf,
}

/// One row, or the fact that there is none.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct Row {
    /// Table label.
    pub table: String,
    /// Key bytes.
    pub key: ByteBuf,
    /// The row's CBOR bytes as stored; `null` when absent.
    pub row: Option<ByteBuf>,
}

/// Rows with the proof of all of them.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct CertifiedRows {
    /// For a read: one entry per key asked. For a range: the rows in key order.
    pub rows: Vec<Row>,
    /// CBOR certificate by the subnet over the canister's certified data.
    pub certificate: ByteBuf,
    /// CBOR hash tree that reveals the rows' leaves, or their absence.
    pub witness: ByteBuf,
}

/// Asks for rows of a table in key order. The witness proves that none was left out.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct RangeArgs {
    /// Table label.
    pub table: String,
    /// Start after this key; `null` starts at the first.
    pub after: Option<ByteBuf>,
    /// Rows wanted, at most [`crate::limits::PAGE_RECORDS`].
    pub limit: u32,
}

/// Why a certified read was refused.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, thiserror::Error)]
pub enum CertifiedReadError {
    /// Not called as a non-replicated query, the only place where a certificate exists.
    #[error("certificates exist in query calls only")]
    NoCertificate,
    /// The canister has no such certified table.
    #[error("no certified table is called {table:?}")]
    TableNotFound {
        /// The table asked for.
        table: String,
    },
    /// More keys than one call may ask for.
    #[error("{keys} keys asked, at most {limit} allowed")]
    TooManyKeys {
        /// Keys asked for.
        keys: u64,
        /// Keys allowed.
        limit: u64,
    },
}

/// The event log's end, certified.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct CertifiedTip {
    /// Number of events.
    pub length: u64,
    /// Hash of the last event.
    pub tip: Sha256Hash,
    /// CBOR certificate by the subnet.
    pub certificate: ByteBuf,
    /// CBOR hash tree that reveals `log/length` and `log/tip`.
    pub witness: ByteBuf,
}

/// A stretch of the event log.
///
/// An event's hash is SHA-256 of `"\x0Ebonafide-event"`, the hash of the event before
/// it, and its bytes, so the certified tip fixes the whole log.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct EventPage {
    /// CBOR bytes of the events from the start asked for, as many as one reply holds.
    pub events: Vec<ByteBuf>,
    /// Number of events in the whole log.
    pub length: u64,
}
