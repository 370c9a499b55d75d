//! The schemas that the canister begins with.

use bonafide_types::identity::{Schema, SchemaKind, SubjectKind};

/// Persons, companies, reports, contracts, purchases and insurance. None is mandatory before a
/// vote says so.
#[must_use]
pub fn first(now_ns: u64) -> Vec<Schema> {
    use SchemaKind::{Any, Company, Contract, Person};
    let schema = |name: &str, kind, fields: &[&str]| Schema {
        name: name.into(),
        version: 1,
        kind,
        fields: fields.iter().copied().map(String::from).collect(),
        mandatory_since_ns: None,
        set_at_ns: now_ns,
    };
    vec![
        schema(
            "company",
            Company,
            &["existence", "address", "representative-authority"],
        ),
        schema("contract-data-center", Contract, &["existence", "duration"]),
        schema("contract-isp", Contract, &["existence", "duration"]),
        schema("hardware-purchase", Any, &["invoice", "serial-numbers"]),
        schema("insurance", Contract, &["existence", "duration"]),
        schema(
            "person",
            Person,
            &["name", "birth-date", "address", "passport-number"],
        ),
        schema("report", Any, &["report"]),
    ]
}

/// Whether a schema applies to a subject.
#[must_use]
pub fn applies(kind: SchemaKind, subject: SubjectKind) -> bool {
    match kind {
        SchemaKind::Person => subject == SubjectKind::Individual,
        SchemaKind::Company => subject == SubjectKind::Company,
        SchemaKind::Any | SchemaKind::Contract => true,
    }
}
