//! Decides proposals whose deadline passed. By the canister's timer.

use super::tallying;
use crate::state::{Event, State};
use bonafide_policy::voting;
use bonafide_types::limits::SECOND_NS;
use ic_stable_structures::Memory;

/// Proposals decided in one commit at most, so that its cost is bounded.
pub const AT_ONCE: usize = 20;

/// What becomes of the open proposals whose deadline is now or was before, the oldest
/// [`AT_ONCE`] of them. Once these are decided, the next are.
///
/// # Panics
/// When an open proposal has no rows: a defect of this canister.
#[must_use]
pub fn decide<M: Memory>(state: &State<M>, now_ns: u64) -> Vec<Event> {
    let now = now_ns / SECOND_NS;
    state
        .open
        .iter()
        .filter(|(_, open)| open.deadline <= now)
        .take(AT_ONCE)
        .map(|(id, _)| {
            let proposal = state.proposal(*id).expect("BUG: an open proposal is lost");
            let before = state
                .proposal_state(*id)
                .expect("BUG: an open proposal without a state");
            let adopted = voting::at_deadline(&before.latest_tally, &proposal.rules);
            Event::DeadlineReached {
                state: tallying::decided(&proposal, before, adopted, now),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{World, motion, vote_args};
    use crate::commands::vote;
    use bonafide_types::governance::{ProposalStatus, Vote};

    const DAY: u64 = 86_400 * SECOND_NS;

    #[test]
    fn should_decide_at_the_deadline_and_not_before() {
        let mut world = World::new(&[3, 50, 47]);
        let id = world.submit(1, motion());
        world.now_ns += 4 * DAY - SECOND_NS;
        assert_eq!(decide(&world.state, world.now_ns), []);
        world.now_ns += SECOND_NS;
        world.tick();
        let state = world.state.proposal_state(id).unwrap();
        assert_eq!(state.status, ProposalStatus::Executed, "3 % are enough");
        assert_eq!(state.decided_timestamp_seconds, Some(world.seconds()));
        assert_eq!(state.executed_timestamp_seconds, Some(world.seconds()));
        assert_eq!(decide(&world.state, world.now_ns), [], "decided once");
    }

    #[test]
    fn should_decide_so_many_at_once_and_then_the_next() {
        let mut world = World::new(&[10, 10, 10, 10, 10, 50]);
        for neuron in 1..=5 {
            for _ in 0..5 {
                world.submit(neuron, motion());
            }
        }
        world.now_ns += 8 * DAY;
        for left in [5, 0] {
            world.tick();
            assert_eq!(world.state.open.len(), left);
        }
        assert_eq!(decide(&world.state, world.now_ns), []);
    }

    #[test]
    fn should_reject_below_quorum_and_on_a_tie() {
        let mut world = World::new(&[2, 2, 96]);
        let lonely = world.submit(1, motion());
        let tied = world.submit(1, motion());
        world
            .run_as(2, vote::decide, vote_args(2, tied, Vote::No))
            .unwrap();
        world.now_ns += 8 * DAY;
        world.tick();
        for id in [lonely, tied] {
            let state = world.state.proposal_state(id).unwrap();
            assert_eq!(state.status, ProposalStatus::Rejected);
            assert_eq!(state.executed_timestamp_seconds, None);
        }
    }
}
