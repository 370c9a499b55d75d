//! Records, arguments and errors of the identity canister.

mod args;
mod attestation;
mod config;
mod disclosure;
mod error;
mod finding;
mod record;
mod request;
mod schema;
mod score;
mod subject;
mod verifier;
mod view;

pub use args::*;
pub use attestation::*;
pub use config::*;
pub use disclosure::*;
pub use error::*;
pub use finding::*;
pub use record::*;
pub use request::*;
pub use schema::*;
pub use score::*;
pub use subject::*;
pub use verifier::*;
pub use view::*;

/// Labels of the certified tables, in tree order. Numbers in keys have 8 bytes, big-endian,
/// unless said otherwise.
pub mod table {
    /// [`super::Access`] by number: the access log.
    pub const ACCESS: &str = "access";
    /// [`super::Attestation`] by number.
    pub const ATTESTATION: &str = "attestation";
    /// [`super::Config`] under the key `config`.
    pub const CONFIG: &str = "config";
    /// [`super::FeeBudget`] under the key `fee_budget`.
    pub const FEE_BUDGET: &str = "fee_budget";
    /// [`super::AuditFinding`] by its number in the audits canister.
    pub const FINDING: &str = "finding";
    /// [`super::Freeze`] under the key `freeze`, while one was ordered and not lifted.
    pub const FREEZE: &str = "freeze";
    /// [`super::Grant`] by number.
    pub const GRANT: &str = "grant";
    /// [`super::Record`]: length of the provider (1 byte), provider, record (4 bytes,
    /// big-endian), version (4 bytes, big-endian).
    pub const RECORD: &str = "record";
    /// [`super::AttestationRequest`] by number.
    pub const REQUEST: &str = "request";
    /// [`super::Schema`] by name.
    pub const SCHEMA: &str = "schema";
    /// [`super::Score`] by subject.
    pub const SCORE: &str = "score";
    /// [`super::ScoreWeights`] by version (4 bytes, big-endian).
    pub const SCORE_WEIGHTS: &str = "score_weights";
    /// [`super::Subject`] by provider.
    pub const SUBJECT: &str = "subject";
    /// [`super::Verifier`] by principal.
    pub const VERIFIER: &str = "verifier";
}
