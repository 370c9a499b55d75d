use super::*;
use crate::commands::in_words::in_words;
use crate::commands::journal::{self, Authority};
use crate::commands::testing::{REGISTRY, SELF_ID, World, neuron_key};
use bonafide_types::governance::Source;
use bonafide_types::id::Caller;
use bonafide_types::registry::BeginImportArgs;
use candid::Principal;

const OTHER: Principal = Principal::from_slice(&[204, 1]);

impl World {
    fn own(&mut self, command: &Command) -> Result<usize, GovernanceError> {
        let events = decide(&self.state, command, 7, &self.ctx(SELF_ID))?;
        let count = events.len();
        self.record(events);
        Ok(count)
    }

    #[track_caller]
    fn own_refused(&mut self, command: &Command, expected: GovernanceError) {
        assert_eq!(self.own(command), Err(expected));
    }

    #[track_caller]
    fn own_refused_for(&mut self, command: &Command, expected: &str) {
        match self.own(command) {
            Err(
                GovernanceError::InvalidField { field, .. }
                | GovernanceError::OutOfRange { field, .. }
                | GovernanceError::TooMany { field, .. }
                | GovernanceError::TooShort { field, .. }
                | GovernanceError::TooLong { field, .. },
            ) => assert_eq!(field, expected),
            other => panic!("{expected}: {other:?}"),
        }
    }
}

fn add(controller: Principal, voting_power: u64) -> Command {
    Command::AddNeuron(AddNeuronArgs {
        controller: Caller(controller),
        voting_power,
    })
}

fn change(neuron_id: u64, controller: Option<Principal>, voting_power: Option<u64>) -> Command {
    Command::ChangeNeuron(ChangeNeuronArgs {
        neuron_id,
        controller: controller.map(Caller),
        voting_power,
    })
}

fn sources(council: bool, sns: bool, nns_motion: bool) -> Command {
    Command::SetSources(Sources {
        council,
        sns,
        nns_motion,
        upgrade: false,
    })
}

fn sns(canister: Option<Principal>) -> Command {
    Command::SetSnsGovernance(SetSnsGovernanceArgs {
        sns_governance: canister.map(Caller),
    })
}

fn settle(journal_id: u64, executed: bool, evidence: &str) -> Command {
    Command::SettleQuarantine(SettleQuarantineArgs {
        journal_id,
        executed,
        evidence: evidence.into(),
    })
}

#[test]
fn should_add_neurons_with_the_next_number() {
    let mut world = World::new(&[5, 5]);
    let words = in_words(&world.state, &add(OTHER, 7));
    assert!(
        words.contains("neuron 3") && words.contains("from 10 to 17"),
        "{words}"
    );
    assert_eq!(world.own(&add(OTHER, 7)), Ok(1));
    assert_eq!(world.state.neuron(3).unwrap().controller, Caller(OTHER));
    assert_eq!(world.state.council.electorate().total, 17);
    for (command, field) in [
        (add(Principal::anonymous(), 1), "controller"),
        (add(Principal::management_canister(), 1), "controller"),
        (add(OTHER, 0), "voting_power"),
        (add(OTHER, 1_000_000_000_000_001), "voting_power"),
    ] {
        world.own_refused_for(&command, field);
    }
    let mut full = World::new(&[1; 1_000]);
    full.own_refused_for(&add(OTHER, 1), "neurons");
}

#[test]
fn should_change_neurons_and_keep_one_that_can_vote() {
    let mut world = World::new(&[5, 0]);
    let words = in_words(&world.state, &change(2, Some(OTHER), Some(7)));
    assert!(
        words.contains("voting power 0 -> 7, of all neurons 5 -> 12"),
        "{words}"
    );
    assert!(words.contains("its 1 hot keys are removed"), "{words}");
    assert_eq!(world.own(&change(2, Some(neuron_key(2)), None)), Ok(0));
    assert_eq!(world.state.neuron(2).unwrap().hot_keys.len(), 1);
    world.own_refused(
        &change(1, None, Some(0)),
        GovernanceError::CouncilWithoutVotes,
    );
    world.own_refused(
        &change(9, None, None),
        GovernanceError::NeuronNotFound { neuron_id: 9 },
    );
    world.own_refused_for(&change(1, Some(Principal::anonymous()), None), "controller");
    assert_eq!(world.own(&change(2, Some(OTHER), Some(7))), Ok(1));
    let neuron = world.state.neuron(2).unwrap();
    assert_eq!((neuron.hot_keys.len(), neuron.voting_power), (0, 7));
    assert_eq!(world.own(&change(1, None, Some(0))), Ok(1));
}

#[test]
fn should_keep_a_source_that_can_decide() {
    let mut world = World::new(&[5]);
    world.own_refused(&sources(false, false, false), GovernanceError::LastSource);
    world.own_refused(&sources(true, true, false), GovernanceError::SnsNotSet);
    assert_eq!(world.own(&sns(Some(OTHER))), Ok(1));
    let words = in_words(&world.state, &sources(false, true, false));
    assert!(
        words.contains("the council on -> off, the SNS off -> on"),
        "{words}"
    );
    assert_eq!(world.own(&sources(false, true, false)), Ok(1));
    assert_eq!(world.own(&sources(false, true, false)), Ok(0));
    world.own_refused(&sns(None), GovernanceError::SnsNotSet);
    for nobody in [
        Principal::anonymous(),
        Principal::management_canister(),
        SELF_ID,
    ] {
        world.own_refused_for(&sns(Some(nobody)), "sns_governance");
    }
    assert_eq!(
        world.own(&change(1, None, Some(0))),
        Ok(1),
        "the council is off"
    );
    world.own_refused(
        &sources(true, true, false),
        GovernanceError::CouncilWithoutVotes,
    );
}

#[test]
fn should_refuse_voting_parameters_out_of_range() {
    let mut world = World::new(&[5]);
    let with = |change: fn(&mut VotingParameters)| {
        let mut voting = VotingParameters::default();
        change(&mut voting);
        Command::SetVotingParameters(voting)
    };
    for (command, field) in [
        (
            with(|v| v.voting_period_seconds = 43_199),
            "voting_period_seconds",
        ),
        (
            with(|v| v.voting_period_seconds = 2_592_001),
            "voting_period_seconds",
        ),
        (
            with(|v| v.wait_for_quiet_seconds = 345_601),
            "wait_for_quiet_seconds",
        ),
        (with(|v| v.quorum_bps = 0), "quorum_bps"),
        (with(|v| v.quorum_bps = 2_001), "critical_quorum_bps"),
        (
            with(|v| v.critical_quorum_bps = 10_001),
            "critical_quorum_bps",
        ),
        (
            with(|v| v.critical_majority_bps = 4_999),
            "critical_majority_bps",
        ),
        (
            with(|v| v.critical_majority_bps = 10_000),
            "critical_majority_bps",
        ),
        (
            with(|v| v.open_proposals_per_neuron = 0),
            "open_proposals_per_neuron",
        ),
        (
            with(|v| v.open_proposals_per_neuron = 201),
            "open_proposals_per_neuron",
        ),
    ] {
        world.own_refused_for(&command, field);
    }
    let edge = with(|v| {
        v.voting_period_seconds = 43_200;
        v.wait_for_quiet_seconds = 43_200;
        v.critical_majority_bps = 9_999;
        v.open_proposals_per_neuron = 200;
    });
    let words = in_words(&world.state, &edge);
    assert!(words.contains("voting period 345600 -> 43200 s"), "{words}");
    assert!(!words.contains("quorum"), "{words}");
    assert_eq!(world.own(&edge), Ok(1));
    assert_eq!(world.own(&edge), Ok(0));
}

#[test]
fn should_set_canisters_and_own_no_other_commands() {
    let mut world = World::new(&[5]);
    let canisters = |registry, [identity, audits, rewards]: [Option<Principal>; 3]| {
        Command::SetCanisters(Canisters {
            registry: Caller(registry),
            identity: identity.map(Caller),
            audits: audits.map(Caller),
            rewards: rewards.map(Caller),
        })
    };
    let registry = |id| canisters(id, [None; 3]);
    world.own_refused_for(&registry(SELF_ID), "registry");
    world.own_refused_for(&registry(Principal::anonymous()), "registry");
    assert_eq!(world.own(&registry(REGISTRY)), Ok(0));
    assert_eq!(world.own(&registry(OTHER)), Ok(1));
    for nobody in [SELF_ID, Principal::management_canister()] {
        let nobody = Some(nobody);
        world.own_refused_for(&canisters(OTHER, [nobody, None, None]), "identity");
        world.own_refused_for(&canisters(OTHER, [None, nobody, None]), "audits");
        world.own_refused_for(&canisters(OTHER, [None, None, nobody]), "rewards");
    }
    let all = canisters(OTHER, [Some(REGISTRY), Some(OTHER), Some(OTHER)]);
    let words = in_words(&world.state, &all);
    assert!(words.contains("identity canister none -> "), "{words}");
    assert!(words.contains("audits canister none -> "), "{words}");
    assert!(words.contains("rewards canister none -> "), "{words}");
    assert!(!words.contains("registry "), "{words}");
    assert_eq!((world.own(&all), world.own(&all)), (Ok(1), Ok(0)));
    assert_eq!(world.own(&registry(OTHER)), Ok(1), "none is a change");
    let import = Command::BeginImport(BeginImportArgs {
        source: "x".into(),
        source_version: "1".into(),
        page_hashes: vec![],
        source_hash: bonafide_types::id::Sha256Hash([0; 32]),
    });
    assert!(matches!(
        world.own(&import),
        Err(GovernanceError::GenericError { .. })
    ));
}

#[test]
fn should_settle_what_is_quarantined_and_nothing_else() {
    let mut world = World::new(&[5]);
    let ctx = world.ctx(SELF_ID);
    for (id, outcome) in [
        (0, journal::quarantined("lost".into())),
        (1, Outcome::Executed),
        (2, journal::quarantined("lost".into())),
    ] {
        let command = add(OTHER, 1);
        let authority = Authority::of(Source::Sns, id + 1);
        let entry = journal::entry(&world.state, authority, &command, Outcome::Executing, &ctx);
        assert_eq!(entry.id, id);
        world.record(vec![
            journal::authorized(entry, &command),
            journal::ended(id, outcome, None),
        ]);
    }
    world.own_refused(
        &settle(9, true, "seen"),
        GovernanceError::JournalEntryNotFound { journal_id: 9 },
    );
    world.own_refused(
        &settle(1, true, "seen"),
        GovernanceError::NotQuarantined { journal_id: 1 },
    );
    world.own_refused_for(&settle(0, true, ""), "evidence");
    world.own_refused_for(&settle(0, true, &"e".repeat(1_001)), "evidence");
    let words = in_words(&world.state, &settle(0, false, "not there"));
    assert!(
        words.contains("add_neuron") && words.contains("as failed"),
        "{words}"
    );
    world.own(&settle(0, false, "not there")).unwrap();
    world.own(&settle(2, true, "seen")).unwrap();
    let entry = |id| world.state.journal_entry(id).unwrap();
    assert_eq!(entry(0).outcome, journal::failed("not there".into()));
    assert_eq!(entry(2).outcome, Outcome::Executed);
    assert_eq!(
        (entry(0).settled_by, entry(2).settled_by),
        (Some(7), Some(7))
    );
}
