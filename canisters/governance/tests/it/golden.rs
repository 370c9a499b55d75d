//! Stored bytes, kept for ever: see [`bonafide_test_support::golden`].

use crate::commands;
use crate::world::{entry, events, lived, log_of};
use bonafide_governance::replay;
use bonafide_governance::state::Event;
use bonafide_kit::commit::root_hash;
use bonafide_kit::{Aggregate, cbor};
use bonafide_policy::command;
use bonafide_test_support::golden::{Golden, ROOT, TIP, variant};
use bonafide_types::governance::{
    Ballots, Command, Config, Electorate, JournalEntry, Neuron, NnsReview, Proposal,
    ProposalContent, ProposalState, table,
};
use std::collections::{BTreeMap, BTreeSet};

const GOLDEN: Golden = Golden::of(env!("CARGO_MANIFEST_DIR"));

/// A command that names every canister that the suite may have.
const ALL_CANISTERS: &str = "command_set_canisters_all";

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
        GOLDEN.pin(&name, &entry(event));
    }
    assert_eq!(kinds.len(), 17, "an event of each kind: {kinds:?}");
    // No event has a number above those pinned.
    let unknown = [0x82, 17, 0xa0];
    let error = cbor::decode::<Event>(&unknown).unwrap_err();
    assert!(error.is_unknown_variant(), "a kind of event is not pinned");
}

/// The bytes of a command are hashed: another form is another hash, for the same decision.
#[test]
fn should_keep_the_form_of_commands() {
    for given in commands::all() {
        assert_eq!(command::encode(&given), cbor::encode(&given));
        GOLDEN.pin(&format!("command_{}", variant(&given)), &given);
    }
    GOLDEN.pin(ALL_CANISTERS, &commands::set_all_canisters());
    for number in [31, 39, 51, 59, 70, 79, 92, 107] {
        let unknown = [0x82, 0x18, number, 0x81, 0xa0];
        let error = cbor::decode::<Command>(&unknown).unwrap_err();
        assert!(error.is_unknown_variant(), "a command is not pinned");
    }
}

#[test]
fn should_keep_the_form_of_rows() {
    let state = lived();
    let tables = state.tables();
    let pinned = [
        GOLDEN.pin_table::<Ballots>(&tables, table::BALLOTS),
        GOLDEN.pin_table::<Config>(&tables, table::CONFIG),
        GOLDEN.pin_table::<Electorate>(&tables, table::ELECTORATE),
        GOLDEN.pin_table::<JournalEntry>(&tables, table::JOURNAL),
        GOLDEN.pin_table::<Neuron>(&tables, table::NEURON),
        GOLDEN.pin_table::<NnsReview>(&tables, table::NNS_REVIEW),
        GOLDEN.pin_table::<Proposal>(&tables, table::PROPOSAL),
        GOLDEN.pin_table::<ProposalContent>(&tables, table::PROPOSAL_CONTENT),
        GOLDEN.pin_table::<ProposalState>(&tables, table::PROPOSAL_STATE),
    ];
    assert_eq!(pinned, [2, 1, 3, 9, 4, 2, 2, 2, 2]);
    assert_eq!(pinned.len(), tables.len());
}

#[test]
fn should_keep_the_root_of_a_known_log() {
    let mut state = lived();
    let root = root_hash(&mut state);
    GOLDEN.lines(ROOT, &root);
    GOLDEN.lines(TIP, &state.log().tip().hash);
    // The pinned entries make one log.
    let pinned = named_events()
        .into_iter()
        .map(|(name, _)| GOLDEN.last(&name));
    let pinned: Vec<_> = pinned.collect();
    assert_eq!(pinned, log_of(&state));
    assert_eq!(replay(pinned).unwrap().root, root);
}

#[test]
fn should_read_every_file() {
    let events = named_events().into_iter().map(|(name, _)| name);
    let commands = commands::all();
    let commands = commands
        .iter()
        .map(|given| format!("command_{}", variant(given)))
        .chain([ALL_CANISTERS.into()]);
    GOLDEN.assert_no_other_file(&lived().tables(), events.chain(commands));
}
