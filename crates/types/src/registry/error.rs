//! Why an update was refused. A refused update changes nothing.

use crate::id::{NodeId, OperatorId, ProviderId, Sha256Hash};
use crate::registry::Version;
use candid::CandidType;
use serde::{Deserialize, Serialize};

/// Refusals of the registry.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, thiserror::Error)]
pub enum RegistryError {
    /// A text is longer than allowed.
    #[error("{field}: {bytes} bytes, at most {limit} allowed")]
    TextTooLong {
        /// Which field.
        field: String,
        /// Its bytes.
        bytes: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// A text that must say something is empty or blank.
    #[error("{field}: must not be empty")]
    TextEmpty {
        /// Which field.
        field: String,
    },
    /// A field does not follow its grammar.
    #[error("{field}: {given:?} is not allowed: {rule}")]
    InvalidField {
        /// Which field.
        field: String,
        /// What was given, shortened to 64 characters.
        given: String,
        /// The rule it breaks, in words.
        rule: String,
    },
    /// More entries than allowed.
    #[error("{field}: {count} entries, at most {limit} allowed")]
    TooMany {
        /// Which field.
        field: String,
        /// Entries given.
        count: u64,
        /// Entries allowed.
        limit: u64,
    },
    /// A number is outside its range.
    #[error("{field}: {given} is outside {min} to {max}")]
    OutOfRange {
        /// Which field.
        field: String,
        /// What was given.
        given: i64,
        /// Least allowed.
        min: i64,
        /// Most allowed.
        max: i64,
    },
    /// A region is not `Continent,CC,City`.
    #[error("region {region:?} is not \"Continent,CC,City\": {rule}")]
    InvalidRegion {
        /// What was given, shortened to 64 characters.
        region: String,
        /// The part that fails, in words.
        rule: String,
    },
    /// No such provider.
    #[error("no provider {id}")]
    ProviderNotFound {
        /// The id asked for.
        id: ProviderId,
    },
    /// The provider has a profile already.
    #[error("provider {id} has a profile already")]
    ProviderAlreadyRegistered {
        /// Its id.
        id: ProviderId,
    },
    /// The provider is suspended or offboarded.
    #[error("provider {id} is not active")]
    ProviderNotActive {
        /// Its id.
        id: ProviderId,
    },
    /// No such data centre.
    #[error("no data centre {dc_id:?}")]
    DataCenterNotFound {
        /// The id asked for.
        dc_id: String,
    },
    /// The data centre exists.
    #[error("data centre {dc_id:?} exists already")]
    DataCenterAlreadyExists {
        /// Its id.
        dc_id: String,
    },
    /// The caller has no operator record, or the record asked for does not exist.
    #[error("no node operator {id}")]
    NodeOperatorNotFound {
        /// The id asked for.
        id: OperatorId,
    },
    /// The operator record exists.
    #[error("node operator {id} exists already")]
    NodeOperatorAlreadyExists {
        /// Its id.
        id: OperatorId,
    },
    /// The operator registered all nodes it may.
    #[error("node operator {operator} has used its allowance of {allowance} nodes")]
    AllowanceExhausted {
        /// The operator.
        operator: OperatorId,
        /// Nodes allowed in all.
        allowance: u64,
    },
    /// The node exists.
    #[error("node {id} exists already")]
    NodeAlreadyExists {
        /// Its id.
        id: NodeId,
    },
    /// Another node has this address.
    #[error("address {ipv6} belongs to node {node}")]
    AddressInUse {
        /// The address.
        ipv6: String,
        /// Who has it.
        node: NodeId,
    },
    /// The provider has not accepted the declaration.
    #[error("provider {provider} has not accepted the declaration of good intent")]
    DeclarationNotAccepted {
        /// The provider.
        provider: ProviderId,
    },
    /// The provider's acceptance lapsed.
    #[error("the declaration of provider {provider} lapsed at {since_ns} ns")]
    DeclarationLapsed {
        /// The provider.
        provider: ProviderId,
        /// When. Nanoseconds since the epoch.
        since_ns: u64,
    },
    /// The hash is of no published text.
    #[error("no declaration text has the hash {sha256}")]
    DeclarationNotFound {
        /// The hash given.
        sha256: Sha256Hash,
    },
    /// The hash is of a text that is not, or no longer, the current one of its language, or of
    /// a translation whose major or minor version another language has passed.
    #[error("declaration {given} is not current; the text to accept is {current}")]
    DeclarationNotCurrent {
        /// The hash given.
        given: Sha256Hash,
        /// The hash to accept.
        current: Sha256Hash,
    },
    /// The text is published already.
    #[error("this text is published already as {sha256}")]
    DeclarationAlreadyPublished {
        /// Its hash.
        sha256: Sha256Hash,
    },
    /// The version is not above the last one of its language.
    #[error("version {given} is not above {latest}")]
    VersionNotAbove {
        /// What was given.
        given: Version,
        /// The last one published.
        latest: Version,
    },
    /// The text would take effect before now or before the version it replaces.
    #[error("effective_from_ns: {given_ns} is before {earliest_ns}")]
    EffectiveTooEarly {
        /// What was given. Nanoseconds since the epoch.
        given_ns: u64,
        /// The earliest allowed. Nanoseconds since the epoch.
        earliest_ns: u64,
    },
    /// No such import.
    #[error("no import {import_id}")]
    ImportNotFound {
        /// The id asked for.
        import_id: u64,
    },
    /// The source hash is not the one over the page hashes, or not the one approved.
    #[error("source hash {given}, expected {expected}")]
    ImportSourceMismatch {
        /// What was given.
        given: Sha256Hash,
        /// What was approved.
        expected: Sha256Hash,
    },
    /// A page before this one is missing, or the import has no such page.
    #[error("page {given} came, page {expected} of {pages} is next")]
    ImportPageOutOfOrder {
        /// What was given.
        given: u32,
        /// What is next.
        expected: u32,
        /// Pages of this import.
        pages: u32,
    },
    /// A newer import of the same source has brought pages: older facts must not follow.
    #[error("import {import_id} is superseded by import {by} of the same source")]
    ImportSuperseded {
        /// The import asked for.
        import_id: u64,
        /// The newer one.
        by: u64,
    },
    /// The page's bytes are not those approved.
    #[error("page {page} has hash {given}, approved was {expected}")]
    ImportPageMismatch {
        /// Which page.
        page: u32,
        /// Hash of what was given.
        given: Sha256Hash,
        /// Hash approved.
        expected: Sha256Hash,
    },
    /// The page's bytes are not an array of rows.
    #[error("page {page} cannot be decoded: {reason}")]
    ImportPageMalformed {
        /// Which page.
        page: u32,
        /// What the decoder says.
        reason: String,
    },
    /// A row of the page breaks a rule; the page is refused whole.
    #[error("page {page}, row {row}: {reason}")]
    ImportRowRefused {
        /// Which page.
        page: u32,
        /// Which row, counted from 0.
        row: u32,
        /// The rule, as the error of the record would say it.
        reason: String,
    },
    /// For refusals added later, so that older clients can still read them.
    #[error("{code}: {message}")]
    GenericError {
        /// A stable code.
        code: u64,
        /// What happened.
        message: String,
    },
}
