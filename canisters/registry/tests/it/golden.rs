//! Stored bytes, kept for ever: see [`bonafide_test_support::golden`].

use crate::world::{entry, events, import_rows, lived};
use bonafide_kit::commit::root_hash;
use bonafide_kit::{Aggregate, cbor};
use bonafide_registry::replay;
use bonafide_registry::state::Event;
use bonafide_test_support::golden::{Golden, ROOT, TIP, variant};
use bonafide_types::registry::{
    Acceptance, ApiBoundaryNode, Bar, ClaimAlert, ClusterMember, Config, Cordon, DataCenter,
    DeclarationText, Generation, GuestosVersion, ImportJob, ImportRow, IndependenceAnswers,
    Jurisdiction, MembershipRecord, Node, NodeOperator, OwnerAlias, Provider, PublishedDeclaration,
    RegistryPolicy, Subnet, SubnetPolicy, WorkingGroupMotion, table,
};
use std::collections::BTreeSet;

const GOLDEN: Golden = Golden::of(env!("CARGO_MANIFEST_DIR"));

#[test]
fn should_keep_the_form_of_events() {
    let mut seen = BTreeSet::new();
    for event in events() {
        let name = variant(&event);
        GOLDEN.pin(&format!("event_{name}"), &entry(event));
        seen.insert(name);
    }
    assert_eq!(seen.len(), 40, "an event of each kind: {seen:?}");
    // No event has a number above those pinned.
    let unknown = [0x82, 0x18, 40, 0xa0];
    let error = cbor::decode::<Event>(&unknown).unwrap_err();
    assert!(error.is_unknown_variant(), "a kind of event is not pinned");
}

#[test]
fn should_keep_the_form_of_import_rows() {
    for row in import_rows() {
        GOLDEN.pin(&format!("import_row_{}", variant(&row)), &row);
    }
    let unknown = [0x82, 6, 0xa0];
    let error = cbor::decode::<ImportRow>(&unknown).unwrap_err();
    assert!(error.is_unknown_variant(), "a kind of row is not pinned");
}

#[test]
fn should_keep_the_form_of_rows() {
    let state = lived();
    let tables = state.tables();
    let pinned = [
        GOLDEN.pin_table::<Acceptance>(&tables, table::ACCEPTANCE),
        GOLDEN.pin_table::<Config>(&tables, table::CONFIG),
        GOLDEN.pin_table::<DataCenter>(&tables, table::DATA_CENTER),
        GOLDEN.pin_table::<DeclarationText>(&tables, table::DECLARATION_TEXT),
        GOLDEN.pin_table::<ImportJob>(&tables, table::IMPORT),
        GOLDEN.pin_table::<Node>(&tables, table::NODE),
        GOLDEN.pin_table::<NodeOperator>(&tables, table::NODE_OPERATOR),
        GOLDEN.pin_table::<Provider>(&tables, table::PROVIDER),
        GOLDEN.pin_table::<PublishedDeclaration>(&tables, table::PUBLISHED_DECLARATION),
        GOLDEN.pin_table::<Subnet>(&tables, table::SUBNET),
        GOLDEN.pin_table::<ApiBoundaryNode>(&tables, table::API_BOUNDARY_NODE),
        GOLDEN.pin_table::<Bar>(&tables, table::BAR),
        GOLDEN.pin_table::<ClaimAlert>(&tables, table::CLAIM_ALERT),
        GOLDEN.pin_table::<ClusterMember>(&tables, table::CLUSTER),
        GOLDEN.pin_table::<Generation>(&tables, table::GENERATION),
        GOLDEN.pin_table::<GuestosVersion>(&tables, table::GUESTOS_VERSION),
        GOLDEN.pin_table::<IndependenceAnswers>(&tables, table::INDEPENDENCE),
        GOLDEN.pin_table::<Jurisdiction>(&tables, table::JURISDICTION),
        GOLDEN.pin_table::<OwnerAlias>(&tables, table::OWNER_ALIAS),
        GOLDEN.pin_table::<RegistryPolicy>(&tables, table::POLICY),
        GOLDEN.pin_table::<WorkingGroupMotion>(&tables, table::WORKING_GROUP_MOTION),
        GOLDEN.pin_table::<SubnetPolicy>(&tables, table::SUBNET_POLICY),
        GOLDEN.pin_table::<MembershipRecord>(&tables, table::MEMBERSHIP),
        GOLDEN.pin_table::<Cordon>(&tables, table::CORDON),
    ];
    let first = [1, 1, 2, 1, 1, 8, 2, 3, 1, 2];
    let later = [1, 3, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1];
    assert_eq!(pinned[..10], first);
    assert_eq!(pinned[10..], later);
    assert_eq!(pinned.len(), tables.len());
}

#[test]
fn should_keep_the_root_of_a_known_log() {
    let mut state = lived();
    let root = root_hash(&mut state);
    GOLDEN.lines(ROOT, &root);
    GOLDEN.lines(TIP, &state.log().tip().hash);
    // The pinned entries make one log.
    let pinned = events()
        .into_iter()
        .map(|event| GOLDEN.last(&format!("event_{}", variant(&event))));
    assert_eq!(replay(pinned).unwrap().root, root);
}

#[test]
fn should_read_every_file() {
    let events = events();
    let events = events
        .iter()
        .map(|event| format!("event_{}", variant(event)));
    let rows = import_rows();
    let rows = rows
        .iter()
        .map(|row| format!("import_row_{}", variant(row)));
    GOLDEN.assert_no_other_file(&lived().tables(), events.chain(rows));
}
