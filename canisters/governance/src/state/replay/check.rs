//! Whether an event can follow: what it names exists, what it makes does not, and what
//! [`bonafide_kit::Aggregate::apply`] takes for granted is so.

use super::ReplayErrorReason;
use super::authority::{check_authorized, check_command, check_commanded, check_settled};
use crate::commands::review_nns_proposals::{KEPT, TOGETHER};
use crate::state::council::{counted, position, vote_of};
use crate::state::{Event, State};
use bonafide_kit::commit::Entry;
use bonafide_types::governance::{
    Ballot, Electorate, JournalEntry, Neuron, NnsReview, Outcome, Proposal, ProposalContent,
    ProposalState, ProposalStatus, Tally, Topic, Vote,
};
use bonafide_types::limits::{FOLLOWEES, HOT_KEYS, NEURONS, SECOND_NS, VOTING_POWER};
use ic_stable_structures::Memory;
use std::collections::BTreeSet;

pub(super) type Checked = Result<(), ReplayErrorReason>;

/// Checks an event against the state it would be applied to.
pub(super) fn check<M: Memory>(state: &State<M>, entry: &Entry<Event>) -> Checked {
    let event = &entry.event;
    let installed = state.log.tip().length > 0;
    if installed == matches!(event, Event::Initialized { .. }) {
        return Err(ReplayErrorReason::NotInstalledOnce);
    }
    let now = entry.at_ns / SECOND_NS;
    match event {
        Event::Initialized { neurons, .. } => (1..)
            .zip(neurons)
            .try_for_each(|(id, neuron)| check_new_neuron(neuron, id)),
        Event::ProposalSubmitted {
            proposal,
            content,
            ballots,
            state: after,
            collected,
        } => {
            check_proposal(state, proposal, content, now)?;
            check_collected(state, proposal, collected)?;
            check_submission(state, proposal, ballots, after, now)
        }
        Event::Voted {
            proposal_id,
            ballots,
            state: after,
            neuron_id,
        } => {
            let (proposal, before) = open_proposal(state, *proposal_id)?;
            rule(
                now < before.deadline_timestamp_seconds,
                "a vote comes before the deadline",
            )?;
            let electorate = electorate(state, proposal.electorate)?;
            let votes = state.ballots(*proposal_id).unwrap_or_default();
            check_ballots(&electorate, &votes, ballots)?;
            rule(
                ballots.iter().any(|ballot| ballot.neuron_id == *neuron_id),
                "who votes casts a ballot",
            )?;
            let tally = counted(&electorate, before.latest_tally, ballots, now);
            check_progress(&proposal, &before, after, &tally, now)
        }
        Event::DeadlineReached { state: after } => {
            let (proposal, before) = open_proposal(state, after.id)?;
            rule(
                now >= before.deadline_timestamp_seconds && after.status != ProposalStatus::Open,
                "a deadline decides when it is reached",
            )?;
            check_progress(&proposal, &before, after, &before.latest_tally, now)
        }
        Event::FolloweesSet {
            neuron_id,
            topic,
            followees,
        } => check_followees(state, *neuron_id, *topic, followees),
        Event::HotKeysSet {
            neuron_id,
            hot_keys,
        } => {
            known_neuron(state, *neuron_id)?;
            rule(
                hot_keys.len() <= HOT_KEYS,
                "a neuron has 10 hot keys at most",
            )
        }
        Event::CommandAuthorized { entry, command } => check_authorized(state, entry, command),
        Event::ExecutionBegun { journal_id } => rule(
            journal_entry(state, *journal_id)?.outcome == Outcome::Pending,
            "what begins was pending",
        ),
        Event::ExecutionEnded {
            journal_id,
            outcome,
            ..
        } => {
            let before = journal_entry(state, *journal_id)?.outcome;
            rule(
                matches!(before, Outcome::Pending | Outcome::Executing),
                "what ends was pending or executing",
            )?;
            rule(
                !matches!(outcome, Outcome::Pending | Outcome::Executing),
                "an end says what became of the command",
            )
        }
        Event::QuarantineSettled {
            journal_id,
            outcome,
            by,
        } => check_settled(state, *journal_id, outcome, *by),
        Event::NeuronAdded { neuron } => {
            check_new_neuron(neuron, state.neurons.len() + 1)?;
            check_commanded(state, event)
        }
        Event::NeuronChanged { neuron } => {
            let before = known_neuron(state, neuron.id)?;
            rule(
                neuron.followees == before.followees && neuron.voting_power <= VOTING_POWER,
                "a command changes a neuron's controller, hot keys and power only",
            )?;
            check_commanded(state, event)
        }
        Event::SourcesSet { .. }
        | Event::SnsGovernanceSet { .. }
        | Event::VotingParametersSet { .. }
        | Event::CanistersSet { .. } => check_commanded(state, event),
        Event::NnsProposalsReviewed { review, collected } => {
            check_review(state, review, collected, entry.at_ns)
        }
    }
}

pub(super) fn rule(holds: bool, rule: &'static str) -> Checked {
    if holds {
        Ok(())
    } else {
        Err(ReplayErrorReason::BreaksRule(rule))
    }
}

pub(super) fn unknown(what: &'static str, id: u64) -> ReplayErrorReason {
    ReplayErrorReason::Unknown { what, id }
}

fn known_neuron<M: Memory>(state: &State<M>, id: u64) -> Result<&Neuron, ReplayErrorReason> {
    state.neuron(id).ok_or_else(|| unknown("neuron", id))
}

pub(super) fn journal_entry<M: Memory>(
    state: &State<M>,
    id: u64,
) -> Result<JournalEntry, ReplayErrorReason> {
    state
        .journal_entry(id)
        .ok_or_else(|| unknown("journal entry", id))
}

fn electorate<M: Memory>(state: &State<M>, version: u64) -> Result<Electorate, ReplayErrorReason> {
    state
        .electorate(version)
        .ok_or_else(|| unknown("electorate", version))
}

fn open_proposal<M: Memory>(
    state: &State<M>,
    id: u64,
) -> Result<(Proposal, ProposalState), ReplayErrorReason> {
    let proposal = state.proposal(id).zip(state.proposal_state(id));
    let (proposal, before) = proposal.ok_or_else(|| unknown("proposal", id))?;
    rule(
        before.status == ProposalStatus::Open,
        "only an open proposal is voted on and decided",
    )?;
    Ok((proposal, before))
}

fn check_new_neuron(neuron: &Neuron, next: u64) -> Checked {
    rule(
        neuron.id == next && next <= NEURONS as u64,
        "neurons are numbered from 1 without a gap, to 1,000 at most",
    )?;
    rule(
        neuron.voting_power <= VOTING_POWER
            && neuron.hot_keys.len() <= HOT_KEYS
            && neuron.followees.is_empty(),
        "a new neuron follows nobody and keeps to the limits",
    )
}

fn check_followees<M: Memory>(
    state: &State<M>,
    id: u64,
    topic: Topic,
    followees: &[u64],
) -> Checked {
    known_neuron(state, id)?;
    let distinct: BTreeSet<_> = followees.iter().collect();
    rule(
        followees.len() <= FOLLOWEES && distinct.len() == followees.len(),
        "a neuron follows 15 others at most, each once",
    )?;
    for &followee in followees {
        known_neuron(state, followee)?;
        rule(
            state.council.path(topic, followee, id).is_none(),
            "following never goes in a circle",
        )?;
    }
    Ok(())
}

fn check_proposal<M: Memory>(
    state: &State<M>,
    proposal: &Proposal,
    content: &ProposalContent,
    now: u64,
) -> Checked {
    rule(
        proposal.id == *state.next_proposal.get() && proposal.id < u64::MAX,
        "proposals are numbered from 1 without a gap",
    )?;
    rule(
        proposal.electorate == state.council.electorate().version
            && proposal.proposal_timestamp_seconds == now,
        "a proposal is for the electorate and the time of its submission",
    )?;
    match (proposal.command_hash, &content.command) {
        (None, None) => Ok(()),
        (Some(hash), Some(bytes)) => check_command(bytes, hash, &proposal.method).map(drop),
        _ => rule(false, "a command comes with its hash"),
    }
}

fn check_collected<M: Memory>(state: &State<M>, proposal: &Proposal, collected: &[u64]) -> Checked {
    let distinct: BTreeSet<_> = collected.iter().collect();
    rule(distinct.len() == collected.len(), "each is collected once")?;
    for &id in collected {
        let found = state.proposal(id).zip(state.proposal_state(id));
        let (old, standing) = found.ok_or_else(|| unknown("proposal", id))?;
        let is_final = match standing.status {
            ProposalStatus::Rejected | ProposalStatus::Executed | ProposalStatus::Failed => true,
            ProposalStatus::Open | ProposalStatus::Adopted | ProposalStatus::Quarantined => false,
        };
        rule(
            is_final && old.topic == proposal.topic,
            "what is collected is final and of the same topic",
        )?;
    }
    Ok(())
}

fn check_review<M: Memory>(
    state: &State<M>,
    review: &NnsReview,
    collected: &[u64],
    at_ns: u64,
) -> Checked {
    let ids: Vec<u64> = review.proposal_ids().collect();
    rule(
        (1..=TOGETHER).contains(&ids.len()) && ids.is_sorted_by(|a, b| a < b),
        "1 to 8 NNS proposals are reviewed together, each once and in order",
    )?;
    rule(
        review.reviewed_at_ns == at_ns,
        "a review is of the time at which it is recorded",
    )?;
    let distinct: BTreeSet<_> = collected.iter().collect();
    rule(
        distinct.len() == collected.len()
            && collected
                .iter()
                .all(|id| state.reviewed.contains_key(id) && !ids.contains(id)),
        "reviews that are collected are there, and are not those that are made",
    )?;
    let new = ids.iter().filter(|id| !state.reviewed.contains_key(id));
    rule(
        state.reviewed.len() + new.count() <= KEPT + collected.len(),
        "reviews of 200 NNS proposals are kept at most",
    )
}

fn check_submission<M: Memory>(
    state: &State<M>,
    proposal: &Proposal,
    ballots: &[Ballot],
    after: &ProposalState,
    now: u64,
) -> Checked {
    let electorate = state.council.electorate();
    let own = Ballot {
        neuron_id: proposal.proposer,
        vote: Vote::Yes,
    };
    rule(ballots.contains(&own), "the proposer votes yes")?;
    check_ballots(electorate, &vec![0; electorate.members.len()], ballots)?;
    let none = Tally {
        timestamp_seconds: now,
        yes: 0,
        no: 0,
        total: electorate.total,
    };
    let before = ProposalState {
        id: proposal.id,
        status: ProposalStatus::Open,
        latest_tally: none,
        deadline_timestamp_seconds: now,
        decided_timestamp_seconds: None,
        executed_timestamp_seconds: None,
        failed_timestamp_seconds: None,
        failure_reason: None,
        journal_id: None,
    };
    let tally = counted(electorate, none, ballots, now);
    check_progress(proposal, &before, after, &tally, now)
}

/// Ballots are of members that had not voted, each once.
fn check_ballots(electorate: &Electorate, votes: &[u8], ballots: &[Ballot]) -> Checked {
    let mut seen = BTreeSet::new();
    let is_free = |ballot: &Ballot| {
        position(electorate, ballot.neuron_id)
            .and_then(|at| votes.get(at))
            .is_some_and(|vote| vote_of(*vote).is_none())
    };
    rule(
        !ballots.is_empty()
            && ballots
                .iter()
                .all(|ballot| is_free(ballot) && seen.insert(ballot.neuron_id)),
        "a ballot is cast once, by a neuron that has a vote",
    )
}

/// A proposal goes on as its votes say: open, or decided now and not yet executed, but for a
/// motion, which is executed by being adopted.
fn check_progress(
    proposal: &Proposal,
    before: &ProposalState,
    after: &ProposalState,
    tally: &Tally,
    now: u64,
) -> Checked {
    rule(after.id == before.id, "a state is of its proposal")?;
    rule(after.latest_tally == *tally, "a tally counts the ballots")?;
    rule(
        after.deadline_timestamp_seconds >= before.deadline_timestamp_seconds,
        "a deadline only moves later",
    )?;
    let is_motion = proposal.command_hash.is_none();
    let times = (
        after.decided_timestamp_seconds,
        after.executed_timestamp_seconds,
    );
    let in_step = match after.status {
        ProposalStatus::Open => times == (None, None),
        ProposalStatus::Rejected => times == (Some(now), None),
        ProposalStatus::Adopted => !is_motion && times == (Some(now), None),
        ProposalStatus::Executed => is_motion && times == (Some(now), Some(now)),
        ProposalStatus::Failed | ProposalStatus::Quarantined => false,
    };
    rule(
        in_step
            && after.failed_timestamp_seconds.is_none()
            && after.failure_reason.is_none()
            && after.journal_id.is_none(),
        "votes decide a proposal and do not execute its command",
    )
}
