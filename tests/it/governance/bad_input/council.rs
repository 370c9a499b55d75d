//! The council: votes, following, proposals that are not taken.

use super::super::{assert_true_records, motion, unchanged};
use super::{ALL, switch};
use crate::governance::data_center;
use bonafide_client::ClientError;
use bonafide_test_support::{Plan, Suite, actors, args, reject, run};
use bonafide_types::governance::{
    Action, Command, GovernanceError, ProposalStatus, Source, Sources, SubmitProposalArgs, Topic,
    Vote, VoteArgs,
};
use bonafide_types::id::Caller;
use candid::Principal;
use pocket_ic::Time;
use std::time::Duration;

fn council(powers: &[u64]) -> Suite {
    Suite::new(&Plan {
        powers: powers.to_vec(),
        ..Plan::default()
    })
}

/// Moves the clock to so many nanoseconds before a second.
fn go_to(suite: &Suite, seconds: u64, less_ns: u64) {
    let time = Time::from_nanos_since_unix_epoch(seconds * 1_000_000_000 - less_ns);
    suite.pic.set_time(time);
}

#[test]
fn should_refuse_votes_that_do_not_count() {
    let suite = council(&[40, 5, 5, 0, 50]);
    let id = suite.submit(1, motion("Let it be so.")).unwrap();
    suite.vote(2, id, Vote::No).unwrap();
    let refused = |neuron, proposal| {
        unchanged(&suite, || suite.vote(neuron, proposal, Vote::Yes)).unwrap_err()
    };
    for (neuron, vote) in [(1, Vote::Yes), (2, Vote::No)] {
        let expected = GovernanceError::AlreadyVoted {
            neuron_id: neuron.into(),
            proposal_id: id,
            vote,
        };
        assert_eq!(refused(neuron, id), expected, "votes once");
    }
    let none = GovernanceError::NoVotingPower { neuron_id: 4 };
    assert_eq!(refused(4, id), none);
    let unknown = GovernanceError::NeuronNotFound { neuron_id: 9 };
    assert_eq!(refused(9, id), unknown);
    let proposal_id = id + 1;
    let unknown = GovernanceError::ProposalNotFound { proposal_id };
    assert_eq!(refused(3, proposal_id), unknown);
}

#[test]
fn should_refuse_a_vote_by_a_stranger() {
    let suite = Suite::default();
    let id = suite.submit(1, motion("Let it be so.")).unwrap();
    let args = VoteArgs {
        neuron_id: 3,
        proposal_id: id,
        vote: Vote::Yes,
    };
    for caller in [actors::stranger(), actors::voter(2)] {
        let answer = unchanged(&suite, || run(suite.client(caller).vote(&args)));
        let expected = GovernanceError::NotAuthorized {
            neuron_id: 3,
            caller: Caller(caller),
        };
        match answer {
            Err(ClientError::Governance(error)) => assert_eq!(error, expected),
            other => panic!("{other:?}"),
        }
    }
    let nobody = suite.client(Principal::anonymous());
    let text = reject(unchanged(&suite, || run(nobody.vote(&args))));
    assert!(text.contains("CallerAnonymous"), "{text}");
}

/// To the second: the last moment before the deadline counts, the deadline itself does not.
#[test]
fn should_refuse_a_vote_at_the_deadline() {
    let suite = council(&[40, 5, 5, 50]);
    // Away from the minute at which the canister's timer runs.
    suite.pass(Duration::from_secs(30));
    let proposal_id = suite.submit(1, motion("Let it be so.")).unwrap();
    let deadline = suite.proposal(proposal_id).state.deadline_timestamp_seconds;
    go_to(&suite, deadline - 20, 0);
    for _ in 0..5 {
        suite.pic.tick();
    }
    go_to(&suite, deadline, 1_000_000);
    suite.vote(2, proposal_id, Vote::Yes).unwrap();
    go_to(&suite, deadline, 0);
    let answer = unchanged(&suite, || suite.vote(3, proposal_id, Vote::Yes));
    let expected = GovernanceError::DeadlinePassed {
        proposal_id,
        deadline_timestamp_seconds: deadline,
    };
    assert_eq!(answer, Err(expected));

    suite.pass(Duration::from_mins(2));
    let state = suite.settled(proposal_id);
    assert_eq!(state.status, ProposalStatus::Executed);
    assert_eq!((state.latest_tally.yes, state.latest_tally.no), (45, 0));
    let answer = unchanged(&suite, || suite.vote(3, proposal_id, Vote::Yes));
    let status = ProposalStatus::Executed;
    let expected = GovernanceError::ProposalNotOpen {
        proposal_id,
        status,
    };
    assert_eq!(answer, Err(expected), "it is decided");
    assert_true_records(&suite);
}

#[test]
fn should_refuse_to_follow_in_a_circle() {
    let suite = Suite::default();
    let topic = Topic::Governance;
    let answer = unchanged(&suite, || suite.follow(1, topic, &[2, 1]));
    assert_eq!(answer, Err(GovernanceError::FollowsItself { neuron_id: 1 }));
    suite.follow(1, topic, &[2]).unwrap();
    suite.follow(2, topic, &[3]).unwrap();
    let answer = unchanged(&suite, || suite.follow(3, topic, &[1]));
    let path = vec![3, 1, 2, 3];
    assert_eq!(answer, Err(GovernanceError::FollowingCycle { path }));
    suite.follow(3, Topic::NodeAdmin, &[1]).unwrap();
}

fn proposal(action: Action) -> SubmitProposalArgs {
    SubmitProposalArgs {
        neuron_id: 1,
        title: "An example".into(),
        summary: "Told by a test.".into(),
        url: String::new(),
        action,
    }
}

/// A command of so many bytes and some more.
fn command_over(bytes: usize) -> Command {
    let mut args = args::declaration(args::version(1, 0, 0));
    args.text = "x".repeat(bytes);
    Command::PublishDeclaration(args)
}

#[test]
fn should_refuse_a_proposal_over_size() {
    let suite = Suite::default();
    let taken =
        |args: &SubmitProposalArgs| run(suite.client(actors::voter(1)).submit_proposal(args));
    let with = |change: &dyn Fn(&mut SubmitProposalArgs)| {
        let mut args = proposal(motion("Let it be so."));
        change(&mut args);
        args
    };
    let long = |bytes| "x".repeat(bytes);
    let cases = [
        (with(&|it| it.title = long(257)), "title", 257, 256),
        (with(&|it| it.title = long(4)), "title", 4, 5),
        (
            with(&|it| it.summary = long(30_001)),
            "summary",
            30_001,
            30_000,
        ),
        (with(&|it| it.url = long(2_049)), "url", 2_049, 2_048),
        (with(&|it| it.url = long(9)), "url", 9, 10),
        (
            with(&|it| it.action = motion(&long(10_001))),
            "motion_text",
            10_001,
            10_000,
        ),
        (with(&|it| it.action = motion("")), "motion_text", 0, 1),
    ];
    for (args, field, bytes, limit) in cases {
        let answer = unchanged(&suite, || taken(&args));
        let field: String = field.into();
        let expected = if bytes > limit {
            GovernanceError::TooLong {
                field,
                bytes,
                limit,
            }
        } else {
            GovernanceError::TooShort {
                field,
                bytes,
                limit,
            }
        };
        match answer {
            Err(ClientError::Governance(error)) => assert_eq!(error, expected),
            other => panic!("{expected}: {other:?}"),
        }
    }
    let command = command_over(262_144);
    match unchanged(&suite, || suite.submit(1, Action::Command(command))) {
        Err(GovernanceError::TooLong { field, limit, .. }) => {
            assert_eq!((field.as_str(), limit), ("command", 262_144));
        }
        other => panic!("{other:?}"),
    }
    // At the limits all is well.
    let args = with(&|it| {
        it.title = long(256);
        it.summary = long(30_000);
        it.url = long(2_048);
        it.action = motion(&long(10_000));
    });
    taken(&args).unwrap();
}

#[test]
fn should_refuse_a_sixth_open_proposal() {
    let suite = Suite::default();
    for number in 1..=5 {
        assert_eq!(suite.submit(1, motion("Let it be so.")), Ok(number));
    }
    let answer = unchanged(&suite, || suite.submit(1, motion("And this.")));
    let (neuron_id, limit) = (1, 5);
    let expected = GovernanceError::TooManyOpenProposals { neuron_id, limit };
    assert_eq!(answer, Err(expected));
    suite.submit(2, motion("Another's.")).unwrap();
    // One that is decided makes room.
    suite.vote(2, 1, Vote::Yes).unwrap();
    suite.submit(1, motion("And this.")).unwrap();
}

#[test]
fn should_refuse_proposals_of_those_without_a_vote() {
    let suite = council(&[1, 0]);
    let answer = unchanged(&suite, || suite.submit(2, motion("Let it be so.")));
    assert_eq!(answer, Err(GovernanceError::NoVotingPower { neuron_id: 2 }));
    let caller = actors::stranger();
    let args = proposal(motion("Let it be so."));
    match unchanged(&suite, || run(suite.client(caller).submit_proposal(&args))) {
        Err(ClientError::Governance(error)) => {
            let caller = Caller(caller);
            let neuron_id = 1;
            assert_eq!(error, GovernanceError::NotAuthorized { neuron_id, caller });
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn should_refuse_proposals_while_the_council_is_off() {
    let suite = Suite::default();
    switch(
        &suite,
        Sources {
            council: false,
            ..ALL
        },
    );
    let source_off = Source::Council;
    for action in [motion("Let it be so."), Action::Command(data_center("dc1"))] {
        let answer = unchanged(&suite, || suite.submit(1, action));
        assert_eq!(answer, Err(GovernanceError::SourceOff { source_off }));
    }
    assert_true_records(&suite);
}
