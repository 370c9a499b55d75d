//! Quorum, majority, early decision: each at its number, and one unit beside it.

use super::{add_neuron, council, pass_deadline, votes};
use crate::governance::{assert_true_records, motion};
use bonafide_test_support::Suite;
use bonafide_types::governance::{Action, GovernanceError, ProposalStatus, Vote};

fn statuses(suite: &Suite) -> Vec<ProposalStatus> {
    let summary = bonafide_test_support::run(suite.reader().summary()).unwrap();
    (1..=summary.proposals)
        .map(|id| suite.proposal(id).state.status)
        .collect()
}

#[test]
fn should_want_three_percent_of_all_power() {
    let suite = council(&[30_000, 29_999, 940_001]);
    for neuron in [1, 2] {
        suite.submit(neuron, motion("Let it be so.")).unwrap();
    }
    assert_eq!(statuses(&suite), [ProposalStatus::Open; 2]);
    pass_deadline(&suite);
    let expected = [ProposalStatus::Executed, ProposalStatus::Rejected];
    assert_eq!(statuses(&suite), expected);
    assert_true_records(&suite);
}

#[test]
fn should_want_more_yes_than_no() {
    let suite = council(&[1_000, 1_001, 1_000, 6_999]);
    for neuron in [1, 2] {
        suite.submit(neuron, motion("Let it be so.")).unwrap();
        suite.vote(3, neuron.into(), Vote::No).unwrap();
    }
    pass_deadline(&suite);
    let expected = [ProposalStatus::Rejected, ProposalStatus::Executed];
    assert_eq!(statuses(&suite), expected);
}

#[test]
fn should_decide_as_soon_as_one_side_cannot_lose() {
    let suite = council(&[50, 1, 49]);
    let adopted = suite.submit(1, motion("Let it be so.")).unwrap();
    let rejected = suite.submit(2, motion("Let it not be so.")).unwrap();
    assert_eq!(
        statuses(&suite),
        [ProposalStatus::Open; 2],
        "half is not more"
    );
    suite.vote(2, adopted, Vote::Yes).unwrap();
    suite.vote(1, rejected, Vote::No).unwrap();
    let expected = [ProposalStatus::Executed, ProposalStatus::Rejected];
    assert_eq!(statuses(&suite), expected, "51 of 100, and half against");
    let now = suite.now_ns() / 1_000_000_000;
    for proposal_id in [adopted, rejected] {
        let state = suite.proposal(proposal_id).state;
        assert_eq!(state.decided_timestamp_seconds, Some(now));
        let status = state.status;
        let late = suite.vote(3, proposal_id, Vote::Yes);
        let refused = GovernanceError::ProposalNotOpen {
            proposal_id,
            status,
        };
        assert_eq!(late, Err(refused));
    }
    assert_true_records(&suite);
}

#[test]
fn should_decide_at_submission_when_the_proposer_has_the_majority() {
    let suite = council(&[51, 49]);
    suite.submit(1, motion("Let it be so.")).unwrap();
    assert_eq!(statuses(&suite), [ProposalStatus::Executed]);
    let state = suite.by_council(&crate::governance::data_center("dc1"));
    assert_eq!(state.status, ProposalStatus::Executed);
    assert_eq!(votes(&state), (51, 0, 100));
    assert_true_records(&suite);
}

#[test]
fn should_want_more_than_67_percent_of_cast_for_what_is_critical() {
    let suite = council(&[670_000, 670_001, 330_000, 1_000_000]);
    for neuron in [1, 2] {
        let id = suite.propose(neuron, &add_neuron(u64::from(neuron)));
        suite.vote(3, id, Vote::No).unwrap();
    }
    assert_eq!(statuses(&suite), [ProposalStatus::Open; 2]);
    pass_deadline(&suite);
    suite.settled(2);
    let expected = [ProposalStatus::Rejected, ProposalStatus::Executed];
    assert_eq!(statuses(&suite), expected);
    assert_eq!(suite.journal().len(), 1);
    assert_true_records(&suite);
}

#[test]
fn should_want_20_percent_of_all_power_for_what_is_critical() {
    let suite = council(&[200_000, 199_999, 600_001]);
    for neuron in [1, 2] {
        suite.propose(neuron, &add_neuron(u64::from(neuron)));
    }
    pass_deadline(&suite);
    suite.settled(1);
    let expected = [ProposalStatus::Executed, ProposalStatus::Rejected];
    assert_eq!(statuses(&suite), expected);
    assert_eq!(suite.journal().len(), 1);
    assert_true_records(&suite);
}

#[test]
fn should_decide_early_what_is_critical_at_67_percent_of_all() {
    let suite = council(&[670_000, 1, 329_999]);
    let id = suite.propose(1, &add_neuron(1));
    assert_eq!(suite.proposal(id).state.status, ProposalStatus::Open);
    suite.vote(2, id, Vote::Yes).unwrap();
    assert_eq!(suite.settled(id).status, ProposalStatus::Executed);

    let suite = council(&[340_000, 329_999, 1, 330_000]);
    let id = suite.propose(1, &add_neuron(1));
    suite.vote(2, id, Vote::No).unwrap();
    assert_eq!(suite.proposal(id).state.status, ProposalStatus::Open);
    suite.vote(3, id, Vote::No).unwrap();
    let state = suite.proposal(id).state;
    assert_eq!(state.status, ProposalStatus::Rejected, "{state:?}");
    assert_eq!(suite.journal(), []);
    // The same votes are not enough against what is not critical.
    let id = suite.submit(1, motion("Let it be so.")).unwrap();
    for neuron in [2, 3] {
        suite.vote(neuron, id, Vote::No).unwrap();
    }
    assert_eq!(suite.proposal(id).state.status, ProposalStatus::Open);
}

/// Which thresholds apply is said by the command, not by the proposer.
#[test]
fn should_say_the_rules_in_the_proposal() {
    let suite = council(&[40, 35, 25]);
    let ordinary = suite.submit(1, motion("Let it be so.")).unwrap();
    let critical = suite.submit(1, Action::Command(add_neuron(1))).unwrap();
    let rules = |id| {
        let rules = suite.proposal(id).proposal.rules;
        (rules.quorum_bps, rules.majority_bps)
    };
    assert_eq!(rules(ordinary), (300, 5_000));
    assert_eq!(rules(critical), (2_000, 6_700));
}
