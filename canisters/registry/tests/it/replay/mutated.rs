//! Logs of random histories with events left out, repeated, moved or about somebody else.

use crate::histories::record;
use crate::step::history;
use bonafide_registry::state::invariants::try_state;
use bonafide_registry::state::replay::replay_state;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner};
use std::cell::Cell;

/// What is done to a log.
#[derive(Clone, Debug)]
enum Change {
    Drop(Index),
    Repeat(Index, Index),
    Move(Index, Index),
    Swap(Index, Index),
    /// Another provider, operator, node or subnet somewhere in an event.
    Rename(Index, Index, u8),
    /// Any other byte.
    Overwrite(Index, Index, u8),
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<Index>;
    prop_oneof![
        1 => at().prop_map(Change::Drop),
        1 => (at(), at()).prop_map(|(from, to)| Change::Repeat(from, to)),
        1 => (at(), at()).prop_map(|(from, to)| Change::Move(from, to)),
        1 => (at(), at()).prop_map(|(one, other)| Change::Swap(one, other)),
        3 => (at(), at(), 0..8_u8).prop_map(|(event, at, n)| Change::Rename(event, at, n)),
        2 => (at(), at(), any::<u8>()).prop_map(|(event, at, n)| Change::Overwrite(event, at, n)),
    ]
}

/// Where the numbers of the principals of these tests stand: after the head of a byte string
/// of two, before the mark of their kind.
fn principals(event: &[u8]) -> Vec<usize> {
    let is_one = |window: &[u8]| window[0] == 0x42 && matches!(window[2], 10 | 20 | 30 | 40);
    let windows = event.windows(3).enumerate();
    windows
        .filter(|(_, window)| is_one(window))
        .map(|(at, _)| at + 1)
        .collect()
}

fn make(log: &mut Vec<Vec<u8>>, change: &Change) {
    if log.is_empty() {
        return;
    }
    let length = log.len();
    match change {
        Change::Drop(at) => {
            log.remove(at.index(length));
        }
        Change::Repeat(from, to) => {
            let event = log[from.index(length)].clone();
            log.insert(to.index(length), event);
        }
        Change::Move(from, to) => {
            let event = log.remove(from.index(length));
            log.insert(to.index(length), event);
        }
        Change::Swap(one, other) => log.swap(one.index(length), other.index(length)),
        Change::Rename(event, at, n) => {
            let event = &mut log[event.index(length)];
            let found = principals(event);
            if !found.is_empty() {
                event[*at.get(&found)] = *n;
            }
        }
        Change::Overwrite(event, at, n) => {
            let event = &mut log[event.index(length)];
            let at = at.index(event.len());
            event[at] = *n;
        }
    }
}

/// A replay never panics, whatever the log; what it accepts, a registry can be in.
#[test]
fn should_accept_or_refuse_any_log() {
    let (accepted, refused) = (Cell::new(0), Cell::new(0));
    let changes = prop::collection::vec(change(), 1..4);
    let config = Config {
        failure_persistence: None,
        ..Config::with_cases(160)
    };
    TestRunner::new(config)
        .run(&(history(), changes), |(steps, changes)| {
            let mut log = record(&steps);
            changes.iter().for_each(|change| make(&mut log, change));
            match replay_state(&log) {
                Ok(state) => {
                    accepted.set(accepted.get() + 1);
                    prop_assert_eq!(try_state(&state), Ok(()));
                }
                Err(_) => refused.set(refused.get() + 1),
            }
            Ok(())
        })
        .unwrap();
    // Neither side is worth its time without the other.
    assert!(
        accepted.get() > 10 && refused.get() > 10,
        "{} accepted, {} refused",
        accepted.get(),
        refused.get()
    );
}
