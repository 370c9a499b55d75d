//! Who votes: those who follow, and with which power.

use super::{add_neuron, council, votes};
use crate::governance::{assert_true_records, data_center, motion};
use bonafide_test_support::{Suite, run};
use bonafide_types::governance::{
    Action, ChangeNeuronArgs, Command, GovernanceError, ProposalStatus, Topic, Vote,
    VotingParameters,
};

fn ballots<const N: usize>(suite: &Suite, id: u64) -> [Option<Vote>; N] {
    let mut neurons = 1..;
    [(); N].map(|()| {
        let neuron = neurons.next().unwrap();
        let ballot = run(suite.reader().ballot(id, neuron)).unwrap();
        ballot.unwrap().vote
    })
}

#[test]
fn should_vote_with_those_it_follows() {
    let suite = council(&[10, 10, 10, 10, 60]);
    let topic = Topic::Governance;
    suite.follow(2, topic, &[1]).unwrap();
    suite.follow(3, topic, &[2]).unwrap();
    suite.follow(4, topic, &[1, 2, 5]).unwrap();
    let id = suite.submit(1, motion("Let it be so.")).unwrap();
    let yes = Some(Vote::Yes);
    assert_eq!(ballots(&suite, id), [yes, yes, yes, yes, None]);
    assert_eq!(votes(&suite.proposal(id).state), (40, 0, 100));
    let again = suite.vote(4, id, Vote::No);
    let (neuron_id, vote) = (4, Vote::Yes);
    let expected = GovernanceError::AlreadyVoted {
        neuron_id,
        proposal_id: id,
        vote,
    };
    assert_eq!(again, Err(expected), "following is voting");

    // By topic.
    let id = suite.propose(1, &data_center("dc1"));
    assert_eq!(ballots(&suite, id), [yes, None, None, None, None]);
    assert_true_records(&suite);
}

/// Yes wants more than half of those followed, no half of them; a vote of one's own stands.
#[test]
fn should_follow_a_majority_and_keep_its_own_vote() {
    let suite = council(&[10, 10, 10, 10, 60]);
    let topic = Topic::Governance;
    let (yes, no) = (Some(Vote::Yes), Some(Vote::No));
    suite.follow(3, topic, &[1, 2]).unwrap();
    suite.follow(4, topic, &[1]).unwrap();
    let id = suite.submit(5, motion("Let it be so.")).unwrap();
    assert_eq!(suite.proposal(id).state.status, ProposalStatus::Executed);

    let id = suite.submit(2, motion("And this.")).unwrap();
    assert_eq!(ballots(&suite, id), [None, yes, None, None, None], "half");
    suite.vote(4, id, Vote::Yes).unwrap();
    suite.vote(1, id, Vote::No).unwrap();
    assert_eq!(ballots(&suite, id), [no, yes, no, yes, None]);
    assert_eq!(votes(&suite.proposal(id).state), (20, 20, 100));
    assert_true_records(&suite);
}

#[test]
fn should_vote_with_the_powers_of_the_submission() {
    let suite = council(&[40, 35, 25]);
    let id = suite.submit(1, motion("Let it be so.")).unwrap();
    let changed = Command::ChangeNeuron(ChangeNeuronArgs {
        neuron_id: 3,
        controller: None,
        voting_power: Some(1_000),
    });
    let rules = Command::SetVotingParameters(VotingParameters {
        quorum_bps: 1_000,
        ..VotingParameters::default()
    });
    for command in [rules, changed] {
        let state = suite.by_council(&command);
        assert_eq!(state.status, ProposalStatus::Executed, "{state:?}");
    }
    let joined = suite.propose(3, &add_neuron(500));
    suite.settled(joined);

    let before = suite.proposal(id);
    assert_eq!(before.proposal.rules.quorum_bps, 300);
    let ballot = run(suite.reader().ballot(id, 3)).unwrap().unwrap();
    assert_eq!(ballot.voting_power, 25);
    suite.vote(3, id, Vote::No).unwrap();
    assert_eq!(votes(&suite.proposal(id).state), (40, 25, 100));
    let neuron = run(suite.reader().neuron(4)).unwrap().unwrap();
    assert_eq!(neuron.voting_power, 500);

    // A proposal made now has the new powers and the new rules.
    let later = suite
        .submit(1, Action::Command(data_center("dc1")))
        .unwrap();
    let info = suite.proposal(later);
    assert_eq!(votes(&info.state), (40, 0, 1_575));
    assert_eq!(info.proposal.rules.quorum_bps, 1_000);
    assert_ne!(info.proposal.electorate, before.proposal.electorate);
    assert_true_records(&suite);
}
