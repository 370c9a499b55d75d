//! Forged decisions, commands and executions.

use super::{assert_impossible, encoded, followed_by, forged, place};
use crate::commands::{add_data_center, add_neuron};
use crate::world::{authorized, ended, events, id};
use bonafide_governance::replay;
use bonafide_governance::state::Event;
use bonafide_governance::state::replay::ReplayErrorReason;
use bonafide_types::governance::{Outcome, Source};
use bonafide_types::id::Caller;

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
