//! Stored bytes, kept for ever: see [`bonafide_test_support::golden`].

mod kinds;

use crate::world::{HISTORY, lived, log_of};
use bonafide_kit::commit::{Entry, root_hash};
use bonafide_kit::{Aggregate, cbor};
use bonafide_rewards::state::Event;
use bonafide_rewards::state::replay::replay;
use bonafide_test_support::golden::{Golden, ROOT, TIP, variant};
use bonafide_types::rewards::{
    Books, Case, Config, EscrowAccount, Lot, Period, RewardsPolicy, RewardsTable, Statement,
    Transfer, table,
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

/// How many entries of a kind there are.
fn of_kind(is_such: impl Fn(&Event) -> bool) -> usize {
    let such = HISTORY.iter().filter(|entry| is_such(&entry.event));
    such.count()
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
        GOLDEN.pin_table::<EscrowAccount>(&tables, table::ACCOUNT),
        GOLDEN.pin_table::<Books>(&tables, table::BOOKS),
        GOLDEN.pin_table::<Case>(&tables, table::CASE),
        GOLDEN.pin_table::<Config>(&tables, table::CONFIG),
        GOLDEN.pin_table::<Lot>(&tables, table::LOT),
        GOLDEN.pin_table::<Period>(&tables, table::PERIOD),
        GOLDEN.pin_table::<RewardsPolicy>(&tables, table::POLICY),
        GOLDEN.pin_table::<RewardsTable>(&tables, table::RATES),
        GOLDEN.pin_table::<Statement>(&tables, table::STATEMENT),
        GOLDEN.pin_table::<Transfer>(&tables, table::TRANSFER),
    ];
    // Accounts: all but that of provider 4, who never joined. Statements: of four providers
    // by v1 four times, of two by v0.
    let expected = [
        3,
        1,
        of_kind(|event| matches!(event, Event::CaseReported { .. })),
        1,
        3,
        of_kind(|event| matches!(event, Event::PeriodAdopted { .. })),
        1,
        of_kind(|event| matches!(event, Event::TableUpdated { .. })),
        18,
        of_kind(|event| matches!(event, Event::TransferOpened { .. })),
    ];
    assert_eq!(pinned, expected);
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
