//! Why an update was refused. A refused update changes nothing.

use crate::id::{Caller, NodeId, OperatorId, ProviderId, Sha256Hash, SubnetId};
use crate::registry::{Dimension, Finding, MotionOutcome, ProviderStatus, Version};
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
    #[error("node operator {operator} may register no further nodes; it registered {registered}")]
    AllowanceExhausted {
        /// The operator.
        operator: OperatorId,
        /// Nodes that it registered and that are still there.
        registered: u64,
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
    /// The provider's status does not allow it.
    #[error("provider {id} is {status:?}; this needs one that is {needed}")]
    ProviderStatusUnfit {
        /// The provider.
        id: ProviderId,
        /// What it is.
        status: ProviderStatus,
        /// What it would have to be, in words.
        needed: String,
    },
    /// The provider is barred because another, or itself, was offboarded.
    #[error(
        "provider {provider} is barred because {offboarded} was offboarded; only a proposal readmits it"
    )]
    ProviderBarred {
        /// The provider.
        provider: ProviderId,
        /// The offboarded provider.
        offboarded: ProviderId,
    },
    /// The operator's key is barred because its provider was offboarded.
    #[error("operator key {operator} is barred because its provider {offboarded} was offboarded")]
    OperatorBarred {
        /// The operator.
        operator: OperatorId,
        /// The offboarded provider.
        offboarded: ProviderId,
    },
    /// Nothing bars the provider on account of the other.
    #[error("{offboarded} does not stand against provider {provider}")]
    NotBarred {
        /// The provider to be readmitted.
        provider: ProviderId,
        /// Who was named as standing against it.
        offboarded: ProviderId,
    },
    /// Operator records refer to the data centre: it can neither change nor go.
    #[error("data centre {dc_id:?} is fixed: {operators} operator records refer to it")]
    DataCenterInUse {
        /// Its id.
        dc_id: String,
        /// Operator records that refer to it.
        operators: u32,
    },
    /// The operator has nodes.
    #[error("node operator {id} has {nodes} nodes")]
    NodeOperatorHasNodes {
        /// The operator.
        id: OperatorId,
        /// Its nodes.
        nodes: u32,
    },
    /// The operator record belongs to another provider than the caller.
    #[error("node operator {id} belongs to provider {provider}, not to the caller")]
    NotYourNodeOperator {
        /// The operator.
        id: OperatorId,
        /// Its provider.
        provider: ProviderId,
    },
    /// No such node.
    #[error("no node {id}")]
    NodeNotFound {
        /// The id asked for.
        id: NodeId,
    },
    /// The node stands under another operator than the caller.
    #[error("node {id} belongs to operator {operator}, not to the caller")]
    NotYourNode {
        /// The node.
        id: NodeId,
        /// Its operator.
        operator: OperatorId,
    },
    /// The node is a member of a subnet.
    #[error("node {id} is a member of subnet {subnet}")]
    NodeInSubnet {
        /// The node.
        id: NodeId,
        /// Its subnet.
        subnet: SubnetId,
    },
    /// The node is an API boundary node.
    #[error("node {id} is an API boundary node")]
    NodeIsApiBoundary {
        /// The node.
        id: NodeId,
    },
    /// Another node has this IPv4 address.
    #[error("IPv4 address {ipv4} belongs to node {node}")]
    Ipv4InUse {
        /// The address.
        ipv4: String,
        /// Who has it.
        node: NodeId,
    },
    /// The address is not inside the operator's prefix.
    #[error("address {ipv6} is outside the operator's prefix {prefix}")]
    AddressOutsidePrefix {
        /// The address.
        ipv6: String,
        /// The prefix.
        prefix: String,
    },
    /// The operator record was handed over and the provider it has now has not accepted the
    /// declaration since.
    #[error(
        "operator {operator} was handed over to provider {provider} at {since_ns} ns, which has not accepted the declaration since"
    )]
    RecheckDue {
        /// The operator.
        operator: OperatorId,
        /// The provider it has now.
        provider: ProviderId,
        /// When it was handed over. Nanoseconds since the epoch.
        since_ns: u64,
    },
    /// Too many operations of one principal; as in the NNS registry, 140 at once and 20 a day.
    #[error("{principal} has used up its operations; the next is possible at {retry_at_ns} ns")]
    RateLimited {
        /// Whose operations: an operator or its provider.
        principal: Caller,
        /// From when the next one is possible. Nanoseconds since the epoch.
        retry_at_ns: u64,
    },
    /// An entry stands twice in one list.
    #[error("{field}: {given} stands twice")]
    DuplicateEntry {
        /// Which list.
        field: String,
        /// The entry, shortened to 64 characters.
        given: String,
    },
    /// The call would change nothing.
    #[error("nothing to change: {what}")]
    NothingToChange {
        /// What is missing, in words.
        what: String,
    },
    /// No such hardware generation.
    #[error("no hardware generation {name:?}")]
    GenerationNotFound {
        /// The name asked for.
        name: String,
    },
    /// The generation cannot be onboarded yet.
    #[error("generation {name:?} is open for onboarding from {from_ns} ns on")]
    GenerationNotOpen {
        /// Its name.
        name: String,
        /// From when. Nanoseconds since the epoch.
        from_ns: u64,
    },
    /// The generation can no longer be onboarded.
    #[error("generation {name:?} is closed for onboarding since {since_ns} ns")]
    GenerationClosed {
        /// Its name.
        name: String,
        /// Since when. Nanoseconds since the epoch.
        since_ns: u64,
    },
    /// An end date comes with less notice than the policy asks for.
    #[error(
        "{field}: {given_ns} ns is before {earliest_ns} ns, the earliest that {days} days of notice allow"
    )]
    NoticeTooShort {
        /// Which date.
        field: String,
        /// What was given. Nanoseconds since the epoch.
        given_ns: u64,
        /// The earliest allowed. Nanoseconds since the epoch.
        earliest_ns: u64,
        /// The notice, days.
        days: u32,
    },
    /// A machine of this generation has SEV-SNP and names its chip.
    #[error("a node of generation {generation:?} registers with its chip id")]
    ChipIdRequired {
        /// The generation.
        generation: String,
    },
    /// The `GuestOS` version is not elected.
    #[error("GuestOS version {version:?} is not elected")]
    GuestosVersionNotElected {
        /// The version asked for.
        version: String,
    },
    /// The `GuestOS` version is elected already.
    #[error("GuestOS version {version:?} is elected already")]
    GuestosVersionAlreadyElected {
        /// The version.
        version: String,
    },
    /// A boundary node runs the `GuestOS` version.
    #[error("GuestOS version {version:?} runs on boundary node {node}")]
    GuestosVersionInUse {
        /// The version.
        version: String,
        /// One of the nodes.
        node: NodeId,
    },
    /// No elected version has this launch measurement.
    #[error("no elected GuestOS version has the measurement {measurement}")]
    MeasurementNotBlessed {
        /// The measurement in hexadecimal digits, shortened to 64 of them.
        measurement: String,
    },
    /// No such API boundary node.
    #[error("no API boundary node {id}")]
    ApiBoundaryNodeNotFound {
        /// The id asked for.
        id: NodeId,
    },
    /// The node is an API boundary node already.
    #[error("node {id} is an API boundary node already")]
    ApiBoundaryNodeAlreadyExists {
        /// Its id.
        id: NodeId,
    },
    /// The node has no domain name.
    #[error("node {id} has no domain name")]
    NodeWithoutDomain {
        /// The node.
        id: NodeId,
    },
    /// Another boundary node has this domain name.
    #[error("domain {domain:?} belongs to boundary node {node}")]
    DomainInUse {
        /// The domain name.
        domain: String,
        /// Who has it.
        node: NodeId,
    },
    /// Fewer operators than needed would run boundary nodes.
    #[error("boundary nodes of {left} operators would be left, at least {min} are needed")]
    TooFewBoundaryNodeOperators {
        /// Operators that would be left.
        left: u32,
        /// Operators needed.
        min: u32,
    },
    /// The alias is not in the table.
    #[error("no owner alias {alias:?}")]
    OwnerAliasNotFound {
        /// The alias asked for.
        alias: String,
    },
    /// A name is alias and canonical name at once.
    #[error("owner {name:?} would be an alias and the name of other aliases at once")]
    OwnerAliasChain {
        /// The name.
        name: String,
    },
    /// No such tag.
    #[error("no jurisdiction {tag:?}")]
    JurisdictionNotFound {
        /// The tag asked for.
        tag: String,
    },
    /// No such record.
    #[error("no record {key} in the table {table:?}")]
    RecordNotFound {
        /// The table.
        table: String,
        /// The key in hexadecimal digits, shortened to 64 of them.
        key: String,
    },
    /// No such motion of a working group.
    #[error("no working-group motion {id}")]
    MotionNotFound {
        /// The id asked for.
        id: u64,
    },
    /// The motion is decided.
    #[error("working-group motion {id} is decided already: {outcome:?}")]
    MotionSettled {
        /// The motion.
        id: u64,
        /// How.
        outcome: MotionOutcome,
    },
    /// No such subnet.
    #[error("no subnet {id}")]
    SubnetNotFound {
        /// The id asked for.
        id: SubnetId,
    },
    /// The subnet exists.
    #[error("subnet {id} exists already")]
    SubnetAlreadyExists {
        /// Its id.
        id: SubnetId,
    },
    /// No policy says what subnets of this kind are to be.
    #[error("no subnet policy for the kind {kind:?}")]
    SubnetKindNotFound {
        /// The kind asked for.
        kind: String,
    },
    /// Rules contradict each other.
    #[error("the rules contradict each other: {reason}")]
    SubnetRulesContradict {
        /// How.
        reason: String,
    },
    /// No such cordon.
    #[error("no cordon on {actor:?} by {}", dimension.name())]
    CordonNotFound {
        /// By what.
        dimension: Dimension,
        /// The actor asked for.
        actor: String,
    },
    /// The changes break rules. The first 20 findings are named.
    #[error(
        "the verdict {verdict_hash} is against it, {violations} violations: {}",
        shown(findings)
    )]
    MembershipRefused {
        /// SHA-256 of the verdict in CBOR.
        verdict_hash: Sha256Hash,
        /// Rules broken.
        violations: u64,
        /// The first of them.
        findings: Vec<Finding>,
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

/// Findings as a refusal names them: rule, subject, what is so, what is allowed.
fn shown(findings: &[Finding]) -> String {
    let each = findings.iter().map(|finding| {
        let Finding {
            rule,
            subject,
            actual,
            limit,
            ..
        } = finding;
        format!("{} {subject} {actual} (limit {limit})", rule.id())
    });
    each.collect::<Vec<_>>().join("; ")
}
