//! What all Bonafide canisters are made of.
//!
//! A canister implements [`Aggregate`] for its state and changes it only through
//! [`commit()`]: events are applied to the tables, appended to the hash-chained log and
//! certified, in one call that cannot fail half way.
//!
//! - [`ctx`]: who calls, and when; captured once, before any await
//! - [`guard`]: static roles
//! - [`trie`]: the certified map whose shape depends on its keys alone
//! - [`table`]: a stable table; what is written to it is certified by that
//! - [`log`]: the hash-chained event log
//! - [`mod@commit`]: the single writer, and the root hash
//! - [`decision`]: what a command decided, committed or in plain words
//! - [`field`]: checks of texts, numbers and lists
//! - [`certified`]: reads with certificate and witness
//! - [`index`]: what belongs to whom, in the order of bytes
//! - [`page`]: cursor paging with a hard cap
//! - [`reply`]: answers with a value or a typed refusal
//! - [`replay`]: the state again, from the log
//! - [`arguments`]: install and upgrade arguments, read strictly
//! - [`task`]: periodic work that never overlaps itself
//! - [`call`]: one call of somebody else, and what its answer means
//! - [`transfer`]: a movement on the ledger, and what an answer proves
//! - [`sending`]: attempts of transfers
//! - [`metrics`], [`http`]: `/metrics`
//! - [`cbor`], [`memory`]: stored bytes and stable memory
//! - [`words`]: plain words for voters

pub mod arguments;
pub mod call;
pub mod cbor;
pub mod certified;
pub mod commit;
pub mod ctx;
pub mod decision;
pub mod field;
pub mod guard;
pub mod http;
pub mod index;
pub mod log;
pub mod memory;
pub mod metrics;
pub mod page;
pub mod replay;
pub mod reply;
pub mod sending;
pub mod table;
pub mod task;
pub mod transfer;
pub mod trie;
pub mod words;

pub use commit::{Aggregate, Entry, commit};
pub use ctx::Ctx;
pub use decision::Decision;
