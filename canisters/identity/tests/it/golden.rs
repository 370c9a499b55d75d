//! Stored bytes, kept for ever: see [`bonafide_test_support::golden`].

use crate::world::{entry, events, lived, log_of};
use bonafide_identity::replay;
use bonafide_identity::state::Event;
use bonafide_kit::commit::root_hash;
use bonafide_kit::{Aggregate, cbor};
use bonafide_test_support::golden::{Golden, ROOT, TIP, variant};
use bonafide_types::identity::{
    Access, Attestation, AttestationRequest, AuditFinding, Config, FeeBudget, Freeze, Grant,
    NdaState, Record, RecordKind, Schema, SchemaKind, Score, ScoreWeights, Subject, Verifier,
    table,
};
use std::collections::{BTreeMap, BTreeSet};

const GOLDEN: Golden = Golden::of(env!("CARGO_MANIFEST_DIR"));
const KINDS: [&str; 3] = ["record_kinds", "schema_kinds", "nda_states"];

/// The events with names: a kind, and from the second of its kind on a number.
fn named_events() -> Vec<(String, Event)> {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let name = |event: Event| {
        let kind = variant(&event);
        let count = seen.entry(kind.clone()).or_default();
        *count += 1;
        let number = if *count == 1 {
            String::new()
        } else {
            format!("_{count}")
        };
        (format!("event_{kind}{number}"), event)
    };
    events().into_iter().map(name).collect()
}

#[test]
fn should_keep_the_form_of_events() {
    let mut kinds = BTreeSet::new();
    for (name, event) in named_events() {
        kinds.insert(variant(&event));
        GOLDEN.pin(&name, &entry(event));
    }
    assert_eq!(kinds.len(), 24, "an event of each kind: {kinds:?}");
    // No event has a number above those pinned.
    let unknown = [0x82, 0x18, 24, 0xa0];
    let error = cbor::decode::<Event>(&unknown).unwrap_err();
    assert!(error.is_unknown_variant(), "a kind of event is not pinned");
}

#[test]
fn should_keep_the_numbers_of_kinds() {
    use RecordKind::{
        Address, BirthDate, CompanyExtract, Contract, IdentityDocument, Name, Other,
        PassportNumber, RepresentativeAuthority,
    };
    let [record_kinds, schema_kinds, nda_states] = KINDS;
    let records = vec![
        Name,
        BirthDate,
        Address,
        PassportNumber,
        IdentityDocument,
        CompanyExtract,
        RepresentativeAuthority,
        Contract,
        Other,
    ];
    GOLDEN.pin(record_kinds, &records);
    let schemas = vec![
        SchemaKind::Person,
        SchemaKind::Company,
        SchemaKind::Any,
        SchemaKind::Contract,
    ];
    GOLDEN.pin(schema_kinds, &schemas);
    let ndas = vec![NdaState::None, NdaState::Bound, NdaState::Waived];
    GOLDEN.pin(nda_states, &ndas);
}

#[test]
fn should_keep_the_form_of_rows() {
    let state = lived();
    let tables = state.tables();
    let pinned = [
        GOLDEN.pin_table::<Access>(&tables, table::ACCESS),
        GOLDEN.pin_table::<Attestation>(&tables, table::ATTESTATION),
        GOLDEN.pin_table::<Config>(&tables, table::CONFIG),
        GOLDEN.pin_table::<FeeBudget>(&tables, table::FEE_BUDGET),
        GOLDEN.pin_table::<AuditFinding>(&tables, table::FINDING),
        GOLDEN.pin_table::<Freeze>(&tables, table::FREEZE),
        GOLDEN.pin_table::<Grant>(&tables, table::GRANT),
        GOLDEN.pin_table::<Record>(&tables, table::RECORD),
        GOLDEN.pin_table::<AttestationRequest>(&tables, table::REQUEST),
        GOLDEN.pin_table::<Schema>(&tables, table::SCHEMA),
        GOLDEN.pin_table::<Score>(&tables, table::SCORE),
        GOLDEN.pin_table::<ScoreWeights>(&tables, table::SCORE_WEIGHTS),
        GOLDEN.pin_table::<Subject>(&tables, table::SUBJECT),
        GOLDEN.pin_table::<Verifier>(&tables, table::VERIFIER),
    ];
    assert_eq!(pinned, [3, 5, 1, 1, 2, 1, 1, 3, 4, 8, 1, 2, 2, 2]);
    assert_eq!(pinned.len(), tables.len());
}

#[test]
fn should_keep_the_root_of_a_known_log() {
    let mut state = lived();
    let root = root_hash(&mut state);
    GOLDEN.lines(ROOT, &root);
    GOLDEN.lines(TIP, &state.log().tip().hash);
    // The pinned entries make one log.
    let pinned = named_events()
        .into_iter()
        .map(|(name, _)| GOLDEN.last(&name));
    let pinned: Vec<_> = pinned.collect();
    assert_eq!(pinned, log_of(&state));
    assert_eq!(replay(pinned).unwrap().root, root);
}

#[test]
fn should_read_every_file() {
    let events = named_events().into_iter().map(|(name, _)| name);
    let others = events.chain(KINDS.map(String::from));
    GOLDEN.assert_no_other_file(&lived().tables(), others);
}
