use super::*;
use crate::flows::testing::{
    World, add_data_center, add_neuron, all_sources, entry, open, outcome, switch,
};
use crate::state::Event;
use bonafide_types::governance::Sources;
use bonafide_types::id::Caller;
use bonafide_types::registry::{PublishDeclarationArgs, Version};
use candid::Principal;

const SNS: Principal = Principal::from_slice(&[204, 1]);

fn world() -> World {
    let mut world = World::new(&[1]);
    let sns_governance = Some(Caller(SNS));
    world.record(vec![Event::SnsGovernanceSet { sns_governance }]);
    switch(&mut world, all_sources());
    world
}

fn refused(world: &World, caller: Principal, command: &Command) -> String {
    let refusal = authorize(&world.state, command, &world.ctx(caller)).unwrap_err();
    refusal.split(':').next().unwrap().into()
}

#[test]
fn should_let_the_sns_alone_decide_and_count_its_decisions() {
    let mut world = world();
    for (number, command) in (1..).zip([add_data_center(), add_data_center(), add_neuron()]) {
        let opening = authorize(&world.state, &command, &world.ctx(SNS)).unwrap();
        let id = open(&mut world, opening);
        let entry = entry(&world, id);
        assert_eq!((entry.source, entry.source_id), (Source::Sns, number));
    }
    let stranger = Principal::from_slice(&[1]);
    let command = add_data_center();
    assert_eq!(
        refused(&world, stranger, &command),
        "CallerNotSnsGovernance"
    );
    assert_eq!(
        refused(&world, Principal::anonymous(), &command),
        "CallerAnonymous"
    );
}

#[test]
fn should_refuse_the_sns_while_it_is_no_source() {
    let mut world = world();
    let sources = Sources {
        sns: false,
        ..all_sources()
    };
    switch(&mut world, sources);
    let command = add_data_center();
    assert_eq!(refused(&world, SNS, &command), "SourceOff");
    world.record(vec![Event::SnsGovernanceSet {
        sns_governance: None,
    }]);
    assert_eq!(refused(&world, SNS, &command), "SnsNotSet");
    assert_eq!(
        refused(&world, Principal::anonymous(), &command),
        "CallerAnonymous"
    );
}

#[test]
fn should_refuse_commands_over_size() {
    let command = |bytes: usize| {
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
    };
    assert_eq!(refused(&world(), SNS, &command(COMMAND_BYTES)), "TooLong");
    assert_eq!(check_size(&command(COMMAND_BYTES - 100)), Ok(()));
}

#[test]
fn should_reply_after_an_effect_only() {
    let mut world = world();
    let opening = authorize(&world.state, &add_neuron(), &world.ctx(SNS)).unwrap();
    let id = open(&mut world, opening);
    assert_eq!(outcome(&world, id), Outcome::Executed);
    let mut entry = entry(&world, id);
    assert_eq!(answer(&entry), Ok(()));
    let reason = || "words".to_owned();
    for (outcome, rejection) in [
        (
            Outcome::Failed { reason: reason() },
            "Failed: journal entry 0: words",
        ),
        (
            Outcome::Quarantined { reason: reason() },
            "Quarantined: journal entry 0: words",
        ),
        (
            Outcome::Executing,
            "Quarantined: journal entry 0: its outcome is not known yet",
        ),
    ] {
        entry.outcome = outcome;
        assert_eq!(answer(&entry), Err(rejection.into()));
    }
}

#[test]
fn should_tell_voters_the_hash_that_the_journal_has() {
    let mut world = world();
    let command = add_data_center();
    let opening = authorize(&world.state, &command, &world.ctx(SNS)).unwrap();
    let id = open(&mut world, opening);
    let hash = entry(&world, id).command_hash;
    let words = with_hash("Adds it.", &command);
    assert_eq!(words, format!("Adds it.\nCommand hash: {hash}"));
}
