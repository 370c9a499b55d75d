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
        neuron_id,
    };
    Ok(Decision {
        events: vec![event],
        reply: (),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::follow;
    use crate::commands::testing::{World, follow_args, hot_key, motion, neuron_key, vote_args};
    use bonafide_types::governance::{Tally, Topic, Vote};
    use bonafide_types::id::Caller;

    const DAY: u64 = 86_400 * SECOND_NS;

    fn tally(world: &World, id: u64) -> Tally {
        world.state.proposal_state(id).unwrap().latest_tally
    }

    #[test]
    fn should_count_and_decide_at_the_majority() {
        let mut world = World::new(&[10, 40, 1, 49]);
        let id = world.submit(1, motion());
        world.now_ns += SECOND_NS;
        world
            .run_by(hot_key(2), decide, vote_args(2, id, Vote::Yes))
            .unwrap();
        let expected = Tally {
            timestamp_seconds: world.seconds(),
            yes: 50,
            no: 0,
            total: 100,
        };
        assert_eq!(tally(&world, id), expected);
        let status = |world: &World| world.state.proposal_state(id).unwrap().status;
        assert_eq!(status(&world), ProposalStatus::Open, "half is no majority");
        world
            .run_as(3, decide, vote_args(3, id, Vote::Yes))
            .unwrap();
        assert_eq!(status(&world), ProposalStatus::Executed);
        world.refuse(
            4,
            decide,
            vote_args(4, id, Vote::No),
            GovernanceError::ProposalNotOpen {
                proposal_id: id,
                status: ProposalStatus::Executed,
            },
        );
    }

    #[test]
    fn should_reject_at_half() {
        let mut world = World::new(&[50, 50]);
        let id = world.submit(1, motion());
        world.run_as(2, decide, vote_args(2, id, Vote::No)).unwrap();
        let state = world.state.proposal_state(id).unwrap();
        assert_eq!(state.status, ProposalStatus::Rejected);
        assert_eq!(state.decided_timestamp_seconds, Some(world.seconds()));
    }

    #[test]
    fn should_wait_for_quiet_when_the_result_turns() {
        let mut world = World::new(&[10, 11, 20, 59]);
        let id = world.submit(1, motion());
        let deadline = |world: &World| {
            let state = world.state.proposal_state(id).unwrap();
            state.deadline_timestamp_seconds
        };
        let submitted = world.seconds();
        assert_eq!(deadline(&world), submitted + 4 * 86_400);
        world.now_ns += 4 * DAY - SECOND_NS;
        world.run_as(2, decide, vote_args(2, id, Vote::No)).unwrap();
        // now + 2 d + 4 d / 2 - (4 d - 1 s) / 2, the last half rounded down.
        assert_eq!(
            deadline(&world),
            world.seconds() + 4 * 86_400 - (4 * 86_400 - 1) / 2
        );
    }

    #[test]
    fn should_take_followers_along_each_once() {
        let mut world = World::new(&[1, 1, 1, 1, 96]);
        for (neuron, followees) in [(2, &[1][..]), (3, &[1, 2]), (4, &[2, 3, 5])] {
            let args = follow_args(neuron, Topic::Governance, followees);
            world.run_as(neuron, follow::decide, args).unwrap();
        }
        let id = world.submit(1, motion());
        assert_eq!(tally(&world, id).yes, 4);
        world.refuse(
            4,
            decide,
            vote_args(4, id, Vote::No),
            GovernanceError::AlreadyVoted {
                neuron_id: 4,
                proposal_id: id,
                vote: Vote::Yes,
            },
        );
    }

    #[test]
    fn should_refuse_who_and_when() {
        let mut world = World::new(&[10, 90, 0]);
        let id = world.submit(1, motion());
        world.refuse(
            1,
            decide,
            vote_args(2, id, Vote::Yes),
            GovernanceError::NotAuthorized {
                neuron_id: 2,
                caller: Caller(neuron_key(1)),
            },
        );
        world.refuse(
            1,
            decide,
            vote_args(9, id, Vote::Yes),
            GovernanceError::NeuronNotFound { neuron_id: 9 },
        );
        world.refuse(
            2,
            decide,
            vote_args(2, 9, Vote::Yes),
            GovernanceError::ProposalNotFound { proposal_id: 9 },
        );
        world.refuse(
            3,
            decide,
            vote_args(3, id, Vote::Yes),
            GovernanceError::NoVotingPower { neuron_id: 3 },
        );
        world.now_ns += 4 * DAY;
        let deadline_timestamp_seconds = world.seconds();
        world.refuse(
            2,
            decide,
            vote_args(2, id, Vote::Yes),
            GovernanceError::DeadlinePassed {
                proposal_id: id,
                deadline_timestamp_seconds,
            },
        );
    }
}
