//! What a replay makes of logs, good and forged.

mod mutated;
mod refusals;

use crate::world::{
    config, earlier_events, entries, entry, events, lived, operator_id, provider_id,
};
use bonafide_kit::commit::root_hash;
use bonafide_kit::{Aggregate, cbor};
use bonafide_registry::replay;
use bonafide_registry::state::Event;
use bonafide_registry::state::invariants::try_state;
use bonafide_registry::state::replay::{ReplayError, ReplayErrorReason, replay_state};
use bonafide_types::id::{Blob, Sha256Hash};
use bonafide_types::registry::RegistryError;

fn log_of(events: impl IntoIterator<Item = Event>) -> Vec<Vec<u8>> {
    events
        .into_iter()
        .map(|event| cbor::encode(&entry(event)))
        .collect()
}

/// The log of all events, one of which is changed.
fn forged(at: usize, forge: impl FnOnce(&mut Event)) -> Result<(), ReplayError> {
    let mut events = events();
    forge(&mut events[at]);
    replay(log_of(events)).map(drop)
}

fn assert_impossible(outcome: Result<(), ReplayError>, at: u64, words: &str) {
    let error = outcome.expect_err(words);
    assert_eq!(error.entry, at, "{error}");
    assert!(error.to_string().contains(words), "{error}");
}

#[test]
fn should_give_the_live_root() {
    let mut live = lived();
    try_state(&live).unwrap();
    let replayed = replay(entries(&live)).unwrap();
    assert_eq!(replayed.root, root_hash(&mut live));
    assert_eq!(replayed.length, 40);
    assert_eq!(replayed.tip, Sha256Hash(live.log().tip().hash));
    let rebuilt = replay_state(entries(&live)).unwrap();
    assert_eq!(rebuilt.summary(), live.summary());
    try_state(&rebuilt).unwrap();
}

#[test]
fn should_tell_another_log_by_its_root() {
    let root = |events: Vec<Event>| replay(log_of(events)).unwrap().root;
    let mut shorter = events();
    shorter.pop();
    assert_ne!(root(shorter), root(events()));
    let mut reworded = earlier_events();
    let Event::ProviderRegistered { profile, .. } = &mut reworded[2] else {
        panic!("another order of events");
    };
    profile.legal_name.push('!');
    assert_ne!(root(reworded), root(earlier_events()));
}

#[test]
fn should_say_which_event_does_not_decode() {
    let mut log = log_of(events());
    log[4].pop();
    let error = replay(&log).unwrap_err();
    assert_eq!(error.entry, 4);
    assert!(matches!(error.reason, ReplayErrorReason::Malformed(_)));
    log[4] = [log_of(events())[4].as_slice(), &[0]].concat();
    assert_eq!(replay(&log).unwrap_err().entry, 4, "bytes left over");
}

#[test]
fn should_start_with_the_installation_and_see_no_other() {
    let empty = replay(Vec::<Vec<u8>>::new()).unwrap();
    assert_eq!(empty.length, 0);
    let late = replay(log_of(events().into_iter().skip(1))).map(drop);
    assert_impossible(late, 0, "the installation comes first");
    let twice = forged(1, |event| *event = Event::Initialized { config: config(1) });
    assert_impossible(twice, 1, "the installation comes first, and once");
}

#[test]
fn should_refuse_what_names_nothing_there() {
    let stranger = |event: &mut Event| match event {
        Event::ProviderProfileUpdated { provider, .. }
        | Event::DeclarationLapsed { provider, .. } => *provider = provider_id(9),
        Event::DeclarationAccepted { acceptance } => acceptance.sha256 = Sha256Hash([9; 32]),
        Event::NodeOperatorAdded { node_operator } => node_operator.dc_id = "ge1".into(),
        Event::NodeRegistered { node, .. } => node.operator = operator_id(9),
        Event::ImportPageTaken { import_id, .. } => *import_id = 9,
        other => panic!("{other:?}"),
    };
    for (at, words) in [
        (3, "no provider"),
        (5, "no declaration text"),
        (6, "no acceptance"),
        (8, "no data centre ge1"),
        (9, "no node operator"),
        (11, "no import 9"),
    ] {
        assert_impossible(forged(at, stranger), at as u64, words);
    }
}

#[test]
fn should_refuse_what_is_there_already() {
    for at in [2, 4, 7, 8, 9, 10] {
        let mut events = events();
        events.insert(at + 1, events[at].clone());
        let outcome = replay(log_of(events)).map(drop);
        assert_impossible(outcome, at as u64 + 1, "is there already");
    }
}

#[test]
fn should_refuse_what_breaks_a_rule() {
    let spoil = |event: &mut Event| match event {
        Event::DeclarationPublished { body, .. } => body.push(' '),
        Event::NodeRegistered { node, .. } => node.ipv6 = "2001:DB8::1".into(),
        Event::ImportBegun { job, .. } => job.pages = 2,
        Event::ImportPageTaken { rows, .. } => *rows = Blob(vec![0x80]),
        other => panic!("{other:?}"),
    };
    for (at, words) in [
        (4, "normal form"),
        (9, "canonical address"),
        (10, "page hashes"),
        (11, "the hash approved for it"),
    ] {
        assert_impossible(forged(at, spoil), at as u64, words);
    }
    let spent = forged(8, |event| {
        if let Event::NodeOperatorAdded { node_operator } = event {
            node_operator.node_allowance = 0;
        }
    });
    assert_impossible(spent, 9, "allowance");
}

#[test]
fn should_refuse_a_page_that_the_registry_refuses() {
    use bonafide_registry::domain::import::{page_hash, source_hash};
    let page = vec![0xff];
    let mut events = events();
    let Event::ImportBegun { job, page_hashes } = &mut events[10] else {
        panic!("another order of events");
    };
    *page_hashes = vec![page_hash(&page)];
    job.source_hash = source_hash(page_hashes);
    events[11] = Event::ImportPageTaken {
        import_id: 0,
        page: 0,
        rows: Blob(page),
    };
    let error = replay(log_of(events)).unwrap_err();
    assert_eq!(error.entry, 11);
    assert!(matches!(
        error.reason,
        ReplayErrorReason::PageRefused(RegistryError::ImportPageMalformed { .. })
    ));
}
