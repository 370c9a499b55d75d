//! Casts a neuron's vote, and with it those of the neurons that follow. By the neuron's
//! controller or a hot key.

use super::{Decision, check, tallying};
use crate::state::council::{position, vote_of};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::governance::{Ballot, GovernanceError, ProposalStatus, VoteArgs};
use bonafide_types::limits::SECOND_NS;
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// [`GovernanceError::NeuronNotFound`], [`GovernanceError::NotAuthorized`],
/// [`GovernanceError::ProposalNotFound`], [`GovernanceError::ProposalNotOpen`],
/// [`GovernanceError::DeadlinePassed`], [`GovernanceError::NoVotingPower`],
/// [`GovernanceError::AlreadyVoted`].
///
/// # Panics
/// When a proposal's electorate or ballots are lost: a defect of this canister.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: VoteArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, GovernanceError> {
    let VoteArgs {
        neuron_id,
        proposal_id,
        vote,
    } = args;
    check::acting(state, neuron_id, ctx.caller)?;
    let (Some(proposal), Some(before)) = (
        state.proposal(proposal_id),
        state.proposal_state(proposal_id),
    ) else {
        return Err(GovernanceError::ProposalNotFound { proposal_id });
    };
    if before.status != ProposalStatus::Open {
        return Err(GovernanceError::ProposalNotOpen {
            proposal_id,
            status: before.status,
        });
    }
    let now = ctx.now_ns / SECOND_NS;
    if now >= before.deadline_timestamp_seconds {
        return Err(GovernanceError::DeadlinePassed {
            proposal_id,
            deadline_timestamp_seconds: before.deadline_timestamp_seconds,
        });
    }
    let electorate = state
        .electorate(proposal.electorate)
        .expect("BUG: a proposal names an unknown electorate");
    let votes = state
        .ballots(proposal_id)
        .expect("BUG: a proposal without ballots");
    let place =
        position(&electorate, neuron_id).ok_or(GovernanceError::NoVotingPower { neuron_id })?;
    if let Some(vote) = votes.get(place).copied().and_then(vote_of) {
        return Err(GovernanceError::AlreadyVoted {
            neuron_id,
            proposal_id,
            vote,
        });
    }
    let first = Ballot { neuron_id, vote };
    let ballots = state
        .council
        .cascade(&electorate, &votes, proposal.topic, first);
    let after = tallying::after_ballots(&proposal, &electorate, &before, &ballots, now);
    let event = Event::Voted {
        proposal_id,
        ballots,
        state: after,
    };
    Ok(Decision {
        events: vec![event],
        reply: (),
    })
}
