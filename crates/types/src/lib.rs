//! The words the Bonafide canisters and their clients share.
//!
//! - [`id`]: principals that cannot be mixed up, and 32-byte hashes
//! - [`limits`]: every bound on input, in one place
//! - [`field`]: what can be wrong with a field of an argument
//! - [`certified`]: replies that carry a certificate and a witness, and the event log
//! - [`http`]: the HTTP gateway's request and response
//! - [`registry`]: records, arguments and errors of the registry canister
//! - [`governance`]: commands, records, arguments and errors of the governance canister
//! - [`identity`]: records, arguments and errors of the identity canister
//! - [`audits`]: records, arguments and errors of the audits canister
//! - [`ledger`]: the token ledger that holds stakes and fees, as the standards have it
//! - [`transfer`]: a movement on it, as a canister writes it down
//!
//! Each record derives Candid (calls) and CBOR (rows and events). CBOR field numbers
//! are part of the stored format: a number is never reused, and a field added later is
//! optional, so that old rows keep their bytes and their certified hash.

pub mod audits;
pub mod certified;
pub mod field;
pub mod governance;
pub mod http;
pub mod id;
pub mod identity;
mod later;
pub mod ledger;
pub mod limits;
pub mod registry;
pub mod rewards;
mod shape;
pub mod transfer;
mod wide;

/// What a `validate_` twin answers: `Ok` holds the effect in plain words for voters,
/// `Err` the reason why the call would be refused. The shape is that of the SNS
/// generic-function contract.
pub type Validation = Result<String, String>;
