use super::*;
use crate::commands::testing::{
    Heap, World, motion, neuron_key, proposal, submit as decide, vote_args,
};
use crate::commands::{own, vote};
use bonafide_types::governance::{Command, Sources};
use bonafide_types::id::Caller;
use bonafide_types::identity::SetFeeBudgetArgs;
use bonafide_types::registry::{PublishDeclarationArgs, Version};

fn command(bytes: usize) -> Command {
    Command::PublishDeclaration(PublishDeclarationArgs {
        language: "en".into(),
        version: Version {
            major: 1,
            minor: 0,
            patch: 0,
        },
        text: "x".repeat(bytes),
        effective_from_ns: None,
    })
}

fn sources(council: bool) -> Sources {
    Sources {
        council,
        sns: false,
        nns_motion: true,
        upgrade: false,
    }
}

#[test]
fn should_submit_and_vote_yes() {
    let mut world = World::new(&[10, 90]);
    let args = proposal(1, Action::Command(command(10)));
    let id = world.try_submit(1, args).unwrap();
    assert_eq!(id, 1);
    let row = world.state.proposal(id).unwrap();
    assert_eq!(row.method, "publish_declaration");
    assert_eq!(row.topic, Topic::ParticipantManagement);
    assert_eq!(row.command_hash, Some(command::hash(&command(10))));
    assert_eq!(row.proposal_timestamp_seconds, world.seconds());
    assert_eq!((row.rules.quorum_bps, row.rules.majority_bps), (300, 5_000));
    let state = world.state.proposal_state(id).unwrap();
    assert_eq!(state.status, ProposalStatus::Open);
    assert_eq!(
        (state.latest_tally.yes, state.latest_tally.total),
        (10, 100)
    );
    assert_eq!(
        state.deadline_timestamp_seconds,
        world.seconds() + 4 * 86_400
    );
    let content = world.state.content(id).unwrap();
    assert_eq!(content.rendering, "As said.");
    assert_eq!(
        world.state.command(row.command_hash.unwrap()),
        Some(command(10))
    );
}

#[test]
fn should_not_put_to_the_vote_what_no_canister_would_carry_out() {
    let mut world = World::new(&[10]);
    let authorized_e8s = 1;
    let command = Command::SetFeeBudget(SetFeeBudgetArgs { authorized_e8s });
    let args = || proposal(1, Action::Command(command.clone()));
    let canister = "identity".into();
    world.refuse(
        1,
        decide,
        args(),
        GovernanceError::CanisterNotSet { canister },
    );
    let mut canisters = world.state.settings().canisters;
    canisters.identity = Some(Caller(neuron_key(9)));
    world.record(vec![Event::CanistersSet { canisters }]);
    assert_eq!(world.try_submit(1, args()), Ok(1));
}

#[test]
fn should_use_the_critical_rules_and_keep_them() {
    let mut world = World::new(&[10, 90]);
    let change = Command::SetVotingParameters(VotingParameters {
        critical_quorum_bps: 6_000,
        ..VotingParameters::default()
    });
    let id = world.submit(1, Action::Command(change.clone()));
    let before = world.state.proposal(id).unwrap();
    let rules = (before.rules.quorum_bps, before.rules.majority_bps);
    assert_eq!(rules, (2_000, 6_700));
    let events = own::decide(&world.state, &change, 0, &world.ctx(neuron_key(1))).unwrap();
    world.record(events);
    assert_eq!(world.state.proposal(id).unwrap(), before);
    let later = world.submit(1, Action::Command(change));
    assert_eq!(world.state.proposal(later).unwrap().rules.quorum_bps, 6_000);
}

#[test]
fn should_adopt_at_once_by_a_majority_of_one() {
    let mut world = World::new(&[51, 49]);
    let id = world.submit(1, Action::Command(command(10)));
    let state = world.state.proposal_state(id).unwrap();
    assert_eq!(state.status, ProposalStatus::Adopted);
    assert_eq!(state.decided_timestamp_seconds, Some(world.seconds()));
    assert!(world.state.adopted.contains(&id) && world.state.open.is_empty());
}

#[test]
fn should_refuse_texts_beyond_their_lengths() {
    let mut world = World::new(&[10, 90]);
    let texts = |title: usize, summary: usize, url: usize, action| SubmitProposalArgs {
        neuron_id: 1,
        title: "t".repeat(title),
        summary: "s".repeat(summary),
        url: "u".repeat(url),
        action,
    };
    let text = |bytes: usize| {
        Action::Motion(Motion {
            motion_text: "m".repeat(bytes),
        })
    };
    for (args, field) in [
        (texts(4, 0, 0, text(1)), "title"),
        (texts(257, 0, 0, text(1)), "title"),
        (texts(5, 30_001, 0, text(1)), "summary"),
        (texts(5, 0, 9, text(1)), "url"),
        (texts(5, 0, 2_049, text(1)), "url"),
        (texts(5, 0, 0, text(0)), "motion_text"),
        (texts(5, 0, 0, text(10_001)), "motion_text"),
        (texts(5, 0, 0, Action::Command(command(262_144))), "command"),
    ] {
        match world.try_submit(1, args) {
            Err(
                GovernanceError::TooLong { field: found, .. }
                | GovernanceError::TooShort { field: found, .. },
            ) => assert_eq!(found, field),
            other => panic!("{field}: {other:?}"),
        }
    }
    assert_eq!(world.events(), 1);
    world
        .try_submit(1, texts(256, 30_000, 2_048, text(10_000)))
        .unwrap();
    world.try_submit(1, texts(5, 0, 10, text(1))).unwrap();
}

#[test]
fn should_refuse_who_may_not_submit() {
    let mut world = World::new(&[10, 90, 0]);
    world.refuse(
        2,
        decide,
        proposal(1, motion()),
        GovernanceError::NotAuthorized {
            neuron_id: 1,
            caller: Caller(neuron_key(2)),
        },
    );
    world.refuse(
        3,
        decide,
        proposal(3, motion()),
        GovernanceError::NoVotingPower { neuron_id: 3 },
    );
    world.record(vec![Event::SourcesSet {
        sources: sources(false),
    }]);
    world.refuse(
        1,
        decide,
        proposal(1, motion()),
        GovernanceError::SourceOff {
            source_off: Source::Council,
        },
    );
}

#[test]
fn should_limit_open_proposals_with_those_in_flight() {
    let mut world = World::new(&[10, 90]);
    for _ in 0..5 {
        world.submit(1, motion());
    }
    let full = GovernanceError::TooManyOpenProposals {
        neuron_id: 1,
        limit: 5,
    };
    world.refuse(1, decide, proposal(1, motion()), full);
    let check_with = |world: &World, of_neuron, of_council| {
        let in_flight = InFlight {
            of_neuron,
            of_council,
        };
        let ctx = world.ctx(neuron_key(2));
        check(&world.state, &proposal(2, motion()), &ctx, in_flight)
    };
    assert_eq!(check_with(&world, 4, 4), Ok(()));
    assert!(matches!(
        check_with(&world, 5, 5),
        Err(GovernanceError::TooManyOpenProposals { .. })
    ));
    assert_eq!(check_with(&world, 0, 49), Ok(()));
    assert_eq!(
        check_with(&world, 0, 50),
        Err(GovernanceError::CouncilBusy { limit: 50 })
    );
}

#[test]
fn should_limit_open_proposals_of_all() {
    let mut world = World::new(&[1; 41]);
    for neuron in 1..=40 {
        for _ in 0..5 {
            world.submit(neuron, motion());
        }
    }
    let full = GovernanceError::CouncilBusy { limit: 200 };
    world.refuse(41, decide, proposal(41, motion()), full);
}

#[test]
fn should_collect_so_many_at_once_and_no_more() {
    let mut world = World::new(&[10, 10, 80]);
    for neuron in [1, 2] {
        for _ in 0..5 {
            world.submit(neuron, motion());
        }
    }
    for _ in 0..100 {
        world.submit(3, motion());
    }
    world.now_ns += 8 * 86_400 * SECOND_NS;
    world.tick();
    for oldest in [6, 11] {
        world.submit(3, motion());
        let present = |id: &u64| world.state.proposal(*id).is_some();
        assert_eq!((1..100).find(present), Some(oldest));
    }
}

#[test]
fn should_collect_the_oldest_decided_of_the_topic() {
    let mut world = World::new(&[32, 68]);
    let decided = |world: &mut World| {
        let id = world.submit(1, motion());
        let no = vote_args(2, id, Vote::No);
        world.run_as(2, vote::decide, no).unwrap();
        id
    };
    let open = world.submit(1, motion());
    let adopted = world.submit(2, Action::Command(own_command()));
    let oldest = decided(&mut world);
    for _ in 1..101 {
        decided(&mut world);
    }
    let present = |state: &Heap, id| state.proposal(id).is_some();
    assert!(present(&world.state, oldest));
    let other_topic = world.submit(1, Action::Command(command(10)));
    assert!(present(&world.state, oldest), "another topic");
    world.submit(1, motion());
    assert!(!present(&world.state, oldest));
    assert_eq!(world.state.content(oldest), None);
    for id in [open, adopted, oldest + 1, other_topic] {
        assert!(present(&world.state, id), "{id}");
    }
    world.submit(1, motion());
    assert!(present(&world.state, oldest + 1), "100 are kept");
}

/// Critical: adopted at once by 68 of 100.
fn own_command() -> Command {
    Command::SetSources(sources(true))
}
