//! Stored bytes, kept for ever.
//!
//! Each file under a crate's `tests/golden` holds, in hex, one line per form in which a row or
//! an event was ever stored: the last line is today's. Code must write the last line and read
//! all of them. A changed form is a decision: after it, run
//!
//! ```text
//! BONAFIDE_WRITE_GOLDEN=1 cargo test -p <the crate> --test it golden
//! ```
//!
//! which adds a line where the form is new, and commit the files. A line is never removed.

use bonafide_kit::cbor;
use bonafide_kit::table::Certified;
use minicbor::{Decode, Encode};
use std::collections::BTreeSet;
use std::env;
use std::fmt::{Debug, Write as _};
use std::fs;
use std::path::{Path, PathBuf};

/// The files of one crate.
#[derive(Clone, Copy, Debug)]
pub struct Golden {
    root: &'static str,
}

impl Golden {
    /// Of the crate with this `CARGO_MANIFEST_DIR`.
    #[must_use]
    pub const fn of(root: &'static str) -> Self {
        Self { root }
    }

    fn directory(self) -> PathBuf {
        Path::new(self.root).join("tests/golden")
    }

    /// Compares bytes with the last line of a file, or adds them; returns all lines.
    pub fn lines(self, name: &str, today: &[u8]) -> Vec<Vec<u8>> {
        let path = self.directory().join(format!("{name}.hex"));
        let mut text = fs::read_to_string(&path).unwrap_or_default();
        let today = hex::encode(today);
        if env::var_os("BONAFIDE_WRITE_GOLDEN").is_some() && text.lines().last() != Some(&today) {
            writeln!(text, "{today}").expect("writing to memory cannot fail");
            fs::write(&path, &text).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
        assert_eq!(
            text.lines().last(),
            Some(today.as_str()),
            "{name}: another stored form; see crates/test-support/src/golden.rs"
        );
        text.lines().map(|line| bytes(name, line)).collect()
    }

    /// Today's form, from its file.
    #[must_use]
    pub fn last(self, name: &str) -> Vec<u8> {
        let path = self.directory().join(format!("{name}.hex"));
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{name}: {error}"));
        bytes(name, text.lines().last().expect("a file holds a line"))
    }

    /// Pins the stored form of a value.
    pub fn pin<T>(self, name: &str, value: &T)
    where
        T: Encode<()> + for<'b> Decode<'b, ()> + PartialEq + Debug,
    {
        let lines = self.lines(name, &cbor::encode(value));
        let mut read: Vec<T> = lines
            .iter()
            .map(|line| cbor::decode(line).unwrap_or_else(|error| panic!("{name}: {error}")))
            .collect();
        assert_eq!(read.pop().as_ref(), Some(value), "{name}");
    }

    /// Pins every row of a table, by its place in key order; returns how many there are.
    pub fn pin_table<T>(self, tables: &[&dyn Certified], label: &str) -> usize
    where
        T: Encode<()> + for<'b> Decode<'b, ()> + PartialEq + Debug,
    {
        let table = tables.iter().find(|table| table.label() == label);
        let rows = table
            .unwrap_or_else(|| panic!("no table {label}"))
            .rows(None, usize::MAX);
        for (at, (_, row)) in rows.iter().enumerate() {
            let value: T = cbor::decode(row).unwrap_or_else(|error| panic!("{label}: {error}"));
            assert_eq!(&cbor::encode(&value), row);
            self.pin(&format!("row_{label}_{at}"), &value);
        }
        rows.len()
    }

    /// Checks that there is a file for each row of the tables, for the root and the tip, and
    /// for each of the other names, and no further one: it would never be decoded.
    pub fn assert_no_other_file(
        self,
        tables: &[&dyn Certified],
        others: impl IntoIterator<Item = String>,
    ) {
        let rows = tables.iter().flat_map(|table| {
            (0..table.row_count()).map(move |at| format!("row_{}_{at}", table.label()))
        });
        let known: BTreeSet<String> = rows
            .chain(others)
            .chain([ROOT, TIP].map(String::from))
            .map(|name| format!("{name}.hex"))
            .collect();
        let found: BTreeSet<String> = fs::read_dir(self.directory())
            .expect("the directory is there")
            .map(|file| file.expect("the directory can be read").file_name())
            .map(|name| name.to_string_lossy().into_owned())
            .collect();
        assert_eq!(found, known, "a file without a test is never decoded");
    }
}

/// The file of the root hash after all pinned events.
pub const ROOT: &str = "root_after_all_events";
/// The file of the hash of the last pinned event.
pub const TIP: &str = "tip_after_all_events";

fn bytes(name: &str, line: &str) -> Vec<u8> {
    hex::decode(line).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The name of an enum's variant in snake case.
#[must_use]
pub fn variant(value: &impl Debug) -> String {
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
