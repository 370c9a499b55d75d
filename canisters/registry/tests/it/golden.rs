//! Stored bytes, kept for ever.
//!
//! Each file under `tests/golden` holds, in hex, one line per form in which a row or an event
//! was ever stored: the last line is today's. Code must write the last line and read all of
//! them. A changed form is a decision: after it, run
//!
//! ```text
//! BONAFIDE_WRITE_GOLDEN=1 cargo test -p bonafide-registry --test it golden
//! ```
//!
//! which adds a line where the form is new, and commit the files. A line is never removed.

use crate::world::{entry, events, import_rows, lived};
use bonafide_kit::commit::root_hash;
use bonafide_kit::{Aggregate, cbor};
use bonafide_registry::replay;
use bonafide_registry::state::Event;
use bonafide_types::registry::{
    Acceptance, Config, DataCenter, DeclarationText, ImportJob, ImportRow, Node, NodeOperator,
    Provider, PublishedDeclaration, Subnet, table,
};
use minicbor::{Decode, Encode};
use std::collections::BTreeSet;
use std::fmt::{Debug, Write as _};
use std::path::PathBuf;
use std::{env, fs};

fn directory() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// Compares bytes with the last line of a file, or adds them; returns all lines.
fn lines(name: &str, today: &[u8]) -> Vec<Vec<u8>> {
    let path = directory().join(format!("{name}.hex"));
    let mut text = fs::read_to_string(&path).unwrap_or_default();
    let today = hex::encode(today);
    if env::var_os("BONAFIDE_WRITE_GOLDEN").is_some() && text.lines().last() != Some(&today) {
        writeln!(text, "{today}").unwrap();
        fs::write(&path, &text).unwrap();
    }
    assert_eq!(
        text.lines().last(),
        Some(today.as_str()),
        "{name}: another stored form; see the head of this file"
    );
    text.lines()
        .map(|line| hex::decode(line).unwrap())
        .collect()
}

/// Pins the stored form of a value.
fn pin<T>(name: &str, value: &T)
where
    T: Encode<()> + for<'b> Decode<'b, ()> + PartialEq + Debug,
{
    let lines = lines(name, &cbor::encode(value));
    for line in &lines {
        let read: Result<T, _> = cbor::decode(line);
        assert!(read.is_ok(), "{name}: {read:?}");
    }
    let last: T = cbor::decode(lines.last().unwrap()).unwrap();
    assert_eq!(&last, value, "{name}");
}

/// The name of an enum's variant in snake case.
fn variant(value: &impl Debug) -> String {
    let shown = format!("{value:?}");
    let name = shown.split([' ', '(', '{']).next().unwrap_or_default();
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

#[test]
fn should_keep_the_form_of_events() {
    let mut seen = BTreeSet::new();
    for event in events() {
        let name = variant(&event);
        pin(&format!("event_{name}"), &entry(event));
        seen.insert(name);
    }
    assert_eq!(seen.len(), 12, "an event of each kind: {seen:?}");
    // No event has a number above those pinned.
    let unknown = [0x82, 12, 0xa0];
    let error = cbor::decode::<Event>(&unknown).unwrap_err();
    assert!(error.is_unknown_variant(), "a kind of event is not pinned");
}

#[test]
fn should_keep_the_form_of_import_rows() {
    for row in import_rows() {
        pin(&format!("import_row_{}", variant(&row)), &row);
    }
    let unknown = [0x82, 6, 0xa0];
    let error = cbor::decode::<ImportRow>(&unknown).unwrap_err();
    assert!(error.is_unknown_variant(), "a kind of row is not pinned");
}

/// Pins every row of a table, by its place in key order.
fn pin_table<T>(label: &str) -> usize
where
    T: Encode<()> + for<'b> Decode<'b, ()> + PartialEq + Debug,
{
    let state = lived();
    let tables = state.tables();
    let table = tables.iter().find(|table| table.label() == label).unwrap();
    let rows = table.rows(None, 9);
    for (at, (_, row)) in rows.iter().enumerate() {
        let value: T = cbor::decode(row).unwrap();
        assert_eq!(&cbor::encode(&value), row);
        pin(&format!("row_{label}_{at}"), &value);
    }
    rows.len()
}

#[test]
fn should_keep_the_form_of_rows() {
    let pinned = [
        pin_table::<Acceptance>(table::ACCEPTANCE),
        pin_table::<Config>(table::CONFIG),
        pin_table::<DataCenter>(table::DATA_CENTER),
        pin_table::<DeclarationText>(table::DECLARATION_TEXT),
        pin_table::<ImportJob>(table::IMPORT),
        pin_table::<Node>(table::NODE),
        pin_table::<NodeOperator>(table::NODE_OPERATOR),
        pin_table::<Provider>(table::PROVIDER),
        pin_table::<PublishedDeclaration>(table::PUBLISHED_DECLARATION),
        pin_table::<Subnet>(table::SUBNET),
    ];
    assert_eq!(pinned, [1, 1, 2, 1, 1, 2, 2, 2, 1, 1]);
    assert_eq!(pinned.len(), lived().tables().len());
}

#[test]
fn should_keep_the_root_of_a_known_log() {
    let mut state = lived();
    let root = root_hash(&mut state);
    lines("root_after_all_events", &root);
    lines("tip_after_all_events", &state.log().tip().hash);
    // The pinned entries make one log.
    let pinned = events().into_iter().map(|event| {
        let path = directory().join(format!("event_{}.hex", variant(&event)));
        let text = fs::read_to_string(path).unwrap();
        hex::decode(text.lines().last().unwrap()).unwrap()
    });
    assert_eq!(replay(pinned).unwrap().root, root);
}

#[test]
fn should_read_every_file() {
    let state = lived();
    let rows = state.tables().into_iter().flat_map(|table| {
        (0..table.row_count()).map(move |at| format!("row_{}_{at}", table.label()))
    });
    let known: BTreeSet<String> = rows
        .chain(
            events()
                .iter()
                .map(|event| format!("event_{}", variant(event))),
        )
        .chain(
            import_rows()
                .iter()
                .map(|row| format!("import_row_{}", variant(row))),
        )
        .chain(["root_after_all_events", "tip_after_all_events"].map(String::from))
        .map(|name| format!("{name}.hex"))
        .collect();
    let found: BTreeSet<String> = fs::read_dir(directory())
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(found, known, "a file without a test is never decoded");
}
