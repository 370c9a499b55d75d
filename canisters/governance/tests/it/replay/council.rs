//! Forged votes, proposals and neurons.

use super::{assert_impossible, encoded, followed_by, forged, place};
use crate::world::{SELF_ID, entry, events, neuron};
use bonafide_governance::replay;
use bonafide_governance::state::Event;
use bonafide_kit::cbor;
use bonafide_types::governance::{Ballot, ProposalStatus, Topic, Vote};
use bonafide_types::id::{Blob, Caller};

#[test]
fn should_refuse_votes_that_nobody_could_cast() {
    let vote = at!(Voted);
    let forge = |forge: fn(&mut Event), words| {
        assert_impossible(forged(vote, forge), vote, words);
    };
    forge(
        |event| {
            if let Event::Voted { ballots, .. } = event {
                ballots[0].neuron_id = 1;
            }
        },
        "a ballot is cast once",
    );
    forge(
        |event| {
            if let Event::Voted { ballots, .. } = event {
                let vote = Vote::No;
                ballots.push(Ballot { vote, ..ballots[0] });
            }
        },
        "a ballot is cast once",
    );
    forge(
        |event| {
            if let Event::Voted { neuron_id, .. } = event {
                *neuron_id = 9;
            }
        },
        "who votes casts a ballot",
    );
    forge(
        |event| {
            if let Event::Voted { ballots, .. } = event {
                ballots[1].neuron_id = 9;
            }
        },
        "a ballot is cast once",
    );
    forge(
        |event| {
            if let Event::Voted { ballots, .. } = event {
                ballots[1].vote = Vote::No;
            }
        },
        "a tally counts the ballots",
    );
    forge(
        |event| {
            if let Event::Voted { state, .. } = event {
                state.deadline_timestamp_seconds = 0;
            }
        },
        "only moves later",
    );
    forge(
        |event| {
            if let Event::Voted { state, .. } = event {
                state.status = ProposalStatus::Executed;
            }
        },
        "do not execute its command",
    );
    forge(
        |event| {
            if let Event::Voted { proposal_id, .. } = event {
                *proposal_id = 7;
            }
        },
        "no proposal 7",
    );
    let again = events().swap_remove(vote);
    assert_impossible(
        followed_by(vote + 1, again),
        vote + 1,
        "only an open proposal",
    );
    // The same vote when the deadline has come.
    let mut log = encoded(events().into_iter().take(vote + 1));
    let mut late = entry(events().swap_remove(vote));
    late.at_ns += 4 * 86_400 * 1_000_000_000;
    log[vote] = cbor::encode(&late);
    assert_impossible(replay(log).map(drop), vote, "before the deadline");
    // And a deadline before it.
    let deadline = at!(DeadlineReached);
    let mut log = encoded(events());
    let mut early = entry(events().swap_remove(deadline));
    early.at_ns -= 1;
    log[deadline] = cbor::encode(&early);
    assert_impossible(replay(log).map(drop), deadline, "when it is reached");
}

#[test]
fn should_refuse_proposals_that_cannot_be() {
    let at = at!(ProposalSubmitted);
    for (forge, words) in [
        (
            (|event| {
                if let Event::ProposalSubmitted { proposal, .. } = event {
                    proposal.id = 2;
                }
            }) as fn(&mut Event),
            "without a gap",
        ),
        (
            |event| {
                if let Event::ProposalSubmitted { proposal, .. } = event {
                    proposal.electorate = 1;
                }
            },
            "for the electorate",
        ),
        (
            |event| {
                if let Event::ProposalSubmitted { content, .. } = event {
                    content.command = None;
                }
            },
            "a command comes with its hash",
        ),
        (
            |event| {
                if let Event::ProposalSubmitted { content, .. } = event {
                    content.command = Some(Blob(vec![]));
                }
            },
            "in canonical form",
        ),
        (
            |event| {
                if let Event::ProposalSubmitted { proposal, .. } = event {
                    proposal.proposer = 2;
                }
            },
            "the proposer votes yes",
        ),
        (
            |event| {
                if let Event::ProposalSubmitted { state, .. } = event {
                    state.latest_tally.total += 1;
                }
            },
            "a tally counts the ballots",
        ),
        (
            |event| {
                if let Event::ProposalSubmitted { collected, .. } = event {
                    collected.push(1);
                }
            },
            "no proposal 1",
        ),
    ] {
        assert_impossible(forged(at, forge), at, words);
    }
    let collects = events()
        .iter()
        .rposition(|event| matches!(event, Event::ProposalSubmitted { .. }))
        .unwrap();
    let other_topic = forged(collects, |event| {
        if let Event::ProposalSubmitted { collected, .. } = event {
            *collected = vec![1];
        }
    });
    assert_impossible(other_topic, collects, "of the same topic");
    let twice = forged(collects, |event| {
        if let Event::ProposalSubmitted { collected, .. } = event {
            *collected = vec![2, 2];
        }
    });
    assert_impossible(twice, collects, "collected once");
}

#[test]
fn should_refuse_neurons_that_cannot_be() {
    for (forge, words) in [
        (
            (|event| {
                if let Event::Initialized { neurons, .. } = event {
                    neurons[1].id = 3;
                }
            }) as fn(&mut Event),
            "without a gap",
        ),
        (
            |event| {
                if let Event::Initialized { neurons, .. } = event {
                    neurons[1].voting_power = u64::MAX;
                }
            },
            "keeps to the limits",
        ),
        (
            |event| {
                if let Event::Initialized { neurons, .. } = event {
                    *neurons = vec![neuron(1, 1); 1_001];
                    (1..).zip(neurons).for_each(|(id, neuron)| neuron.id = id);
                }
            },
            "to 1,000 at most",
        ),
    ] {
        assert_impossible(forged(0, forge), 0, words);
    }
    let follows = |neuron_id, followees: &[u64]| Event::FolloweesSet {
        neuron_id,
        topic: Topic::ParticipantManagement,
        followees: followees.to_vec(),
    };
    for (event, words) in [
        (follows(9, &[1]), "no neuron 9"),
        (follows(1, &[9]), "no neuron 9"),
        (follows(1, &[2, 2]), "each once"),
        (follows(1, &[1]), "in a circle"),
        (follows(2, &[3]), "in a circle"),
        (follows(1, &[2; 16]), "15 others at most"),
    ] {
        assert_impossible(followed_by(2, event), 2, words);
    }
    let keys = |neuron_id, count| Event::HotKeysSet {
        neuron_id,
        hot_keys: vec![Caller(SELF_ID); count],
    };
    assert_impossible(followed_by(2, keys(9, 1)), 2, "no neuron 9");
    assert_impossible(followed_by(2, keys(1, 11)), 2, "10 hot keys");
}
