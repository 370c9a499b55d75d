//! The log rebuilds what is certified, also after everything has happened.

use super::{assert_true_records, data_center, log, motion};
use bonafide_governance::{Replayed, replay};
use bonafide_stand_ins::script::Behaviour;
use bonafide_stand_ins::sns::Progress;
use bonafide_test_support::{Suite, actors, canisters, instance, run};
use bonafide_types::governance::{
    AddNeuronArgs, ChangeNeuronArgs, Command, Outcome, ProposalStatus, SetHotKeysArgs,
    SettleQuarantineArgs, Topic, Vote, VotingParameters, table,
};
use bonafide_types::id::{Caller, Sha256Hash};
use std::time::Duration;

const METHOD: &str = "add_data_center";

fn executed(suite: &Suite, command: &Command) {
    let state = suite.by_council(command);
    assert_eq!(state.status, ProposalStatus::Executed, "{state:?}");
}

/// A suite in which every kind of event happened.
fn eventful() -> Suite {
    let suite = Suite::scripted();
    council_life(&suite);
    executions(&suite);
    silence(&suite);
    suite
}

fn council_life(suite: &Suite) {
    let hot_keys = SetHotKeysArgs {
        neuron_id: 1,
        hot_keys: vec![Caller(actors::stranger())],
    };
    run(suite.client(actors::voter(1)).set_hot_keys(&hot_keys)).unwrap();
    suite.follow(3, Topic::Governance, &[1]).unwrap();
    suite.follow(3, Topic::Governance, &[2]).unwrap();
    let adopted = suite.submit(1, motion("Let it be so.")).unwrap();
    suite.vote(2, adopted, Vote::Yes).unwrap();
    let rejected = suite.submit(3, motion("Let it not be so.")).unwrap();
    suite.pass(Duration::from_secs(1_000));
    suite.vote(2, rejected, Vote::No).unwrap();
    suite.pass(Duration::from_hours(24 * 9));
    assert_eq!(suite.settled(rejected).status, ProposalStatus::Rejected);
    executed(
        suite,
        &Command::AddNeuron(AddNeuronArgs {
            controller: Caller(actors::voter(4)),
            voting_power: 5,
        }),
    );
    executed(
        suite,
        &Command::ChangeNeuron(ChangeNeuronArgs {
            neuron_id: 4,
            controller: None,
            voting_power: Some(0),
        }),
    );
    executed(
        suite,
        &Command::SetVotingParameters(VotingParameters {
            quorum_bps: 500,
            ..VotingParameters::default()
        }),
    );
}

fn executions(suite: &Suite) {
    executed(suite, &data_center("dc1"));
    assert_eq!(
        suite.by_motion(&data_center("dc2")).outcome,
        Outcome::Executed
    );
    assert_eq!(suite.by_sns(&data_center("dc3")), Progress::Executed);
    suite
        .by_upgrade(9, &[data_center("dc4"), data_center("dc5")])
        .unwrap();
    suite.until("the batch", || {
        let last = suite.journal().pop()?;
        (last.index == 1 && last.outcome == Outcome::Executed).then_some(())
    });
    suite.script(METHOD, &Behaviour::Refuse("No: not this".into()));
    let state = suite.by_council(&data_center("dc6"));
    assert_eq!(state.status, ProposalStatus::Failed);
}

/// Two calls that are never answered: one waits to the end, one is cut off by an upgrade.
/// One is settled, one stays unknown.
fn silence(suite: &Suite) {
    suite.script(METHOD, &Behaviour::Never);
    let mut arrivals = suite.arrivals(METHOD).len();
    let mut call = || {
        let id = suite.propose(1, &data_center("dc7"));
        suite.vote(2, id, Vote::Yes).unwrap();
        arrivals += 1;
        suite.until("the call", || {
            (suite.arrivals(METHOD).len() == arrivals).then_some(())
        });
        id
    };
    let first = call();
    suite.pass(Duration::from_secs(301));
    assert_eq!(suite.settled(first).status, ProposalStatus::Quarantined);
    let second = call();
    suite.upgrade(canisters::governance(), vec![]).unwrap();
    assert_eq!(suite.settled(second).status, ProposalStatus::Quarantined);
    let journal_id = suite.proposal(first).state.journal_id.unwrap();
    executed(
        suite,
        &Command::SettleQuarantine(SettleQuarantineArgs {
            journal_id,
            executed: false,
            evidence: "The target's records were read.".into(),
        }),
    );
}

fn replayed(suite: &Suite) -> Replayed {
    replay(log(suite)).expect("the log replays")
}

#[test]
fn should_rebuild_the_certified_root_after_a_long_story() {
    let suite = eventful();
    assert_true_records(&suite);
    let tip = instance::tip(&suite.pic, suite.governance);
    let before = replayed(&suite);
    assert_eq!((before.length, before.tip), (tip.length, tip.tip));

    // An upgrade that brings nothing and finds nothing under way changes nothing.
    suite.upgrade(canisters::governance(), vec![]).unwrap();
    assert_eq!(suite.root(), Sha256Hash(before.root));
    assert_eq!(replayed(&suite), before);

    // And life goes on.
    suite.script(METHOD, &Behaviour::Reply);
    executed(&suite, &data_center("dc8"));
    assert!(replayed(&suite).length > before.length);
    assert_true_records(&suite);
}

#[test]
fn should_notice_an_event_left_out_doubled_moved_or_changed() {
    let suite = eventful();
    let root = suite.root();
    let honest = log(&suite);
    let is_honest =
        |events: &[Vec<u8>]| replay(events).is_ok_and(|replayed| Sha256Hash(replayed.root) == root);
    assert!(is_honest(&honest));
    for at in 0..honest.len() {
        let mut events = honest.clone();
        events.remove(at);
        assert!(!is_honest(&events), "without event {at}");
        let mut events = honest.clone();
        events.insert(at, honest[at].clone());
        assert!(!is_honest(&events), "event {at} twice");
        let mut events = honest.clone();
        let last = events[at].len() - 1;
        events[at][last] ^= 1;
        assert!(!is_honest(&events), "event {at} changed");
        if at > 0 {
            let mut events = honest.clone();
            events.swap(at - 1, at);
            assert!(!is_honest(&events), "event {at} before its time");
        }
    }
}

#[test]
fn should_have_a_row_in_every_table() {
    let suite = eventful();
    for label in [
        table::BALLOTS,
        table::CONFIG,
        table::ELECTORATE,
        table::JOURNAL,
        table::NEURON,
        table::PROPOSAL,
        table::PROPOSAL_CONTENT,
        table::PROPOSAL_STATE,
    ] {
        let range = bonafide_types::certified::RangeArgs {
            table: label.into(),
            after: None,
            limit: 1,
        };
        let page = run(suite.reader().range_certified(&range)).unwrap();
        assert_eq!(page.rows.len(), 1, "{label} is empty");
    }
}
