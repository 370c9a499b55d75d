//! What a replay makes of logs, good and forged.

use crate::commands::{add_data_center, add_neuron};
use crate::driver::open;
use crate::world::{SELF_ID, authorized, config, ended, entry, events, id, lived, log_of, neuron};
use bonafide_governance::replay;
use bonafide_governance::state::Event;
use bonafide_governance::state::invariants::try_state;
use bonafide_governance::state::replay::{
    ReplayError, ReplayErrorReason, replay_into, replay_state,
};
use bonafide_kit::commit::root_hash;
use bonafide_kit::{Aggregate, cbor};
use bonafide_types::governance::{Ballot, Outcome, ProposalStatus, Source, Topic, Vote};
use bonafide_types::id::{Blob, Caller, Sha256Hash};
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

#[test]
fn should_refuse_changes_that_no_command_says() {
    for change in [
        at!(QuarantineSettled),
        at!(NeuronAdded),
        at!(NeuronChanged),
        at!(SourcesSet),
        at!(SnsGovernanceSet),
        at!(VotingParametersSet),
        at!(CanistersSet),
    ] {
        // Without the entry before it, after its end, and with another content.
        let mut events = events();
        let event = events.remove(change);
        let journal = events.remove(change - 1);
        let early = replay(encoded(
            events
                .iter()
                .take(change - 1)
                .cloned()
                .chain([event.clone()]),
        ));
        let words = if change == at!(QuarantineSettled) {
            "no journal entry 1"
        } else {
            "no command being executed says so"
        };
        assert_impossible(early.map(drop), change - 1, words);
        let Event::CommandAuthorized { entry, .. } = &journal else {
            panic!("another order of events");
        };
        let end = ended(entry.id, Outcome::Executed);
        let late: Vec<_> = events
            .iter()
            .take(change - 1)
            .cloned()
            .chain([journal.clone(), end, event])
            .collect();
        let outcome = replay(encoded(late)).map(drop);
        assert_impossible(outcome, change + 1, "no command being executed says so");
    }
    let other = |change: usize, forge: fn(&mut Event)| {
        assert_impossible(forged(change, forge), change, "no command being executed");
    };
    other(at!(NeuronAdded), |event| {
        if let Event::NeuronAdded { neuron } = event {
            neuron.voting_power += 1;
        }
    });
    other(at!(NeuronChanged), |event| {
        if let Event::NeuronChanged { neuron } = event {
            neuron.hot_keys.push(Caller(id(8, 8)));
        }
    });
    other(at!(SourcesSet), |event| {
        if let Event::SourcesSet { sources } = event {
            sources.council = false;
        }
    });
    other(at!(QuarantineSettled), |event| {
        if let Event::QuarantineSettled { outcome, .. } = event {
            *outcome = Outcome::Failed {
                reason: String::new(),
            };
        }
    });
}

#[test]
fn should_refuse_a_decision_used_twice() {
    let end = events().len();
    let motion = (Source::NnsMotion, 135_000, 0);
    let again = authorized(9, motion, &add_neuron(), Outcome::Pending);
    let error = followed_by(end, again).unwrap_err();
    assert_eq!(error.reason, ReplayErrorReason::UsedTwice { journal_id: 2 });
    let council = (Source::Council, 1, 0);
    let again = authorized(9, council, &add_data_center(), Outcome::Pending);
    let error = followed_by(end, again).unwrap_err();
    assert_eq!(error.reason, ReplayErrorReason::UsedTwice { journal_id: 0 });
}

#[test]
fn should_refuse_commands_that_nobody_decided() {
    let adopted = at!(Voted);
    let early = authorized(
        0,
        (Source::Council, 1, 0),
        &add_data_center(),
        Outcome::Pending,
    );
    assert_impossible(followed_by(adopted, early), adopted, "an adopted proposal");
    let next = adopted + 1;
    for (decision, command, words) in [
        ((Source::Council, 2, 0), add_data_center(), "no proposal 2"),
        ((Source::Council, 1, 0), add_neuron(), "an adopted proposal"),
        (
            (Source::Council, 1, 1),
            add_data_center(),
            "only an upgrade",
        ),
        ((Source::NnsMotion, 9, 1), add_neuron(), "only an upgrade"),
        ((Source::Upgrade, 9, 16), add_neuron(), "only an upgrade"),
        ((Source::Sns, 2, 0), add_neuron(), "counted from 1"),
    ] {
        let event = authorized(0, decision, &command, Outcome::Pending);
        assert_impossible(followed_by(next, event), next, words);
    }
    let decided = (Source::Council, 1, 0);
    let gap = authorized(1, decided, &add_data_center(), Outcome::Pending);
    assert_impossible(followed_by(next, gap), next, "without a gap");
    let closed = authorized(0, decided, &add_data_center(), Outcome::Executed);
    assert_impossible(followed_by(next, closed), next, "begins open");
    for forge in [
        (|event| {
            if let Event::CommandAuthorized { command, .. } = event {
                command.0.push(0);
            }
        }) as fn(&mut Event),
        |event| {
            if let Event::CommandAuthorized { entry, .. } = event {
                entry.command_hash.0[0] ^= 1;
            }
        },
        |event| {
            if let Event::CommandAuthorized { entry, .. } = event {
                entry.method = "x".repeat(300);
            }
        },
    ] {
        assert_impossible(forged(next, forge), next, "in canonical form");
    }
}

#[test]
fn should_refuse_executions_out_of_order() {
    let end = events().len();
    let begun = |journal_id| Event::ExecutionBegun { journal_id };
    assert_impossible(followed_by(end, begun(0)), end, "was pending");
    assert_impossible(followed_by(end, begun(9)), end, "no journal entry 9");
    let again = ended(8, Outcome::Executed);
    assert_impossible(followed_by(end, again), end, "pending or executing");
    let begin = at!(ExecutionBegun);
    let no_end = ended(0, Outcome::Executing);
    assert_impossible(
        followed_by(begin, no_end),
        begin,
        "what became of the command",
    );
    let settled = Event::QuarantineSettled {
        journal_id: 8,
        outcome: Outcome::Executed,
        by: 1,
    };
    assert_impossible(
        followed_by(end, settled),
        end,
        "what is settled was unknown",
    );
}

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
