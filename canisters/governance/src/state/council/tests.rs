//! Following as it goes through the council.

use super::*;
use bonafide_types::governance::Followees;
use bonafide_types::id::Caller;
use candid::Principal;

const TOPIC: Topic = Topic::NodeAdmin;

fn neuron(id: u64, voting_power: u64, followees: &[u64]) -> Neuron {
    let group = Followees {
        topic: TOPIC,
        followees: followees.to_vec(),
    };
    Neuron {
        id,
        controller: Caller(Principal::from_slice(&id.to_be_bytes())),
        hot_keys: vec![],
        voting_power,
        followees: if followees.is_empty() {
            vec![]
        } else {
            vec![group]
        },
    }
}

/// A council whose neurons 1, 2, ... have one unit each and follow as given.
fn council(following: &[&[u64]]) -> Council {
    let mut council = Council::default();
    for (id, followees) in (1..).zip(following) {
        council.put(neuron(id, 1, followees));
    }
    let electorate = council.next_electorate();
    council.set_electorate(electorate);
    council
}

fn ballots(council: &Council, votes: &[u8], neuron_id: u64, vote: Vote) -> Vec<(u64, Vote)> {
    let first = Ballot { neuron_id, vote };
    council
        .cascade(council.electorate(), votes, TOPIC, first)
        .into_iter()
        .map(|ballot| (ballot.neuron_id, ballot.vote))
        .collect()
}

use Vote::{No, Yes};

#[test]
fn should_go_five_deep_and_further() {
    let council = council(&[&[], &[1], &[2], &[3], &[4], &[5], &[6]]);
    let expected: Vec<_> = (1..=7).map(|id| (id, No)).collect();
    assert_eq!(ballots(&council, &[0; 7], 1, No), expected);
    let expected: Vec<_> = (3..=7).map(|id| (id, Yes)).collect();
    assert_eq!(ballots(&council, &[0; 7], 3, Yes), expected);
}

#[test]
fn should_cast_each_ballot_once() {
    // Both ways lead to 4.
    let council = council(&[&[], &[1], &[1], &[2, 3], &[4, 1]]);
    let expected = [(1, Yes), (2, Yes), (3, Yes), (4, Yes), (5, Yes)];
    assert_eq!(ballots(&council, &[0; 5], 1, Yes), expected);
}

#[test]
fn should_end_in_a_circle() {
    // No command makes a circle; an electorate of a forged log must not hang a reader.
    let council = council(&[&[3], &[1], &[2]]);
    let expected = [(2, No), (3, No), (1, No)];
    assert_eq!(ballots(&council, &[0; 3], 2, No), expected);
}

#[test]
fn should_wait_for_more_than_half_for_yes_and_for_half_for_no() {
    let council = council(&[&[], &[], &[1, 2], &[3]]);
    assert_eq!(ballots(&council, &[0; 4], 1, Yes), [(1, Yes)]);
    let after_one_yes = [1, 0, 0, 0];
    let expected = [(2, Yes), (3, Yes), (4, Yes)];
    assert_eq!(ballots(&council, &after_one_yes, 2, Yes), expected);
    let expected = [(2, No), (3, No), (4, No)];
    assert_eq!(ballots(&council, &after_one_yes, 2, No), expected);
    let expected = [(1, No), (3, No), (4, No)];
    assert_eq!(ballots(&council, &[0; 4], 1, No), expected);
}

#[test]
fn should_leave_ballots_already_cast_alone() {
    let council = council(&[&[], &[1], &[2]]);
    let two_voted_no = [0, 2, 0];
    assert_eq!(ballots(&council, &two_voted_no, 1, Yes), [(1, Yes)]);
    assert_eq!(ballots(&council, &two_voted_no, 2, Yes), []);
}

#[test]
fn should_follow_by_topic() {
    let council = council(&[&[], &[1]]);
    let first = Ballot {
        neuron_id: 1,
        vote: Yes,
    };
    let electorate = council.electorate();
    let other = council.cascade(electorate, &[0; 2], Topic::Governance, first);
    assert_eq!(other, [first]);
}

#[test]
fn should_leave_neurons_without_a_vote_out() {
    let mut council = council(&[&[], &[1], &[2]]);
    council.put(neuron(2, 0, &[1]));
    let electorate = council.next_electorate();
    assert_eq!(electorate.version, 1);
    council.set_electorate(electorate);
    assert_eq!(ballots(&council, &[0; 2], 2, Yes), []);
    // What 3 follows has no vote, so 3 does not vote by itself.
    assert_eq!(ballots(&council, &[0; 2], 1, Yes), [(1, Yes)]);
    assert_eq!(ballots(&council, &[0; 2], 3, No), [(3, No)]);
}

#[test]
fn should_follow_as_set_last() {
    let mut council = council(&[&[], &[1], &[]]);
    council.put(neuron(2, 1, &[3]));
    assert_eq!(ballots(&council, &[0; 3], 1, Yes), [(1, Yes)]);
    assert_eq!(ballots(&council, &[0; 3], 3, Yes), [(3, Yes), (2, Yes)]);
    council.put(neuron(2, 1, &[]));
    assert_eq!(ballots(&council, &[0; 3], 3, Yes), [(3, Yes)]);
    let followers: Vec<_> = council.followers.values().flatten().collect();
    assert!(followers.is_empty(), "{followers:?}");
}

#[test]
fn should_find_the_way_over_those_followed() {
    let council = council(&[&[2, 3], &[4], &[4], &[5], &[]]);
    let path = |from, to| council.path(TOPIC, from, to);
    assert_eq!(path(1, 5), Some(vec![1, 2, 4, 5]));
    assert_eq!(path(3, 5), Some(vec![3, 4, 5]));
    assert_eq!(path(5, 1), None);
    assert_eq!(path(1, 1), Some(vec![1]));
    assert_eq!(path(1, 9), None);
    assert_eq!(council.path(Topic::Governance, 1, 5), None);
}

#[test]
fn should_find_members_with_gaps_between_their_numbers() {
    let member = |neuron_id| Member {
        neuron_id,
        voting_power: 1,
    };
    let electorate = Electorate {
        version: 0,
        members: [2, 3, 7, 8].map(member).to_vec(),
        total: 4,
    };
    let places = [0, 1, 2, 3, 4, 7, 8, 9, u64::MAX].map(|id| position(&electorate, id));
    let (a, b, c, d) = (Some(0), Some(1), Some(2), Some(3));
    assert_eq!(places, [None, None, a, b, None, c, d, None, None]);
}

#[test]
fn should_count_the_powers_of_new_ballots_only() {
    let mut council = Council::default();
    for (id, power) in [(1, 5), (2, 0), (3, 7), (4, 11)] {
        council.put(neuron(id, power, &[]));
    }
    let electorate = council.next_electorate();
    assert_eq!(electorate.total, 23);
    let before = Tally {
        timestamp_seconds: 1,
        yes: 100,
        no: 200,
        total: 23,
    };
    let ballot = |neuron_id, vote| Ballot { neuron_id, vote };
    let cast = [ballot(1, Yes), ballot(3, No), ballot(4, Yes), ballot(2, No)];
    let expected = Tally {
        timestamp_seconds: 9,
        yes: 116,
        no: 207,
        total: 23,
    };
    assert_eq!(counted(&electorate, before, &cast, 9), expected);
}

#[test]
fn should_number_electorates_from_0() {
    let mut council = Council::default();
    assert_eq!(council.next_electorate().version, 0);
    council.put(neuron(1, 1, &[]));
    let first = council.next_electorate();
    assert_eq!(first.version, 0);
    council.set_electorate(first);
    council.put(neuron(2, 3, &[]));
    let second = council.next_electorate();
    assert_eq!((second.version, second.total), (1, 4));
}
