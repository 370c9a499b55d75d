//! What a replay makes of logs, good and forged.

use crate::driver::open;
use crate::world::{config, entry, events, lived, log_of};
use bonafide_governance::replay;
use bonafide_governance::state::Event;
use bonafide_governance::state::invariants::try_state;
use bonafide_governance::state::replay::{
    ReplayError, ReplayErrorReason, replay_into, replay_state,
};
use bonafide_kit::commit::root_hash;
use bonafide_kit::{Aggregate, cbor};
use bonafide_types::id::Sha256Hash;
use ic_stable_structures::VectorMemory;
use proptest::prelude::*;

fn encoded(events: impl IntoIterator<Item = Event>) -> Vec<Vec<u8>> {
    events
        .into_iter()
        .map(|event| cbor::encode(&entry(event)))
        .collect()
}

/// The place of the first event of a kind.
fn place(kind: fn(&Event) -> bool) -> usize {
    events().iter().position(kind).unwrap()
}

macro_rules! at {
    ($kind:ident) => {
        place(|event| matches!(event, Event::$kind { .. }))
    };
}

mod authority;
mod council;
mod reviews;

/// The log of all events, one of which is changed.
fn forged(at: usize, forge: impl FnOnce(&mut Event)) -> Result<(), ReplayError> {
    let mut events = events();
    forge(&mut events[at]);
    replay(encoded(events)).map(drop)
}

/// The log of all events up to a place, and then another one.
fn followed_by(at: usize, event: Event) -> Result<(), ReplayError> {
    let events = events().into_iter().take(at).chain([event]);
    replay(encoded(events)).map(drop)
}

fn assert_impossible(outcome: Result<(), ReplayError>, at: usize, words: &str) {
    let error = outcome.expect_err(words);
    assert_eq!(error.entry, at as u64, "{error}");
    assert!(error.to_string().contains(words), "{error}");
}

#[test]
fn should_give_the_live_root() {
    let mut live = lived();
    try_state(&live).unwrap();
    let replayed = replay(log_of(&live)).unwrap();
    assert_eq!(replayed.root, root_hash(&mut live));
    assert_eq!(replayed.length, events().len() as u64);
    assert_eq!(replayed.tip, Sha256Hash(live.log().tip().hash));
    let rebuilt = replay_state(log_of(&live)).unwrap();
    assert_eq!(rebuilt.summary(), live.summary());
    try_state(&rebuilt).unwrap();
}

#[test]
fn should_hold_after_every_event() {
    for length in 0..=events().len() {
        let state = replay_state(encoded(events().into_iter().take(length))).unwrap();
        try_state(&state).unwrap();
    }
}

#[test]
fn should_tell_another_log_by_its_root() {
    let root = |events: Vec<Event>| replay(encoded(events)).unwrap().root;
    let mut shorter = events();
    shorter.pop();
    assert_ne!(root(shorter), root(events()));
    let mut reworded = events();
    let Event::ProposalSubmitted { content, .. } = &mut reworded[at!(ProposalSubmitted)] else {
        panic!("another order of events");
    };
    content.rendering.push('!');
    assert_ne!(root(reworded), root(events()));
}

#[test]
fn should_say_which_event_does_not_decode() {
    let mut log = encoded(events());
    log[4].pop();
    let error = replay(&log).unwrap_err();
    assert_eq!(error.entry, 4);
    assert!(matches!(error.reason, ReplayErrorReason::Malformed(_)));
    log[4] = [encoded(events())[4].as_slice(), &[0]].concat();
    assert_eq!(replay(&log).unwrap_err().entry, 4, "bytes left over");
}

#[test]
fn should_start_with_the_installation_and_see_no_other() {
    let empty = replay(Vec::<Vec<u8>>::new()).unwrap();
    assert_eq!(empty.length, 0);
    let late = replay(encoded(events().into_iter().skip(1))).map(drop);
    assert_impossible(late, 0, "the installation comes first");
    let again = Event::Initialized {
        config: config(),
        neurons: vec![],
    };
    assert_impossible(followed_by(1, again), 1, "comes first, and once");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Whatever happens to a log, a reader gets an answer.
    #[test]
    fn should_answer_any_log(
        moves in proptest::collection::vec(any::<[proptest::sample::Index; 2]>(), 0..4),
        flips in proptest::collection::vec(any::<(proptest::sample::Index, proptest::sample::Index, u8)>(), 0..3),
    ) {
        let mut log = encoded(events());
        for [from, to] in moves {
            let taken = log.remove(from.index(log.len()));
            log.insert(to.index(log.len() + 1), taken);
        }
        for (event, place, byte) in flips {
            let length = log.len();
            let bytes = &mut log[event.index(length)];
            let place = place.index(bytes.len());
            bytes[place] ^= byte;
        }
        let state = open(VectorMemory::default());
        if let Ok(state) = replay_into(state, &log) {
            try_state(&state).unwrap();
        }
    }
}
