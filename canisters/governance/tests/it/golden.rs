//! Stored bytes, kept for ever.
//!
//! Each file under `tests/golden` holds, in hex, one line per form in which a row or an event
//! was ever stored: the last line is today's. Code must write the last line and read all of
//! them. A changed form is a decision: after it, run
//!
//! ```text
//! BONAFIDE_WRITE_GOLDEN=1 cargo test -p bonafide-governance --test it golden
//! ```
//!
//! which adds a line where the form is new, and commit the files. A line is never removed.

use crate::commands;
use crate::world::{entry, events, lived, log_of};
use bonafide_governance::replay;
use bonafide_governance::state::Event;
use bonafide_kit::commit::root_hash;
use bonafide_kit::{Aggregate, cbor};
use bonafide_policy::command;
use bonafide_types::governance::{
    Ballots, Command, Config, Electorate, JournalEntry, Neuron, Proposal, ProposalContent,
    ProposalState, table,
};
use minicbor::{Decode, Encode};
use std::collections::{BTreeMap, BTreeSet};
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
        pin(&name, &entry(event));
    }
    assert_eq!(kinds.len(), 16, "an event of each kind: {kinds:?}");
    // No event has a number above those pinned.
    let unknown = [0x82, 16, 0xa0];
    let error = cbor::decode::<Event>(&unknown).unwrap_err();
    assert!(error.is_unknown_variant(), "a kind of event is not pinned");
}

/// The bytes of a command are hashed: another form is another hash, for the same decision.
#[test]
fn should_keep_the_form_of_commands() {
    for given in commands::all() {
        assert_eq!(command::encode(&given), cbor::encode(&given));
        pin(&format!("command_{}", variant(&given)), &given);
    }
    for number in [26, 107] {
        let unknown = [0x82, 0x18, number, 0x81, 0xa0];
        let error = cbor::decode::<Command>(&unknown).unwrap_err();
        assert!(error.is_unknown_variant(), "a command is not pinned");
    }
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
        pin_table::<Ballots>(table::BALLOTS),
        pin_table::<Config>(table::CONFIG),
        pin_table::<Electorate>(table::ELECTORATE),
        pin_table::<JournalEntry>(table::JOURNAL),
        pin_table::<Neuron>(table::NEURON),
        pin_table::<Proposal>(table::PROPOSAL),
        pin_table::<ProposalContent>(table::PROPOSAL_CONTENT),
        pin_table::<ProposalState>(table::PROPOSAL_STATE),
    ];
    assert_eq!(pinned, [2, 1, 3, 9, 4, 2, 2, 2]);
    assert_eq!(pinned.len(), lived().tables().len());
}

#[test]
fn should_keep_the_root_of_a_known_log() {
    let mut state = lived();
    let root = root_hash(&mut state);
    lines("root_after_all_events", &root);
    lines("tip_after_all_events", &state.log().tip().hash);
    // The pinned entries make one log.
    let pinned = named_events().into_iter().map(|(name, _)| {
        let path = directory().join(format!("{name}.hex"));
        let text = fs::read_to_string(path).unwrap();
        hex::decode(text.lines().last().unwrap()).unwrap()
    });
    let pinned: Vec<_> = pinned.collect();
    assert_eq!(pinned, log_of(&state));
    assert_eq!(replay(pinned).unwrap().root, root);
}

#[test]
fn should_read_every_file() {
    let state = lived();
    let rows = state.tables().into_iter().flat_map(|table| {
        (0..table.row_count()).map(move |at| format!("row_{}_{at}", table.label()))
    });
    let commands = commands::all();
    let commands = commands
        .iter()
        .map(|given| format!("command_{}", variant(given)));
    let known: BTreeSet<String> = rows
        .chain(named_events().into_iter().map(|(name, _)| name))
        .chain(commands)
        .chain(["root_after_all_events", "tip_after_all_events"].map(String::from))
        .map(|name| format!("{name}.hex"))
        .collect();
    let found: BTreeSet<String> = fs::read_dir(directory())
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(found, known, "a file without a test is never decoded");
}
