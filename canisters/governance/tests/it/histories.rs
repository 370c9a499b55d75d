//! Random histories, lived by governance and told by the model.

use crate::driver::{Governance, Heap, open, parameters, sources};
use crate::model::{Fate, Model, Stage};
use crate::step::{Ask, Step, history};
use crate::world::{NOW, SECOND_NS, log_of};
use bonafide_governance::state::invariants::try_state;
use bonafide_governance::state::replay::replay_into;
use bonafide_kit::commit::root_hash;
use bonafide_types::governance::{Outcome, ProposalStatus, Source, Vote};
use ic_stable_structures::VectorMemory;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;

fn fate(status: ProposalStatus) -> Fate {
    match status {
        ProposalStatus::Open => Fate::Open,
        ProposalStatus::Rejected => Fate::Rejected,
        ProposalStatus::Adopted => Fate::Adopted,
        ProposalStatus::Executed => Fate::Executed,
        ProposalStatus::Failed => Fate::Failed,
        ProposalStatus::Quarantined => Fate::Unknown,
    }
}

fn stage(outcome: &Outcome) -> Stage {
    match outcome {
        Outcome::Pending => Stage::Waiting,
        Outcome::Executing => Stage::Out,
        Outcome::Executed => Stage::Done,
        Outcome::Failed { .. } => Stage::Failed,
        Outcome::Quarantined { .. } => Stage::Unknown,
    }
}

const SOURCES: [Source; 4] = [
    Source::Council,
    Source::Sns,
    Source::NnsMotion,
    Source::Upgrade,
];

/// Checks that governance holds what the model says, and nothing else.
fn assert_agree(state: &Heap, model: &Model) {
    let config = state.settings();
    assert_eq!(config.sources, sources(model.sources));
    assert_eq!(config.voting, parameters(model.parameters));
    for (id, told) in &model.neurons {
        assert_eq!(state.neuron(*id).unwrap().voting_power, told.power);
    }
    assert_proposals(state, model);
    assert_journal(state, model);
    let unknown = |entry: &&crate::model::Entry| entry.stage == Stage::Unknown;
    let open = model
        .proposals
        .iter()
        .filter(|told| told.fate == Fate::Open);
    let summary = state.summary();
    let counted = [
        summary.neurons,
        summary.proposals,
        summary.open_proposals,
        summary.journal_entries,
        summary.quarantined,
    ];
    let told = [
        model.neurons.len(),
        model.proposals.len(),
        open.count(),
        model.journal.len(),
        model.journal.iter().filter(unknown).count(),
    ];
    assert_eq!(counted, told.map(|count| count as u64));
}

fn assert_proposals(state: &Heap, model: &Model) {
    for (id, told) in (1..).zip(&model.proposals) {
        let found = state.proposal_state(id).unwrap();
        assert_eq!(fate(found.status), told.fate, "proposal {id}");
        let tally = found.latest_tally;
        assert_eq!(
            [tally.yes, tally.no, tally.total].map(u128::from),
            [told.yes(), told.no(), told.total()],
            "proposal {id}"
        );
        assert_eq!(found.deadline_timestamp_seconds, told.deadline);
        assert_eq!(found.decided_timestamp_seconds, told.decided);
        assert_eq!(found.journal_id, told.entry.map(|id| id as u64));
        for neuron in model.neurons.keys() {
            let expected = told.ballots.get(neuron).map(|ballot| {
                let vote = ballot.yes.map(|yes| if yes { Vote::Yes } else { Vote::No });
                (ballot.power, vote)
            });
            assert_eq!(state.ballot(id, *neuron), expected, "proposal {id}");
        }
    }
}

fn assert_journal(state: &Heap, model: &Model) {
    for (id, told) in (0..).zip(&model.journal) {
        let found = state.journal_entry(id).unwrap();
        let (source, source_id, index) = told.decision;
        assert_eq!(
            (found.source, found.source_id, found.index),
            (SOURCES[source], source_id, index)
        );
        assert_eq!(stage(&found.outcome), told.stage, "entry {id}");
        assert_eq!(found.settled_by, told.settled_by.map(|id| id as u64));
        assert_eq!(state.executed_as(found.source, source_id, index), Some(id));
        if found.source == Source::Council {
            assert_adopted(state, source_id, id, told.ask);
        }
    }
}

/// Nothing of the council's is executed that was not adopted, nor anything else than was.
fn assert_adopted(state: &Heap, proposal_id: u64, journal_id: u64, ask: Ask) {
    let proposal = state.proposal(proposal_id).unwrap();
    let standing = state.proposal_state(proposal_id).unwrap();
    let entry = state.journal_entry(journal_id).unwrap();
    assert_eq!(proposal.command_hash, Some(entry.command_hash));
    assert_eq!(proposal.method, entry.method);
    let tally = standing.latest_tally;
    assert!(tally.yes > tally.no, "{ask:?} was not adopted");
    let decided = standing.decided_timestamp_seconds.unwrap();
    assert!(decided <= entry.opened_at_ns / SECOND_NS);
}

/// Lives a history and checks every step; what happened, in words, is returned.
fn live(powers: &[u64], which: usize, steps: &[Step], thoroughly: bool) -> BTreeSet<String> {
    let mut governance = Governance::install(NOW, powers, which);
    let mut model = Model::new(NOW, powers, which);
    let mut happened = BTreeSet::new();
    for step in steps {
        let before = thoroughly.then(|| root_hash(&mut governance.state));
        let objections = model.objections(step);
        match governance.try_step(step, model.now) {
            Ok(()) => {
                assert_eq!(objections, [""; 0], "{step:?} was done");
                model.apply(step);
                let shown = format!("{step:?}");
                happened.insert(shown.split('(').next().unwrap_or_default().into());
            }
            Err(refusal) => {
                assert!(
                    objections.contains(&refusal.as_str()),
                    "{step:?} was refused by {refusal}, not by one of {objections:?}"
                );
                if let Some(before) = before {
                    let after = root_hash(&mut governance.state);
                    assert_eq!(after, before, "a refusal changes nothing");
                }
                happened.insert(refusal);
            }
        }
        assert_agree(&governance.state, &model);
        if thoroughly {
            try_state(&governance.state).unwrap();
        }
    }
    try_state(&governance.state).unwrap();
    let root = root_hash(&mut governance.state);
    let log = log_of(&governance.state);
    let mut replayed = replay_into(open(VectorMemory::default()), log).unwrap();
    assert_eq!(root_hash(&mut replayed), root, "from the log");
    let mut reopened = open(governance.memory);
    assert_eq!(root_hash(&mut reopened), root, "from the memory");
    try_state(&reopened).unwrap();
    happened.extend(seen(&model));
    happened
}

/// What came of the proposals and the journal, in words.
fn seen(model: &Model) -> impl Iterator<Item = String> + use<> {
    let fates = model.proposals.iter().map(|told| {
        let kind = match told.ask {
            None => "motion",
            Some(Ask::DataCenter) => "command",
            Some(_) => "critical command",
        };
        format!("{kind} {:?}", told.fate)
    });
    let longer = model.proposals.iter().map(|told| {
        let turned = told.was_prolonged();
        format!("{} deadline", if turned { "prolonged" } else { "first" })
    });
    let entries = model.journal.iter().map(|entry| {
        let source = SOURCES[entry.decision.0];
        format!("{source:?} {:?}", entry.stage)
    });
    let settled = model.journal.iter().filter_map(|entry| entry.settled_by);
    let settled = settled.map(|_| "settled".to_owned());
    let all: Vec<String> = fates.chain(longer).chain(entries).chain(settled).collect();
    all.into_iter()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn should_live_as_the_model_tells((powers, which, steps) in history()) {
        live(&powers, which, &steps, false);
    }
}

/// The histories above are worth their time only if they reach every step, refusal and fate.
#[test]
fn should_reach_every_step_refusal_and_fate() {
    let mut runner = TestRunner::deterministic();
    let mut happened = BTreeSet::new();
    for _ in 0..800 {
        let (powers, which, steps) = history().new_tree(&mut runner).unwrap().current();
        happened.extend(live(&powers, which, &steps, true));
    }
    let expected = [
        "AlreadyExecuted",
        "AlreadyVoted",
        "BatchEmpty",
        "BatchUsed",
        "CommandRefused",
        "Council Done",
        "Council Failed",
        "Council Out",
        "Council Unknown",
        "DeadlinePassed",
        "Execute",
        "ExecuteWaiting",
        "Follow",
        "FollowingCycle",
        "FollowsItself",
        "InvalidField",
        "Motion",
        "NeuronNotFound",
        "NnsMotion Done",
        "NnsMotion Failed",
        "NnsMotion Out",
        "NnsMotion Unknown",
        "NoVotingPower",
        "NotAuthorized",
        "ProposalNotFound",
        "ProposalNotOpen",
        "Return",
        "Sns",
        "Sns Done",
        "Sns Failed",
        "Sns Out",
        "Sns Unknown",
        "SourceOff",
        "Submit",
        "Tick",
        "TooManyOpenProposals",
        "Upgrade",
        "Upgrade Done",
        "Upgrade Failed",
        "Upgrade Out",
        "Upgrade Unknown",
        "Upgrade Waiting",
        "Vote",
        "Wait",
        "WaitFor",
        "command Adopted",
        "command Executed",
        "command Failed",
        "command Open",
        "command Rejected",
        "command Unknown",
        "critical command Adopted",
        "critical command Executed",
        "critical command Failed",
        "critical command Open",
        "critical command Rejected",
        "first deadline",
        "motion Executed",
        "motion Open",
        "motion Rejected",
        "prolonged deadline",
        "settled",
    ];
    let expected: BTreeSet<String> = expected.into_iter().map(String::from).collect();
    assert_eq!(happened, expected);
}
