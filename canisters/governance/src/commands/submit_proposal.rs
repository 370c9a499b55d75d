//! Submits a proposal, on which the proposer votes yes. By the neuron's controller or a hot
//! key.
//!
//! Between [`check()`] and [`decide`] the target is asked what the command would do. The
//! state may change meanwhile, so the second repeats the first.

use super::{Decision, check, cut_words, journal, membership_in_vote, tallying};
use crate::state::{Event, State, topic_owner};
use bonafide_kit::Ctx;
use bonafide_policy::{command, voting};
use bonafide_types::governance::{
    Action, Ballot, Config, GovernanceError, JournalEntry, Motion, Proposal, ProposalContent,
    ProposalState, ProposalStatus, Rules, Source, Spec, SubmitProposalArgs, Tally, Topic, Vote,
    VotingParameters,
};
use bonafide_types::id::{Blob, Sha256Hash};
use bonafide_types::limits::{
    COMMAND_BYTES, MOTION_BYTES, OPEN_PROPOSALS, PROPOSAL_URL_BYTES, PROPOSALS_KEPT,
    RENDERING_BYTES, SECOND_NS, SUMMARY_BYTES, TITLE_BYTES,
};
use ic_stable_structures::Memory;
use std::collections::BTreeSet;

/// The method that a motion names.
pub const MOTION: &str = "motion";

/// Submissions whose command is being checked at one time. It keeps room in the queue of
/// calls for executions: one that cannot be sent uses its decision up.
pub const SUBMISSIONS_IN_FLIGHT: usize = 50;

/// Old proposals that one submission collects at most, so that its cost is bounded. When more
/// were decided meanwhile, later submissions go on.
pub const COLLECTED: usize = 5;

/// Submissions whose command is being checked. They hold a place among the open proposals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InFlight {
    /// Those of the same neuron, without this one.
    pub of_neuron: usize,
    /// Those of all neurons, without this one.
    pub of_council: usize,
}

/// Refuses what needs no answer of the target.
///
/// # Errors
/// [`GovernanceError::SourceOff`], [`GovernanceError::NeuronNotFound`],
/// [`GovernanceError::NotAuthorized`], [`GovernanceError::NoVotingPower`],
/// [`GovernanceError::TooShort`], [`GovernanceError::TooLong`],
/// [`GovernanceError::CanisterNotSet`], [`GovernanceError::TooManyOpenProposals`],
/// [`GovernanceError::CouncilBusy`], [`GovernanceError::MembershipInVote`].
pub fn check<M: Memory>(
    state: &State<M>,
    args: &SubmitProposalArgs,
    ctx: &Ctx,
    in_flight: InFlight,
) -> Result<(), GovernanceError> {
    let SubmitProposalArgs {
        neuron_id,
        title,
        summary,
        url,
        action,
    } = args;
    let Config {
        sources, voting, ..
    } = state.settings();
    if !sources.council {
        return Err(GovernanceError::SourceOff {
            source_off: Source::Council,
        });
    }
    let neuron = check::acting(state, *neuron_id, ctx.caller)?;
    if neuron.voting_power == 0 {
        return Err(GovernanceError::NoVotingPower {
            neuron_id: *neuron_id,
        });
    }
    check::length("title", title.len(), TITLE_BYTES)?;
    check::length("summary", summary.len(), 0..=SUMMARY_BYTES)?;
    if !url.is_empty() {
        check::length("url", url.len(), PROPOSAL_URL_BYTES)?;
    }
    check_action(state, action, ctx)?;
    check_places(state, *neuron_id, &voting, in_flight)?;
    match action {
        Action::Command(command) => membership_in_vote::check(state, command),
        Action::Motion(_) => Ok(()),
    }
}

fn check_action<M: Memory>(
    state: &State<M>,
    action: &Action,
    ctx: &Ctx,
) -> Result<(), GovernanceError> {
    match action {
        Action::Command(command) => {
            let bytes = command::encode(command).len();
            check::length("command", bytes, 1..=COMMAND_BYTES)?;
            journal::target(state, command, ctx).map(drop)
        }
        Action::Motion(Motion { motion_text }) => {
            check::length("motion_text", motion_text.len(), 1..=MOTION_BYTES)
        }
    }
}

fn check_places<M: Memory>(
    state: &State<M>,
    neuron_id: u64,
    voting: &VotingParameters,
    in_flight: InFlight,
) -> Result<(), GovernanceError> {
    let of_neuron = state.open_proposals_of(neuron_id) + in_flight.of_neuron;
    let limit = u64::from(voting.open_proposals_per_neuron);
    if of_neuron as u64 >= limit {
        return Err(GovernanceError::TooManyOpenProposals { neuron_id, limit });
    }
    if in_flight.of_council >= SUBMISSIONS_IN_FLIGHT {
        return Err(GovernanceError::CouncilBusy {
            limit: SUBMISSIONS_IN_FLIGHT as u64,
        });
    }
    if state.open.len() + in_flight.of_council >= OPEN_PROPOSALS {
        return Err(GovernanceError::CouncilBusy {
            limit: OPEN_PROPOSALS as u64,
        });
    }
    Ok(())
}

/// Decides. `rendering` is what the target says the command would do; for a motion its own
/// text stands there. The reply is the proposal's number. It may be decided at once, when
/// the proposer and those that follow have the majority.
///
/// # Errors
/// As [`check()`].
pub fn decide<M: Memory>(
    state: &State<M>,
    args: SubmitProposalArgs,
    ctx: &Ctx,
    in_flight: InFlight,
    rendering: String,
) -> Result<Decision<u64>, GovernanceError> {
    check(state, &args, ctx, in_flight)?;
    let SubmitProposalArgs {
        neuron_id,
        title,
        summary,
        url,
        action,
    } = args;
    let now = ctx.now_ns / SECOND_NS;
    let asked = Asked::of(action, rendering);
    let electorate = state.council.electorate();
    let proposal = Proposal {
        id: *state.next_proposal.get(),
        proposer: neuron_id,
        title,
        url,
        topic: asked.topic,
        method: asked.method.into(),
        command_hash: asked.command.as_ref().map(|(hash, _)| *hash),
        proposal_timestamp_seconds: now,
        electorate: electorate.version,
        rules: rules(&state.settings().voting, asked.critical),
    };
    let first = Ballot {
        neuron_id,
        vote: Vote::Yes,
    };
    let no_votes = vec![0; electorate.members.len()];
    let ballots = state
        .council
        .cascade(electorate, &no_votes, proposal.topic, first);
    let before = ProposalState {
        id: proposal.id,
        status: ProposalStatus::Open,
        latest_tally: Tally {
            timestamp_seconds: now,
            yes: 0,
            no: 0,
            total: electorate.total,
        },
        deadline_timestamp_seconds: now.saturating_add(proposal.rules.voting_period_seconds),
        decided_timestamp_seconds: None,
        executed_timestamp_seconds: None,
        failed_timestamp_seconds: None,
        failure_reason: None,
        journal_id: None,
    };
    let after = tallying::after_submission(&proposal, electorate, &before, &ballots, now);
    let reply = proposal.id;
    let event = Event::ProposalSubmitted {
        collected: collected(state, proposal.topic),
        proposal,
        content: ProposalContent {
            summary,
            rendering: asked.rendering,
            command: asked.command.map(|(_, bytes)| Blob(bytes)),
        },
        ballots,
        state: after,
    };
    Ok(Decision {
        events: vec![event],
        reply,
    })
}

/// What is proposed, as the proposal's rows say it.
struct Asked {
    topic: Topic,
    method: &'static str,
    critical: bool,
    command: Option<(Sha256Hash, Vec<u8>)>,
    rendering: String,
}

impl Asked {
    fn of(action: Action, rendering: String) -> Self {
        match action {
            Action::Command(command) => {
                let Spec {
                    method,
                    topic,
                    critical,
                    ..
                } = command.spec();
                let bytes = command::encode(&command);
                Self {
                    topic,
                    method,
                    critical,
                    command: Some((command::hash_encoded(&bytes), bytes)),
                    rendering: cut_words(rendering, RENDERING_BYTES),
                }
            }
            Action::Motion(Motion { motion_text }) => Self {
                topic: Topic::Governance,
                method: MOTION,
                critical: false,
                command: None,
                rendering: motion_text,
            },
        }
    }
}

fn rules(voting: &VotingParameters, critical: bool) -> Rules {
    let (quorum_bps, majority_bps) = if critical {
        (voting.critical_quorum_bps, voting.critical_majority_bps)
    } else {
        (voting.quorum_bps, voting::ORDINARY_MAJORITY_BPS)
    };
    Rules {
        voting_period_seconds: voting.voting_period_seconds,
        wait_for_quiet_seconds: voting.wait_for_quiet_seconds,
        quorum_bps,
        majority_bps,
    }
}

/// The oldest decided proposals of a topic beyond those that are kept, [`COLLECTED`] at most.
/// One in vote, adopted
/// and not executed, or quarantined stays and does not count.
fn collected<M: Memory>(state: &State<M>, topic: Topic) -> Vec<u64> {
    let executing: BTreeSet<u64> = state
        .unfinished
        .keys()
        .filter_map(|journal_id| state.journal_entry(*journal_id))
        .filter(|JournalEntry { source, .. }| *source == Source::Council)
        .map(|entry| entry.source_id)
        .collect();
    let stays = |id: &u64| {
        state.open.contains_key(id) || state.adopted.contains(id) || executing.contains(id)
    };
    let mut beyond: Vec<_> =
        crate::state::numbers(&state.proposals_by_topic, &topic_owner(topic), None)
            .filter(|id| !stays(id))
            .skip(PROPOSALS_KEPT)
            .collect();
    beyond.reverse();
    beyond.truncate(COLLECTED);
    beyond
}

#[cfg(test)]
mod tests;
