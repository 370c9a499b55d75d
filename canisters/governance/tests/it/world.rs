//! Names for those who take part, and one history with every event in it.

use crate::commands::{
    SOURCES, VOTING, add_data_center, add_neuron, canisters, change_neuron, set_sns_governance,
    settle_quarantine,
};
use bonafide_governance::state::{Event, State};
use bonafide_kit::commit::{Entry, record};
use bonafide_kit::{Aggregate, Ctx, memory};
use bonafide_policy::command;
use bonafide_types::governance::{
    Ballot, Command, Config, JournalEntry, Neuron, NnsRequest, NnsReview, NnsSubnetType, Outcome,
    Proposal, ProposalContent, ProposalState, ProposalStatus, ReviewedProposal, Rules, Source,
    Sources, Tally, Topic, Vote, VotingParameters,
};
use bonafide_types::id::{Blob, Caller, NodeId, Sha256Hash, SubnetId};
use bonafide_types::registry::MembershipChange;
use candid::Principal;
use ic_stable_structures::VectorMemory;

pub(crate) const NOW: u64 = 1_763_700_000;
pub(crate) const DAY: u64 = 86_400;
pub(crate) const SECOND_NS: u64 = 1_000_000_000;
pub(crate) const SELF_ID: Principal = Principal::from_slice(&[1, 2]);
const RULES: Rules = Rules {
    voting_period_seconds: 4 * DAY,
    wait_for_quiet_seconds: 2 * DAY,
    quorum_bps: 300,
    majority_bps: 5_000,
};

pub(crate) fn id(n: u8, kind: u8) -> Principal {
    Principal::from_slice(&[n, kind])
}

pub(crate) fn ctx(caller: Principal, now: u64) -> Ctx {
    Ctx {
        caller,
        now_ns: now * SECOND_NS,
        self_id: SELF_ID,
    }
}

pub(crate) fn open(memory: VectorMemory) -> State<VectorMemory> {
    State::open(&memory::manager(memory)).unwrap()
}

pub(crate) fn log_of(state: &State<VectorMemory>) -> Vec<Vec<u8>> {
    let length = state.log().tip().length;
    state.log().read(0, length, usize::MAX)
}

pub(crate) fn neuron(n: u8, voting_power: u64) -> Neuron {
    Neuron {
        id: n.into(),
        controller: Caller(id(n, 10)),
        hot_keys: vec![],
        voting_power,
        followees: vec![],
    }
}

pub(crate) fn config() -> Config {
    Config {
        canisters: canisters(1),
        sources: Sources {
            upgrade: true,
            ..SOURCES
        },
        sns_governance: Some(Caller(id(1, 50))),
        nns_governance: Caller(id(1, 40)),
        voting: VotingParameters::default(),
    }
}

fn proposal(id: u64, topic: Topic, command: Option<&Command>, electorate: u64) -> Proposal {
    Proposal {
        id,
        proposer: 1,
        title: "Do it".into(),
        url: "https://example.com/why".into(),
        topic,
        method: command
            .map_or("motion", |command| command.spec().method)
            .into(),
        command_hash: command.map(command::hash),
        proposal_timestamp_seconds: NOW,
        electorate,
        rules: RULES,
    }
}

fn content(command: Option<&Command>) -> ProposalContent {
    ProposalContent {
        summary: "Because.".into(),
        rendering: "Does it.".into(),
        command: command.map(|command| Blob(command::encode(command))),
    }
}

fn standing(id: u64, status: ProposalStatus, yes: u64, total: u64) -> ProposalState {
    let decided = (status != ProposalStatus::Open).then_some(NOW);
    ProposalState {
        id,
        status,
        latest_tally: Tally {
            timestamp_seconds: NOW,
            yes,
            no: 0,
            total,
        },
        deadline_timestamp_seconds: NOW + 4 * DAY,
        decided_timestamp_seconds: decided,
        executed_timestamp_seconds: None,
        failed_timestamp_seconds: None,
        failure_reason: None,
        journal_id: None,
    }
}

fn yes(neuron_id: u64) -> Ballot {
    let vote = Vote::Yes;
    Ballot { neuron_id, vote }
}

pub(crate) fn authorized(
    id: u64,
    (source, source_id, index): (Source, u64, u32),
    command: &Command,
    outcome: Outcome,
) -> Event {
    let entry = JournalEntry {
        id,
        source,
        source_id,
        index,
        command_hash: command::hash(command),
        method: command.spec().method.into(),
        canister: Caller(SELF_ID),
        records: command.records().into_iter().map(Into::into).collect(),
        opened_at_ns: NOW * SECOND_NS,
        outcome,
        closed_at_ns: None,
        reply: None,
        settled_by: None,
    };
    Event::CommandAuthorized {
        entry,
        command: Blob(command::encode(command)),
    }
}

pub(crate) fn ended(journal_id: u64, outcome: Outcome) -> Event {
    let done = outcome == Outcome::Executed;
    Event::ExecutionEnded {
        journal_id,
        outcome,
        reply: done.then(|| Blob(b"DIDL\0\0".to_vec())),
    }
}

fn of_the_council() -> Vec<Event> {
    let command = add_data_center();
    let topic = command.spec().topic;
    vec![
        Event::Initialized {
            config: config(),
            neurons: vec![neuron(1, 40), neuron(2, 35), neuron(3, 25)],
        },
        Event::FolloweesSet {
            neuron_id: 3,
            topic,
            followees: vec![2],
        },
        Event::HotKeysSet {
            neuron_id: 1,
            hot_keys: vec![Caller(id(1, 11))],
        },
        Event::ProposalSubmitted {
            proposal: proposal(1, topic, Some(&command), 0),
            content: content(Some(&command)),
            ballots: vec![yes(1)],
            state: standing(1, ProposalStatus::Open, 40, 100),
            collected: vec![],
        },
        Event::Voted {
            proposal_id: 1,
            ballots: vec![yes(2), yes(3)],
            state: standing(1, ProposalStatus::Adopted, 100, 100),
            neuron_id: 2,
        },
        authorized(0, (Source::Council, 1, 0), &command, Outcome::Pending),
        Event::ExecutionBegun { journal_id: 0 },
        ended(
            0,
            Outcome::Quarantined {
                reason: "SysUnknown: no answer".into(),
            },
        ),
    ]
}

/// What commands change, one after the other, each within its own execution.
fn of_commands() -> Vec<Event> {
    let changed = Neuron {
        controller: Caller(id(9, 10)),
        ..neuron(1, 41)
    };
    let of_upgrade = |index| (Source::Upgrade, 7, index);
    let executed = [
        (
            (Source::Sns, 1, 0),
            settle_quarantine(),
            Event::QuarantineSettled {
                journal_id: 0,
                outcome: Outcome::Executed,
                by: 1,
            },
        ),
        (
            (Source::NnsMotion, 135_000, 0),
            add_neuron(),
            Event::NeuronAdded {
                neuron: neuron(4, 10),
            },
        ),
        (
            of_upgrade(0),
            change_neuron(),
            Event::NeuronChanged { neuron: changed },
        ),
        (
            of_upgrade(1),
            Command::SetSources(SOURCES),
            Event::SourcesSet { sources: SOURCES },
        ),
        (
            of_upgrade(2),
            set_sns_governance(),
            Event::SnsGovernanceSet {
                sns_governance: Some(Caller(id(2, 50))),
            },
        ),
        (
            of_upgrade(3),
            Command::SetVotingParameters(VOTING),
            Event::VotingParametersSet { voting: VOTING },
        ),
        (
            of_upgrade(4),
            Command::SetCanisters(canisters(2)),
            Event::CanistersSet {
                canisters: canisters(2),
            },
        ),
    ];
    (1..)
        .zip(executed)
        .flat_map(|(id, (decision, command, event))| {
            let begin = authorized(id, decision, &command, Outcome::Executing);
            [begin, event, ended(id, Outcome::Executed)]
        })
        .collect()
}

fn of_motions() -> Vec<Event> {
    let motion = |id, collected| Event::ProposalSubmitted {
        proposal: proposal(id, Topic::Governance, None, 2),
        content: content(None),
        ballots: vec![yes(1)],
        state: standing(id, ProposalStatus::Open, 41, 111),
        collected,
    };
    let state = ProposalState {
        decided_timestamp_seconds: Some(NOW + 4 * DAY),
        executed_timestamp_seconds: Some(NOW + 4 * DAY),
        ..standing(2, ProposalStatus::Executed, 41, 111)
    };
    let refused = Outcome::Failed {
        reason: "DataCenterAlreadyExists: data centre zh2 exists".into(),
    };
    vec![
        motion(2, vec![]),
        Event::DeadlineReached { state },
        motion(3, vec![2]),
        authorized(
            8,
            (Source::Sns, 2, 0),
            &add_data_center(),
            Outcome::Executing,
        ),
        ended(8, refused),
    ]
}

/// A review of NNS proposals, and one for which an older one is collected.
fn of_reviews() -> Vec<Event> {
    let proposal = |proposal_id, nns_function, request| ReviewedProposal {
        proposal_id,
        status: 1,
        nns_function,
        payload_hash: Sha256Hash([0x78; 32]),
        request,
    };
    let change = NnsRequest::Change {
        changes: vec![MembershipChange {
            subnet_id: SubnetId(id(1, 70)),
            node_ids_add: vec![NodeId(id(1, 40))],
            node_ids_remove: vec![NodeId(id(2, 40))],
        }],
    };
    let creation = |subnet_type| NnsRequest::Creation {
        kind: "application".into(),
        subnet_type,
        node_ids: vec![NodeId(id(3, 40)), NodeId(id(4, 40))],
    };
    let review = |proposals, accepted| NnsReview {
        proposals,
        accepted,
        verdict_hash: Sha256Hash([0x9a; 32]),
        words: "In words.".into(),
        registry_events: 300,
        registry_tip: Sha256Hash([0xbc; 32]),
        reviewed_at_ns: NOW * SECOND_NS,
    };
    let application = creation(Some(NnsSubnetType::Application));
    let both = vec![
        proposal(138_000, 31, change),
        proposal(138_001, 1, application),
    ];
    let other = vec![proposal(138_002, 1, creation(None))];
    vec![
        Event::NnsProposalsReviewed {
            review: review(both, true),
            collected: vec![],
        },
        Event::NnsProposalsReviewed {
            review: review(other, false),
            collected: vec![138_000],
        },
    ]
}

/// Every kind of event, as they can follow each other.
pub(crate) fn events() -> Vec<Event> {
    [of_the_council(), of_commands(), of_motions(), of_reviews()].concat()
}

/// The entry that holds an event in these histories.
pub(crate) fn entry(event: Event) -> Entry<Event> {
    let later = matches!(event, Event::DeadlineReached { .. });
    Entry {
        at_ns: (NOW + if later { 4 * DAY } else { 0 }) * SECOND_NS,
        caller: Caller(SELF_ID),
        event,
    }
}

/// A governance to which every event happened.
pub(crate) fn lived() -> State<VectorMemory> {
    let mut state = open(VectorMemory::default());
    for event in events() {
        let Entry { at_ns, event, .. } = entry(event);
        record(&mut state, &ctx(SELF_ID, at_ns / SECOND_NS), [event]);
    }
    state
}
