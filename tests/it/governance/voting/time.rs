//! Deadlines and wait-for-quiet.

use super::{PERIOD, council, go_to, votes};
use crate::governance::{assert_true_records, motion};
use bonafide_test_support::Suite;
use bonafide_types::governance::{ProposalStatus, Vote};

fn deadline(suite: &Suite, id: u64) -> u64 {
    suite.proposal(id).state.deadline_timestamp_seconds
}

/// The canister's timer runs once a minute; this is time enough for it, and no more.
fn run_timers(suite: &Suite, until_seconds: u64) {
    go_to(suite, until_seconds);
    for _ in 0..5 {
        suite.pic.tick();
    }
}

/// When a vote turns the result after e seconds, the deadline becomes now + 2 d + 2 d - e / 2,
/// halves rounded down.
#[test]
fn should_wait_for_quiet_to_the_second() {
    let suite = council(&[10, 11, 2, 1, 2, 74]);
    let id = suite.submit(1, motion("Let it be so.")).unwrap();
    let start = suite.proposal(id).proposal.proposal_timestamp_seconds;
    assert_eq!(deadline(&suite, id), start + PERIOD);

    go_to(&suite, start + 100_001);
    suite.vote(2, id, Vote::No).unwrap();
    let turned = start + 100_001 + PERIOD - 50_000;
    assert_eq!(deadline(&suite, id), turned);

    go_to(&suite, start + 200_000);
    suite.vote(3, id, Vote::Yes).unwrap();
    let turned = start + 200_000 + PERIOD - 100_000;
    assert_eq!(deadline(&suite, id), turned, "turned back");

    go_to(&suite, start + 200_100);
    suite.vote(4, id, Vote::Yes).unwrap();
    assert_eq!(deadline(&suite, id), turned, "nothing was turned");

    // In the last second, when the first deadline is long past.
    assert!(turned > start + PERIOD);
    run_timers(&suite, turned - 1);
    assert_eq!(suite.proposal(id).state.status, ProposalStatus::Open);
    suite.vote(5, id, Vote::No).unwrap();
    let elapsed = turned - 1 - start;
    let last = turned - 1 + PERIOD - elapsed / 2;
    assert_eq!(deadline(&suite, id), last);

    run_timers(&suite, last - 1);
    assert_eq!(suite.proposal(id).state.status, ProposalStatus::Open);
    run_timers(&suite, last + 60);
    let state = suite.proposal(id).state;
    assert_eq!(state.status, ProposalStatus::Rejected, "13 of 26");
    assert_eq!(votes(&state), (13, 13, 100));
    let decided = state.decided_timestamp_seconds.unwrap();
    assert!((last..=last + 60).contains(&decided), "{decided}, {last}");
    assert_true_records(&suite);
}

/// The margin shrinks by half of the time that has passed, also beyond the first period.
#[test]
fn should_let_the_margin_shrink() {
    let suite = council(&[10, 11, 2, 77]);
    let id = suite.submit(1, motion("Let it be so.")).unwrap();
    let start = suite.proposal(id).proposal.proposal_timestamp_seconds;
    for (at, neuron, vote) in [
        (PERIOD - 1, 2, Vote::No),
        (PERIOD + PERIOD / 2 - 2, 3, Vote::Yes),
    ] {
        run_timers(&suite, start + at);
        suite.vote(neuron, id, vote).unwrap();
        assert_eq!(deadline(&suite, id), start + at + PERIOD - at / 2);
    }
}

#[test]
fn should_not_prolong_what_is_decided() {
    let suite = council(&[10, 11, 79]);
    let id = suite.submit(1, motion("Let it be so.")).unwrap();
    let start = suite.proposal(id).proposal.proposal_timestamp_seconds;
    go_to(&suite, start + PERIOD - 10);
    suite.vote(3, id, Vote::No).unwrap();
    let state = suite.proposal(id).state;
    assert_eq!(state.status, ProposalStatus::Rejected);
    assert_eq!(state.deadline_timestamp_seconds, start + PERIOD);
    assert_eq!(state.decided_timestamp_seconds, Some(start + PERIOD - 10));
}
