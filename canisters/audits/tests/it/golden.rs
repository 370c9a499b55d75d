//! Stored bytes, kept for ever: see [`bonafide_test_support::golden`].

mod kinds;

use crate::world::{HISTORY, lived, log_of};
use bonafide_audits::replay;
use bonafide_audits::state::Event;
use bonafide_kit::commit::{Entry, root_hash};
use bonafide_kit::{Aggregate, cbor};
use bonafide_test_support::golden::{Golden, ROOT, TIP, variant};
use bonafide_types::audits::{
    Assignment, AuditPolicy, Auditor, Books, Config, Draw, FiledReport, Finding, Plan, Site,
    StakeAccount, Transfer, table,
};
use std::collections::{BTreeMap, BTreeSet};

const GOLDEN: Golden = Golden::of(env!("CARGO_MANIFEST_DIR"));

/// The entries with names: a kind, and from the second of its kind on a number.
fn named_entries() -> Vec<(String, Entry<Event>)> {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let name = |entry: &Entry<Event>| {
        let kind = variant(&entry.event);
        let count = seen.entry(kind.clone()).or_default();
        *count += 1;
        let number = if *count == 1 {
            String::new()
        } else {
            format!("_{count}")
        };
        (format!("event_{kind}{number}"), entry.clone())
    };
    HISTORY.iter().map(name).collect()
}

#[test]
fn should_keep_the_form_of_events() {
    let mut kinds = BTreeSet::new();
    for (name, entry) in named_entries() {
        kinds.insert(variant(&entry.event));
        GOLDEN.pin(&name, &entry);
    }
    assert_eq!(kinds.len(), 35, "an event of each kind: {kinds:?}");
    // No event has a number above those pinned.
    let unknown = [0x82, 0x18, 35, 0xa0];
    let error = cbor::decode::<Event>(&unknown).unwrap_err();
    assert!(error.is_unknown_variant(), "a kind of event is not pinned");
}

#[test]
fn should_keep_the_form_of_rows() {
    let state = lived(&HISTORY);
    let tables = state.tables();
    let pinned = [
        GOLDEN.pin_table::<StakeAccount>(&tables, table::ACCOUNT),
        GOLDEN.pin_table::<Assignment>(&tables, table::ASSIGNMENT),
        GOLDEN.pin_table::<Auditor>(&tables, table::AUDITOR),
        GOLDEN.pin_table::<Books>(&tables, table::BOOKS),
        GOLDEN.pin_table::<Config>(&tables, table::CONFIG),
        GOLDEN.pin_table::<Draw>(&tables, table::DRAW),
        GOLDEN.pin_table::<Finding>(&tables, table::FINDING),
        GOLDEN.pin_table::<Plan>(&tables, table::PLAN),
        GOLDEN.pin_table::<AuditPolicy>(&tables, table::POLICY),
        GOLDEN.pin_table::<FiledReport>(&tables, table::REPORT),
        GOLDEN.pin_table::<Site>(&tables, table::SITE),
        GOLDEN.pin_table::<Transfer>(&tables, table::TRANSFER),
    ];
    assert_eq!(pinned, [5, 6, 4, 1, 1, 5, 3, 3, 1, 7, 4, 14]);
    assert_eq!(pinned.len(), tables.len());
}

#[test]
fn should_keep_the_root_of_a_known_log() {
    let mut state = lived(&HISTORY);
    let root = root_hash(&mut state);
    GOLDEN.lines(ROOT, &root);
    GOLDEN.lines(TIP, &state.log().tip().hash);
    // The pinned entries make one log.
    let names = named_entries().into_iter().map(|(name, _)| name);
    let pinned: Vec<_> = names.map(|name| GOLDEN.last(&name)).collect();
    assert_eq!(pinned, log_of(&state));
    assert_eq!(replay(pinned).unwrap().root, root);
}

#[test]
fn should_read_every_file() {
    let events = named_entries().into_iter().map(|(name, _)| name);
    let others = events.chain(kinds::NAMES.map(String::from));
    GOLDEN.assert_no_other_file(&lived(&HISTORY).tables(), others);
}
