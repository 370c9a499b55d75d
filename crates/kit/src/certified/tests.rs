//! A toy aggregate through commit, reads and replay, with witnesses read by the
//! interface specification's rules.

use super::*;
use crate::commit::{Entry, record, root_hash};
use crate::ctx::Ctx;
use crate::log::EventLog;
use crate::replay::{Malformed, ReplayError, Replayed, replay_into};
use crate::table::Table;
use candid::Principal;
use ic_stable_structures::VectorMemory;
use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
enum Event {
    #[n(0)]
    Set(#[n(0)] String, #[n(1)] u64),
    #[n(1)]
    Removed(#[n(0)] String),
}

struct Toy {
    numbers: Table<u64, VectorMemory>,
    writers: Table<u64, VectorMemory>,
    log: EventLog<VectorMemory>,
}

impl Toy {
    fn open(memories: &[VectorMemory; 5]) -> Self {
        let [a, b, c, d, e] = memories.clone();
        Self {
            numbers: Table::open("number", a),
            writers: Table::open("writer", b),
            log: EventLog::open(c, d, e),
        }
    }
}

impl Aggregate for Toy {
    type Event = Event;
    type Memory = VectorMemory;

    fn apply(&mut self, entry: &Entry<Event>) {
        match &entry.event {
            Event::Set(key, value) => self.numbers.insert(key.as_bytes(), value),
            Event::Removed(key) => self.numbers.remove(key.as_bytes()),
        }
        self.writers.insert(entry.caller.as_slice(), &entry.at_ns);
    }

    fn log(&self) -> &EventLog<VectorMemory> {
        &self.log
    }

    fn log_mut(&mut self) -> &mut EventLog<VectorMemory> {
        &mut self.log
    }

    fn tables(&self) -> Vec<&dyn Certified> {
        vec![&self.numbers, &self.writers]
    }

    fn tables_mut(&mut self) -> Vec<&mut dyn Certified> {
        vec![&mut self.numbers, &mut self.writers]
    }
}

fn ctx(now_ns: u64) -> Ctx {
    Ctx {
        caller: Principal::from_slice(&[4]),
        now_ns,
        self_id: Principal::from_slice(&[9]),
    }
}

fn memories() -> [VectorMemory; 5] {
    std::array::from_fn(|_| VectorMemory::default())
}

fn key(table: &str, key: &str) -> RowKey {
    RowKey {
        table: table.into(),
        key: key.as_bytes().to_vec().into(),
    }
}

/// Follows a path through a decoded witness by the specification: the leaf, or nothing.
fn leaf(tree: &ciborium::Value, path: &[&[u8]]) -> Option<Vec<u8>> {
    let parts = tree.as_array()?;
    let kind = u64::try_from(parts[0].as_integer()?).ok()?;
    match (kind, path) {
        (1, _) => leaf(&parts[1], path).or_else(|| leaf(&parts[2], path)),
        (2, [label, rest @ ..]) if parts[1].as_bytes()? == label => leaf(&parts[2], rest),
        (3, []) => parts[1].as_bytes().cloned(),
        _ => None,
    }
}

fn reconstruct(tree: &ciborium::Value) -> [u8; 32] {
    let parts = tree.as_array().unwrap();
    let hash = |parts: &[&[u8]]| -> [u8; 32] { Sha256::digest(parts.concat()).into() };
    match u64::try_from(parts[0].as_integer().unwrap()).unwrap() {
        0 => hash(&[b"\x11ic-hashtree-empty"]),
        1 => hash(&[
            b"\x10ic-hashtree-fork",
            &reconstruct(&parts[1]),
            &reconstruct(&parts[2]),
        ]),
        2 => hash(&[
            b"\x13ic-hashtree-labeled",
            parts[1].as_bytes().unwrap(),
            &reconstruct(&parts[2]),
        ]),
        3 => hash(&[b"\x10ic-hashtree-leaf", parts[1].as_bytes().unwrap()]),
        4 => parts[1].as_bytes().unwrap().as_slice().try_into().unwrap(),
        other => panic!("no such node: {other}"),
    }
}

fn decoded(witness: &[u8]) -> ciborium::Value {
    match ciborium::from_reader(witness).unwrap() {
        ciborium::Value::Tag(55_799, tree) => *tree,
        other => panic!("not self-described: {other:?}"),
    }
}

#[test]
fn should_prove_rows_and_absence_against_the_root() {
    let mut toy = Toy::open(&memories());
    record(
        &mut toy,
        &ctx(1),
        [Event::Set("a".into(), 1), Event::Set("c".into(), 3)],
    );
    let root = root_hash(&mut toy);
    let read = rows(&toy, vec![1], &[key("number", "a"), key("number", "b")]).unwrap();
    assert_eq!(read.rows[1].row, None);
    let row = read.rows[0].row.as_ref().unwrap();
    let tree = decoded(&read.witness);
    assert_eq!(reconstruct(&tree), root);
    let proven = leaf(&tree, &[b"state", b"number", b"a"]).unwrap();
    assert_eq!(proven, Sha256::digest(row).to_vec());
    assert_eq!(leaf(&tree, &[b"state", b"number", b"b"]), None);
    assert_eq!(leaf(&tree, &[b"log", b"length"]), Some(vec![2]));
}

#[test]
fn should_refuse_unknown_tables_and_too_many_keys() {
    let mut toy = Toy::open(&memories());
    root_hash(&mut toy);
    let unknown = rows(&toy, vec![], &[key("nothing", "a")]);
    assert_eq!(
        unknown,
        Err(CertifiedReadError::TableNotFound {
            table: "nothing".into()
        })
    );
    let many = vec![key("number", "a"); 101];
    assert_eq!(
        rows(&toy, vec![], &many),
        Err(CertifiedReadError::TooManyKeys {
            keys: 101,
            limit: 100
        })
    );
}

#[test]
fn should_page_ranges_to_the_end() {
    let mut toy = Toy::open(&memories());
    let events = (0..5).map(|n| Event::Set(format!("k{n}"), n));
    record(&mut toy, &ctx(1), events);
    let root = root_hash(&mut toy);
    let mut after = None;
    let mut seen = Vec::new();
    for expected in [2, 2, 1] {
        let args = RangeArgs {
            table: "number".into(),
            after,
            limit: 2,
        };
        let page = range(&toy, vec![], &args).unwrap();
        assert_eq!(reconstruct(&decoded(&page.witness)), root);
        assert_eq!(page.rows.len(), expected);
        after = page.rows.last().map(|row| row.key.clone());
        seen.extend(page.rows.into_iter().map(|row| row.key.into_vec()));
    }
    assert_eq!(
        seen,
        (0..5)
            .map(|n| format!("k{n}").into_bytes())
            .collect::<Vec<_>>()
    );
}

#[test]
fn should_stop_a_range_where_the_reply_is_full() {
    let mut toy = Toy::open(&memories());
    // A number below 24 is a row of one byte.
    let events = (0..5).map(|n| Event::Set(format!("k{n}"), n));
    record(&mut toy, &ctx(1), events);
    let root = root_hash(&mut toy);
    for (bytes, expected) in [(0, 1), (1, 1), (3, 3), (5, 5)] {
        let args = RangeArgs {
            table: "number".into(),
            after: None,
            limit: 100,
        };
        let page = range_within(&toy, vec![], &args, bytes).unwrap();
        assert_eq!(page.rows.len(), expected, "{bytes} bytes");
        assert_eq!(reconstruct(&decoded(&page.witness)), root);
        let upper = if expected < 5 {
            Bound::Included(page.rows.last().unwrap().key.as_slice())
        } else {
            Bound::Unbounded
        };
        let ranges = BTreeMap::from([("number", vec![(Bound::Unbounded, upper)])]);
        let proof = witness(&toy, &toy.tables(), &ranges);
        assert_eq!(page.witness.as_slice(), proof, "{bytes} bytes");
    }
}

#[test]
fn should_rebuild_the_root_from_tables_and_from_the_log() {
    let memories = memories();
    let mut toy = Toy::open(&memories);
    record(
        &mut toy,
        &ctx(1),
        (0..40).map(|n| Event::Set(format!("k{n}"), n)),
    );
    record(
        &mut toy,
        &ctx(2),
        (0..20).map(|n| Event::Removed(format!("k{}", n * 2))),
    );
    let root = root_hash(&mut toy);
    assert_eq!(
        root_hash(&mut Toy::open(&memories)),
        root,
        "after an upgrade"
    );
    let log = events(&toy, 0, 1_000).events;
    let stranger = || Toy::open(&self::memories());
    let any = |_: &Toy, _: &Entry<Event>| Ok::<_, Malformed>(());
    let mut rebuilt = replay_into(stranger(), &log, any).unwrap();
    let given = Replayed::of(&mut rebuilt);
    assert_eq!(given.root, root, "from the log");
    assert_eq!(given, Replayed::of(&mut toy));
}

#[test]
fn should_name_the_event_that_cannot_follow() {
    let mut toy = Toy::open(&memories());
    record(&mut toy, &ctx(1), (0..3).map(|n| Event::Set("k".into(), n)));
    let mut log = events(&toy, 0, 1_000).events;
    let descends = |toy: &Toy, entry: &Entry<Event>| match entry.event {
        Event::Set(_, 2) if toy.numbers.get(b"k") == Some(1) => Err(Malformed("two".into())),
        _ => Ok(()),
    };
    let replay = |log: &[_]| replay_into(Toy::open(&memories()), log, descends).map(|_| ());
    assert_eq!(replay(&log[..2]), Ok(()));
    let reason = Malformed("two".into());
    assert_eq!(replay(&log), Err(ReplayError { entry: 2, reason }));
    log[1] = b"\xff".to_vec().into();
    let error = replay(&log).unwrap_err();
    assert_eq!(error.entry, 1);
    let text = error.to_string();
    assert!(text.starts_with("event 1: cannot be decoded: "), "{text}");
}

#[test]
fn should_write_leb128() {
    assert_eq!(leb128(0), [0]);
    assert_eq!(leb128(127), [127]);
    assert_eq!(leb128(128), [0x80, 1]);
    assert_eq!(leb128(624_485), [0xe5, 0x8e, 0x26]);
}
